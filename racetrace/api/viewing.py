"""Who asks: taken by every operation that shows or changes rows of somebody."""

from typing import Annotated

from fastapi import Depends

from racetrace.services.viewer import LOCAL, Viewer


def viewer() -> Viewer:
    return LOCAL


Viewing = Annotated[Viewer, Depends(viewer)]

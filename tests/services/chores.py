"""What a worker is given instead of its work."""

import os


def end_without_a_word(*_: object) -> None:
    os._exit(1)

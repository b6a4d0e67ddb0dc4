import pytest

from racetrace.oauth import asking


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer is no provider that is away."""
    monkeypatch.setattr(asking, 'PATIENCE_S', 60.0)
    monkeypatch.setattr(asking, 'WHOLE_S', 60.0)

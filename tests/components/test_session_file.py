import pytest

from components.session_file import size


@pytest.mark.parametrize(
    ('nbytes', 'said'), [(0, '0 kB'), (948_200, '948 kB'), (2_240_000, '2.2 MB'), (80_300_000_000, '80.3 GB')]
)
def test_a_size_is_told_as_a_person_does(nbytes: int, said: str) -> None:
    assert size(nbytes) == said

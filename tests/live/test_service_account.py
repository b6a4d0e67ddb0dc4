from pathlib import Path

import pytest

from racetrace.errors import CredentialsRefused
from racetrace.live.service_account import project_of
from tests.live.twins.firestore import PROJECT, FirestoreTwin


async def test_the_project_is_that_of_the_file_and_none_without_one(tmp_path: Path) -> None:
    assert project_of(tmp_path / 'firebase-credentials.json') == ''
    async with FirestoreTwin() as twin:
        assert project_of(twin.credentials(tmp_path)) == PROJECT


def test_a_file_that_is_something_else_is_told_and_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / 'firebase-credentials.json'
    path.write_text('{"project_id": "karts", "private_key": "known to nobody"}')
    with pytest.raises(
        CredentialsRefused, match='take the JSON file that the Firebase console makes'
    ) as told:
        project_of(path)
    assert 'known to nobody' not in str(told.value)

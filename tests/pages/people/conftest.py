from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from racetrace.settings import Settings
from tests.pages.people.club import Enter, club, entering


@pytest.fixture
async def house(settings: Settings, caplog: pytest.LogCaptureFixture) -> AsyncIterator[FastAPI]:
    async with club(settings) as app:
        yield app
    assert not [record for record in caplog.get_records('call') if record.levelname == 'ERROR']


@pytest.fixture
async def enter(house: FastAPI) -> AsyncIterator[Enter]:
    async with entering(house) as found:
        yield found

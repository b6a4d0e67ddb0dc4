from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.settings import Settings
from tests.api.contract import Contract
from tests.api.imported import Kart, imported
from tests.conftest import HERE, running_house

contracts: dict[Mode, Contract] = {}


@asynccontextmanager
async def believing(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program that reads /openapi.json and believes it."""
    contract = _contract(house)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(house),
        base_url=f'{HERE}/api/v1',
        event_hooks={'response': [contract.check]},
    ) as client:
        yield client


def _contract(house: FastAPI) -> Contract:
    """What it describes is the same wherever there are the same operations: found out once for each mode."""
    mode: Mode = house.state.instance.mode
    return contracts.get(mode) or contracts.setdefault(mode, Contract(house.openapi()))


@pytest.fixture
async def api(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with believing(house) as client:
        yield client


@pytest_asyncio.fixture(scope='module', loop_scope='module')
async def kart(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Kart]:
    """One session for the tests of a module, which only read it."""
    data = tmp_path_factory.mktemp('kart') / 'racetrace.db'
    async with running_house(Settings(data=data, workers=1, demo=False)) as house, believing(house) as client:
        yield Kart(api=client, session=await imported(client))

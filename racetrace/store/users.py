"""Users and what they set."""

import json
from typing import Any

from sqlalchemy import Engine

from racetrace.store.account_rows import UserRow
from racetrace.store.database import reading, writing


def settings(engine: Engine, user_id: int) -> dict[str, Any]:
    with reading(engine) as db:
        return dict(json.loads(db.get_one(UserRow, user_id).settings))


def set_one(engine: Engine, user_id: int, name: str, value: object) -> None:
    with writing(engine) as db:
        user = db.get_one(UserRow, user_id)
        user.settings = json.dumps(json.loads(user.settings) | {name: value})

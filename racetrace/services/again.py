"""The same request once more: a program that lost the answer gets it, and nothing is made twice."""

from racetrace.services.instance import Instance
from racetrace.store import answers
from racetrace.store.answers import Answer as Answer
from racetrace.store.answers import Asked as Asked
from racetrace.store.database import writing


def begin(instance: Instance, asked: Asked) -> Answer | None:
    """Return the answer of before; None: make it now. Raises KeyUsed and StillAtIt."""
    with writing(instance.engine) as db:
        return answers.begin(db, asked, instance.clock())


def keep(instance: Instance, asked: Asked, answer: Answer) -> None:
    """Give it again for a day."""
    with writing(instance.engine) as db:
        answers.keep(db, asked, answer)


def forget(instance: Instance, asked: Asked) -> None:
    """Nothing came of it: the next one of this key is the first."""
    with writing(instance.engine) as db:
        answers.forget(db, asked)

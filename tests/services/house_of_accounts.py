"""An instance with accounts and a clock of its own, and the people who sign in there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from racetrace.accounts.account import Account
from racetrace.accounts.mode import Mode
from racetrace.jobs import reading
from racetrace.mail.post import Post
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials
from racetrace.services.register import NewAccount, first_admin, register
from racetrace.services.sign_in import SignedIn, sign_in
from racetrace.services.step_up import step_up
from racetrace.services.viewer import Caller, Viewer
from racetrace.services.viewers import viewer_of
from racetrace.store.database import open_engine
from tests.lent_workers import LentPool
from tests.migrated import lay_down

PASSWORD = 'five red lights'
HERE = Caller(address='10.0.0.7')


@dataclass
class Clock:
    now: datetime = datetime(2026, 6, 13, 12)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **much: float) -> None:
        self.now += timedelta(**much)


@dataclass
class House:
    instance: Instance
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def at(cls, folder: Path, post: Post | None = None) -> 'House':
        data, clock = folder / 'racetrace.db', Clock()
        lay_down(data)
        return cls(
            instance=Instance(
                data=data,
                engine=open_engine(data),
                pool=LentPool(1, warm=reading.warm),
                max_upload_bytes=1 << 20,
                mode=Mode.LAN,
                clock=clock,
                post=post,
                address='https://club.example',
            ),
            clock=clock,
        )

    def account(self, name: str = 'ana', password: str = PASSWORD) -> Account:
        new = NewAccount(name=name, email=f'{name}@club.example', password=password)
        return register(self.instance, HERE, new)

    def browser(self, name: str = 'ana', caller: Caller = HERE, code: str = '') -> SignedIn:
        given = Credentials(name=name, password=PASSWORD, code=code)
        return sign_in(self.instance, caller, given)

    def viewer(self, name: str = 'ana') -> Viewer:
        return viewer_of(self.instance, self.browser(name).session, HERE.address)

    def admin(self, name: str = 'root1') -> Viewer:
        """The first admin, who has just proved it again."""
        link = first_admin(self.instance)
        assert link is not None
        new = NewAccount(name=name, email=f'{name}@club.example', password=PASSWORD, first_admin=link)
        register(self.instance, HERE, new)
        signed_in = self.browser(name)
        viewer = viewer_of(self.instance, signed_in.session)
        step_up(self.instance, viewer, Credentials(password=PASSWORD))
        return viewer_of(self.instance, signed_in.session, HERE.address)

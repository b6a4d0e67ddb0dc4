"""An account as its owner keeps it on one page: what the components of that page ask for and bring about."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from racetrace.accounts.account import Account
from racetrace.accounts.personal_token import PersonalToken
from racetrace.accounts.roles import Scope
from racetrace.services import authenticator, passwords, personal_tokens, profile
from racetrace.services.delete_account import delete_account
from racetrace.services.instance import Instance
from racetrace.services.prove import Credentials
from racetrace.services.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount:
    """`insist` refuses where others could listen to a password."""

    instance: Instance
    viewer: Viewer
    insist: Callable[[], object]

    @property
    def are_letters_sent(self) -> bool:
        return self.instance.post is not None

    async def now(self) -> tuple[Account, list[PersonalToken]]:
        found = await asyncio.to_thread(profile.my_account, self.instance, self.viewer)
        return found, await asyncio.to_thread(personal_tokens.tokens, self.instance, self.viewer)

    async def call_me(self, display_name: str) -> None:
        await asyncio.to_thread(profile.write_profile, self.instance, self.viewer, display_name=display_name)

    async def change_email(self, proof: str, email: str) -> None:
        await asyncio.to_thread(profile.change_email, self.instance, self.viewer, self._given(proof), email)

    async def change_password(self, old: str, new: str) -> None:
        self.insist()
        await asyncio.to_thread(passwords.change_password, self.instance, self.viewer, old, new)

    async def offer_app(self, proof: str) -> str:
        """Return the address that a QR code tells the app."""
        given = self._given(proof)
        return await asyncio.to_thread(authenticator.offer_totp, self.instance, self.viewer, given)

    async def confirm_app(self, code: str) -> None:
        await asyncio.to_thread(authenticator.confirm_totp, self.instance, self.viewer, code)

    async def remove_app(self, proof: str) -> None:
        await asyncio.to_thread(authenticator.remove_totp, self.instance, self.viewer, self._given(proof))

    async def recovery_codes(self, proof: str) -> list[str]:
        given = self._given(proof)
        return await asyncio.to_thread(authenticator.make_recovery_codes, self.instance, self.viewer, given)

    async def make_token(self, proof: str, name: str, *, may_write: bool, days: int) -> str:
        """Return what to hand to the program."""
        scopes = {Scope.READ, Scope.WRITE} if may_write else {Scope.READ}
        given = self._given(proof)

        def make() -> str:
            _, secret = personal_tokens.make_token(
                self.instance, self.viewer, given, name=name, scopes=scopes, days=days
            )
            return secret

        return await asyncio.to_thread(make)

    async def end_token(self, token_id: int) -> None:
        await asyncio.to_thread(personal_tokens.end_token, self.instance, self.viewer, token_id)

    async def delete(self, proof: str) -> None:
        await asyncio.to_thread(delete_account, self.instance, self.viewer, self._given(proof))

    def _given(self, proof: str) -> Credentials:
        """A password or a code of an app: whichever it is."""
        self.insist()
        return Credentials(password=proof, code=proof)

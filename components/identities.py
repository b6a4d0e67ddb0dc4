"""The accounts elsewhere by which one signs in: add one, remove one, by forms that the browser sends."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from components.door import REFUSED, hidden
from components.kit import box, text
from racetrace.accounts.identity import LinkedIdentity

CALLED: Final = {
    'google': 'Google',
    'github': 'GitHub',
    'firebase': 'Firebase',
}  # also where none may be added
WRONG: Final = 'This is not your password, nor a code of your app.'
TOO_LONG_AGO: Final = 'You signed in too long ago for this. Sign out, sign in again, and do it then.'


def identities(
    linked: Collection[LinkedIdentity], labels: Mapping[str, str], why: str, *, asks: bool
) -> None:
    """`labels` are of all that may be added; `asks`: one has something to prove it by once more."""
    said = REFUSED | {'wrong': WRONG if asks else TOO_LONG_AGO}
    if not (linked or labels):
        return
    with box('section', 'section'):
        text('Ways to sign in', 'section__title', 'h2')
        if why in said:
            text(said[why], 'me__why', 'p').props['role'] = 'alert'
        for identity in linked:
            label = labels.get(identity.provider) or CALLED.get(identity.provider, identity.provider)
            with _row('/me/unlink', label, identity.shown, asks=asks):
                hidden('identity', str(identity.id))
                _button('Remove', f'{label} {identity.shown}')
        known = {identity.provider for identity in linked}
        for name, label in labels.items():
            if name not in known:
                with _row(f'/me/link/{name}', label, '', asks=asks):
                    _button('Add', label)


@contextmanager
def _row(action: str, label: str, shown: str, *, asks: bool) -> Iterator[None]:
    with box('', 'form', action=action, method='post'), box('me__row'):
        text(label)
        text(shown, 'muted')
        box('grow')
        if asks:
            proof = {'aria-label': f'Your password, or a code of your app, for {label}'}
            box('field', 'input', name='proof', type='password', placeholder='Password or code', **proof)
        yield


def _button(does: str, what: str) -> None:
    with box('btn btn--line', 'button', type='submit', aria_label=f'{does} {what}'):
        text(does)

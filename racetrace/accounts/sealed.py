"""A secret that has to be read again, as it is kept: encrypted under the secret of the instance.

Whoever gets hold of the rows alone, as in a copy of a database, makes no codes of anybody's app.
"""

import hmac
from typing import Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

HEADER: Final = {'alg': 'dir', 'enc': 'A256GCM'}
ALGORITHMS: Final = list(HEADER.values())


def sealing_key(instance_secret: str) -> OctKey:
    key = hmac.new(instance_secret.encode(), b'racetrace secrets of apps', 'sha256').digest()
    return OctKey.import_key(key)


def sealed(key: OctKey, secret: str, whose: str) -> str:
    """Return what is kept. It opens for its own account only: rows cannot be exchanged."""
    return jwe.encrypt_compact(dict(HEADER), f'{whose} {secret}', key, algorithms=ALGORITHMS)


def opened(key: OctKey, kept: str, whose: str) -> str | None:
    """Return the secret; None where it was sealed under another key, or for another account."""
    try:
        found = jwe.decrypt_compact(kept, key, algorithms=ALGORITHMS).plaintext or b''
    except (JoseError, ValueError):
        return None
    owner, _, secret = found.decode().partition(' ')
    return secret if owner == whose else None

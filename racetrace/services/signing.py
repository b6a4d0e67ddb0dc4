"""The key of this instance's access tokens."""

from joserfc.jwk import OctKey

from racetrace.accounts.tokens import Secret, signing_key
from racetrace.services.instance import Instance
from racetrace.store.kept_secret import kept_secret

NAME = 'access tokens'


def key(instance: Instance) -> OctKey:
    """Return the key, of the secret that the instance was given, or of one that its data file keeps."""

    def read() -> tuple[OctKey, int]:
        secret = instance.secret or kept_secret(instance.engine, NAME, lambda: Secret.fresh().text)
        return signing_key(secret), 0

    return instance.decoded.get(NAME, read)

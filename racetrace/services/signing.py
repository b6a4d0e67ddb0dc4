"""The keys of this instance: of its access tokens, and of the secrets that it keeps."""

from joserfc.jwk import OctKey

from racetrace.accounts.sealed import sealing_key
from racetrace.accounts.tokens import Secret, signing_key
from racetrace.services.instance import Instance
from racetrace.store.kept_secret import kept_secret

NAME = 'access tokens'


def key(instance: Instance) -> OctKey:
    """Return the key, of the secret that the instance was given, or of one that its data file keeps."""

    return instance.decoded.get(NAME, lambda: (signing_key(_secret(instance)), 0))


def sealing(instance: Instance) -> OctKey:
    return instance.decoded.get('sealing', lambda: (sealing_key(_secret(instance)), 0))


def _secret(instance: Instance) -> str:
    return instance.secret or kept_secret(instance.engine, NAME, lambda: Secret.fresh().text)

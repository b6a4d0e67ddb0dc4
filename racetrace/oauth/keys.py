"""Public keys of somebody who signs, as he publishes them: kept for as long as he says, seldom asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from threading import Lock
from typing import Any, Final

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from racetrace.errors import ProviderAway
from racetrace.oauth.asking import AWAY, asking, document

ONCE_S: Final = 60.0  # in which they are asked for at most once, whatever came of it
LEAST_LIFE_S: Final = 60.0
MOST_LIFE_S: Final = 86_400.0
LEEWAY_S: Final = 60.0  # by which a clock may go back, and two who ask at once may differ
LEAST_BITS: Final = 2048
MAX_AGE: Final = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,9})', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    keys: Mapping[str, RSAKey]  # by their ids
    at_s: float
    life_s: float

    def is_in_force(self, now_s: float) -> bool:
        return _is_within(self.at_s, self.life_s, now_s)


class Keys:
    """One for an instance: any number of threads may ask at once, and one of them asks on the network."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._published = Published(keys={}, at_s=-inf, life_s=0)
        self._asked_s = -inf

    def find(self, key_id: str, now_s: float) -> RSAKey | None:
        """Return the key of this id; None where there is none. Raises ProviderAway."""
        published = self._published
        if key_id in published.keys and published.is_in_force(now_s):
            return published.keys[key_id]
        with self._lock:
            is_known = key_id in self._published.keys and self._published.is_in_force(now_s)
            if not (is_known or _is_within(self._asked_s, ONCE_S, now_s)):
                self._asked_s = now_s  # before it is known what comes of it: who fails is left alone as well
                self._published = self._ask(now_s)
            published = self._published
        if not published.is_in_force(now_s):
            raise ProviderAway(AWAY)
        return published.keys.get(key_id)

    def _ask(self, now_s: float) -> Published:
        with asking() as asker:
            answer = asker.get(self._url)
            return Published(keys=_keys(document(answer)), at_s=now_s, life_s=_life_s(answer))


def _keys(found: Any) -> dict[str, RSAKey]:
    """Return the keys of a JWK set that are of use: what is weak, or of another kind, is none of them."""
    try:
        every = [key for key in KeySet.import_key_set(found) if isinstance(key, RSAKey)]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderAway(AWAY) from error
    good = {key.kid: key for key in every if key.kid and key.raw_value.key_size >= LEAST_BITS}
    if not good:
        raise ProviderAway(AWAY)
    return good


def _life_s(answer: httpx.Response) -> float:
    said = MAX_AGE.search(answer.headers.get('cache-control', ''))
    return min(max(float(said[1]), LEAST_LIFE_S), MOST_LIFE_S) if said else LEAST_LIFE_S


def _is_within(at_s: float, life_s: float, now_s: float) -> bool:
    return -LEEWAY_S <= now_s - at_s < life_s

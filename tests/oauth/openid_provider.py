"""A real OpenID provider for the tests, in a process of its own: npm's oidc-provider.

It is installed once, into a folder of caches outside of this tree.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httpx
import pytest

WANTED: Final = 'oidc-provider@9.13.3'
SCRIPT: Final = Path(__file__).with_name('provider.mjs')
ID: Final = 'racetrace'
SECRET: Final = 'known to both sides'


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIDProvider:
    url: str
    process: subprocess.Popen[str]

    def signed_in(self, address: str, as_whom: str) -> str:
        """Follow a link of ours as a browser does, sign in there, and return where that leads back to."""
        with httpx.Client() as browser:
            answer = browser.get(address)
            while answer.is_redirect:
                onward = urljoin(str(answer.url), answer.headers['location'])
                if not onward.startswith(self.url):
                    return onward
                answer = browser.get(onward)
                if answer.status_code == 200:
                    answer = browser.post(onward, data={'login': as_whom})
        raise AssertionError(f'{answer.status_code}: {answer.text[:300]}')


@contextmanager
def openid_provider(returns: Sequence[str], *, full: bool = False) -> Iterator[OpenIDProvider]:
    """`returns`: what may be come back to; `full`: the address is in the ID token, not asked for besides."""
    node = shutil.which('node')
    if node is None or shutil.which('npm') is None:
        _miss('Node.js and npm are missing: run apt install nodejs npm.')
    command = [str(node), str(SCRIPT), str(_installed()), ' '.join(returns), 'full' if full else '']
    # What it says of its own defaults is not about us.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    with process, process.stdout as said:
        try:
            url = next((line.strip() for line in said if line.startswith('http')), '')
            assert url, 'the provider did not start'
            yield OpenIDProvider(url=url, process=process)
        finally:
            process.kill()


def _installed() -> Path:
    caches = Path(os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache')
    folder = caches / 'racetrace' / WANTED.replace('@', '-')
    if not (folder / 'node_modules' / 'oidc-provider').is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
        command = ['npm', 'install', *options, '--prefix', str(folder), WANTED]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            _miss(f'{WANTED} cannot be installed: {done.stderr[-300:]}')
    return folder


def _miss(sentence: str) -> None:
    (pytest.fail if os.environ.get('CI') in {'1', 'true'} else pytest.skip)(sentence)

"""Find the browser of the tests; run as a program, install one where there is none.

In this order: the path in CHROMIUM, one on PATH, apt as root on Debian, else Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
ADVICE = 'Chromium is missing: run apt install chromium, or set CHROMIUM to the path of a browser.'
ASK_PLAYWRIGHT = (
    'from playwright.sync_api import sync_playwright\n'
    'with sync_playwright() as playwright: print(playwright.chromium.executable_path)'
)


def find() -> str | None:
    """Return the path of a browser, None where there is none."""
    if given := os.environ.get('CHROMIUM'):
        return given if Path(given).exists() else None
    return next(filter(None, map(_that_works, NAMES)), None) or _playwrights()


def _that_works(name: str) -> str | None:
    # Ubuntu's chromium-browser is only a word that asks for snap.
    path = shutil.which(name)
    if path and subprocess.run([path, '--version'], check=False, capture_output=True).returncode == 0:
        return path
    return None


def _playwrights() -> str | None:
    # In a process of its own: this may be asked while Playwright is already at work.
    done = subprocess.run([sys.executable, '-c', ASK_PLAYWRIGHT], check=False, capture_output=True, text=True)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def install() -> None:
    is_root = hasattr(os, 'geteuid') and os.geteuid() == 0
    release = Path('/etc/os-release')
    if is_root and release.exists() and 'ID=debian' in release.read_text().split():
        _run('apt-get', 'update', '-qq')
        _run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
    else:
        with_libraries = ['--with-deps'] if is_root and sys.platform == 'linux' else []
        _run(sys.executable, '-m', 'playwright', 'install', *with_libraries, 'chromium')


def _run(*command: str) -> None:
    # What went wrong is said by the program itself; whether it helped, by the next look.
    subprocess.run(command, check=False, env=os.environ | {'DEBIAN_FRONTEND': 'noninteractive'})


if __name__ == '__main__':
    if 'CHROMIUM' not in os.environ and not find():
        install()
    if not find():
        sys.exit(ADVICE)

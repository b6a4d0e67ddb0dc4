import subprocess
import sys

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from racetrace.accounts.evident import is_evident
from racetrace.accounts.passwords import LEAST

# Some that every published list of the commonest has, with eight characters or more.
COMMON = """
12345678 123456789 1234567890 11111111 00000000 87654321 88888888 12341234 11223344 123123123 12344321
987654321 147258369 password password1 password123 passw0rd P@ssw0rd Password1! pa55word iloveyou iloveyou1
princess1 sunshine football baseball superman starwars trustno1 qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx
qwer1234 asdfghjkl asdf1234 zaq12wsx zxcvbnm1 abcd1234 abc12345 a1b2c3d4 letmein1 welcome1 whatever michael1
jennifer jordan23 michelle charlie1 computer corvette mercedes dragon12 master123 monkey123 shadow12 liverpool
chelsea1 arsenal1 ferrari1 porsche1 internet samsung1 butterfly elizabeth christian alexander victoria
danielle
veronica mountain snowball midnight blackjack minecraft pokemon1 spiderman batman123 01011980 31121999
19871224 qazwsxedc asdasdasd abcabcabc aaaaaaaa changeme admin123 administrator test1234 temp1234 secret123
summer2026 Winter2025! september redbull1 racetrace racing123 kingkong jackson5 bigdaddy blackcat
"""


@pytest.mark.parametrize('password', sorted(COMMON.split()))
def test_the_commonest_are_known(password: str) -> None:
    assert is_evident(password)


def test_none_of_the_three_thousand_commonest_is_a_password() -> None:
    """Of those that are long enough; and of each its capitals."""
    long_enough = [word for word in FREQUENCY_LISTS['passwords'] if len(word) >= LEAST][:3000]
    assert len(long_enough) == 3000
    assert [word for word in long_enough if not is_evident(word)] == []
    assert [word for word in long_enough if not is_evident(word.upper())] == []


@pytest.mark.parametrize('password', ['Michigan!', 'redwings99', 'lasvegas2024', 'drowssap', '4815162342'])
def test_digits_behind_a_common_one_make_it_no_better(password: str) -> None:
    assert is_evident(password)


def test_who_chooses_no_password_does_not_wait_for_the_list() -> None:
    asked = (
        "import sys, racetrace.accounts.passwords as p; p.verified('x', None); print('zxcvbn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, '-c', asked], check=True, capture_output=True, text=True)
    assert done.stdout == 'False\n'


def test_so_is_the_name_of_the_account_with_digits_around_it() -> None:
    assert is_evident('Özil.verglas77', {'özil.Verglas'})
    assert is_evident('Verglashof!', {'verglashof'})
    assert not is_evident('verglashof!')


@pytest.mark.parametrize(
    'password',
    [
        'five red lights',
        'gT7w!rXk',
        'kerb-4-apex-gravel',
        'Rundenzeit im Regen',
        'slickslickwet7',
        '空港への長い道のり',
    ],
)
def test_what_nobody_guesses_first_is_not(password: str) -> None:
    assert not is_evident(password)

import base64

import pytest

from racetrace.accounts import totp

# The examples of RFC 6238, appendix B, of which apps show the last six digits.
RFC = {59: '287082', 1111111109: '081804', 1111111111: '050471', 1234567890: '005924', 20000000000: '353130'}
SECRET = totp.secret(b'12345678901234567890')


@pytest.mark.parametrize(('now_s', 'code'), RFC.items())
def test_the_codes_are_those_of_the_standard(now_s: int, code: str) -> None:
    assert totp.step(SECRET, code, now_s=now_s) == now_s // 30


def test_clocks_may_differ_by_half_a_minute() -> None:
    for now_s in (1234567890 - 30, 1234567890 + 30):
        assert totp.step(SECRET, '005924', now_s=now_s) == 1234567890 // 30
    for now_s in (1234567890 - 60, 1234567890 + 60):
        assert totp.step(SECRET, '005924', now_s=now_s) is None


def test_a_code_is_good_for_once() -> None:
    assert totp.step(SECRET, '287 082', now_s=59, after=0) == 1
    assert totp.step(SECRET, '287082', now_s=59, after=1) is None


@pytest.mark.parametrize(
    'code', ['', '28708', '2870820', '28708x', '\uff12\uff18\uff17\uff10\uff18\uff12', '\ud800', '-87082']
)
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert totp.step(SECRET, code, now_s=59) is None


def test_an_app_is_told_what_it_needs() -> None:
    assert base64.b32decode(SECRET) == b'12345678901234567890'
    address = totp.address(SECRET, 'ana@club.example', 'RaceTrace')
    assert address.startswith('otpauth://totp/RaceTrace:ana%40club.example?')
    assert f'secret={SECRET}' in address

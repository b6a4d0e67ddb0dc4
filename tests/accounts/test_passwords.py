import pytest
from passlib.context import CryptContext

from racetrace.accounts.passwords import hashed, insist_good, verified
from racetrace.errors import PasswordRefused

pytestmark = pytest.mark.usefixtures('as_shipped')


def test_a_right_password_is_right_and_no_other() -> None:
    kept = hashed('five red lights')
    assert verified('five red lights', kept).is_right
    assert not any(
        verified(wrong, kept).is_right for wrong in ('five red light', 'Five red lights', 'five red lights ')
    )


def test_hashes_are_argon2_with_the_figures_we_chose() -> None:
    assert hashed('five red lights').startswith('$argon2id$v=19$m=19456,t=2,p=1$')


def test_every_character_counts() -> None:
    kept = hashed('é' * 127 + 'x')
    assert verified('é' * 127 + 'x', kept).is_right
    assert not verified('é' * 127 + 'y', kept).is_right
    assert not verified('five red lights', hashed('five red lights\0and more')).is_right


def test_a_hash_of_older_figures_comes_back_better() -> None:
    older = CryptContext(['argon2'], argon2__memory_cost=1024, argon2__time_cost=1).hash('five red lights')
    found = verified('five red lights', older)
    assert found.is_right
    assert found.better_hash is not None
    assert verified('five red lights', found.better_hash).better_hash is None
    assert verified('wrong', older).better_hash is None


@pytest.mark.parametrize('password', ['of nobody', 'x', '', 'x' * 10_000, '\ud800' * 9])
def test_without_a_hash_every_password_is_wrong(password: str) -> None:
    assert not verified(password, None).is_right


@pytest.mark.parametrize(
    ('password', 'reason'),
    [
        ('five re', 'from 8 to 128'),
        ('x2' * 64 + 'y', 'from 8 to 128'),
        ('five \ud800 lights', 'a character that is none'),
        ('Password123!', 'first that are guessed'),
        ('ana.kart', 'first that are guessed'),
        ('Ana.Kart2026', 'first that are guessed'),
    ],
)
def test_a_bad_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused, match=reason):
        insist_good(password, 'ana.kart@club.example')


@pytest.mark.parametrize(
    'password', ['five red lights', 'gT7w!rXk', 'x' * 3 + 'verglas am morgen', '空港への長い道のり']
)
def test_a_good_one_is_taken_whatever_it_is_made_of(password: str) -> None:
    insist_good(password, 'ana.kart@club.example', 'Ana')

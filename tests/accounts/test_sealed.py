import pytest

from racetrace.accounts.recovery import BYTES, shown, typed
from racetrace.accounts.sealed import opened, sealed, sealing_key

KEY = sealing_key('thirty-two characters and no less')
KEPT = sealed(KEY, 'JBSWY3DPEHPK3PXP', 'ana')


def test_what_is_sealed_opens_for_its_own_account_under_its_own_key() -> None:
    assert 'JBSWY3DPEHPK3PXP' not in KEPT
    assert opened(KEY, KEPT, 'ana') == 'JBSWY3DPEHPK3PXP'
    assert opened(KEY, KEPT, 'ben') is None
    assert opened(sealing_key('another secret of the instance, as long'), KEPT, 'ana') is None


@pytest.mark.parametrize('kept', ['', 'JBSWY3DPEHPK3PXP', 'a.b.c.d.e', KEPT[:-2] + 'AA', 'ü'])
def test_what_was_changed_does_not_open(kept: str) -> None:
    assert opened(KEY, kept, 'ana') is None


def test_the_same_secret_is_sealed_otherwise_each_time() -> None:
    assert sealed(KEY, 'JBSWY3DPEHPK3PXP', 'ana') != KEPT


def test_a_recovery_code_is_read_however_it_is_typed() -> None:
    code = shown(b'0123456789')
    assert code == 'GAYT-EMZU-GU3D-OOBZ'
    for text in (code, code.lower(), code.replace('-', ''), f' {code.replace("-", " ")} '):
        assert typed(text) == code
    with pytest.raises(ValueError, match=f'are not {BYTES}'):
        shown(b'012')


@pytest.mark.parametrize('text', ['', '123456', 'GAYT-EMZU-GU3D', 'GAYT-EMZU-GU3D-OOB1', 'é' * 16])
def test_what_is_no_recovery_code_is_none(text: str) -> None:
    assert typed(text) is None

import pytest

from racetrace.errors import NotPermitted, StepUpNeeded
from racetrace.services import administer, people
from tests.services.house_of_accounts import House


def test_only_an_admin_who_has_just_proved_it_looks_for_people(accounts: House) -> None:
    accounts.admin()
    accounts.account('ben')
    for viewer, refusal in ((accounts.viewer('ben'), NotPermitted), (accounts.viewer('root1'), StepUpNeeded)):
        with pytest.raises(refusal):
            people.found(accounts.instance, viewer, '')
        with pytest.raises(refusal):
            people.deeds(accounts.instance, viewer, who='', what='')


def test_an_account_is_found_by_a_part_of_its_name_or_address(accounts: House) -> None:
    admin = accounts.admin()
    for name in ('ben.king', 'eva', 'maria'):
        accounts.account(name)

    def names(typed: str) -> list[str]:
        return [account.name for account in people.found(accounts.instance, admin, typed)[0]]

    assert names('KING') == ['ben.king']
    assert names('eva@club') == ['eva']
    assert names('%') == []
    found, count = people.found(accounts.instance, admin, '', 2)
    assert (len(found), count) == (2, 4)
    later, _ = people.found(accounts.instance, admin, '', 9, found[-1].id)
    assert [account.name for account in later] == ['eva', 'maria']


def test_deeds_are_found_by_who_did_them_and_what_they_were(accounts: House) -> None:
    admin = accounts.admin()
    ben = accounts.account('ben')
    administer.lock(accounts.instance, admin, ben.id)
    administer.unlock(accounts.instance, admin, ben.id)

    def deeds(who: str = '', what: str = '') -> list[tuple[str, str]]:
        found = people.deeds(accounts.instance, admin, who=who, what=what)
        return [(deed.who, deed.entry.what) for deed in found]

    assert deeds(what='lock') == [('root1', 'unlock'), ('root1', 'lock')]
    assert deeds(who='ben') == [('ben', 'register')]
    assert deeds(who='ben', what='lock') == []
    assert deeds(what=f'user {ben.id}')[0] == ('root1', 'unlock')
    everything = people.deeds(accounts.instance, admin, who='', what='')
    before = people.deeds(accounts.instance, admin, who='', what='', before_id=everything[0].entry.id)
    assert before == everything[1:]

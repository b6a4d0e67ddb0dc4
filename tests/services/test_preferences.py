from racetrace.services.instance import Instance
from racetrace.services.preferences import prefer, preferences
from racetrace.services.viewer import LOCAL


def test_what_was_set_is_found_again_and_keeps_the_rest(instance: Instance) -> None:
    before = preferences(instance, LOCAL)
    prefer(instance, LOCAL, 'channels', ['speed'])
    prefer(instance, LOCAL, 'theme', 'light')
    prefer(instance, LOCAL, 'channels', ['speed', 'gear'])
    assert preferences(instance, LOCAL) == before | {'channels': ['speed', 'gear'], 'theme': 'light'}

from components.asked import Asked
from components.channel_choice import Picked


def asked(*, ch: str = '', remembered: object = None) -> Asked:
    return Asked.of(ref='7', look='x', zoom='100-200', ch=ch, colour='lap', remembered=remembered)


def test_an_address_says_how_laps_are_seen_and_what_it_says_wrongly_is_nothing() -> None:
    found = asked(ch='gear')
    assert (found.reference_id, found.looked_at, found.zoom, found.colour) == (7, 0, (100.0, 200.0), 'lap')


def test_the_channels_of_an_address_come_before_those_of_a_person() -> None:
    assert asked(ch='gear', remembered='rpm').channels == [Picked(name='gear')]
    assert asked(remembered='rpm').channels == [Picked(name='rpm')]
    assert asked(remembered={'old': 'form'}).channels == []

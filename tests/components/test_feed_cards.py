from dataclasses import replace

from components.feed_cards import SAID, FeedCard, FeedState, age, state_words

FEED = FeedCard(feed_id=1, circuit='Riverside', provider='Apex', state=FeedState.LIVE, age_s=0.42)


def test_a_feed_says_how_old_its_picture_is() -> None:
    assert state_words(FEED) == 'live, under 1 s old'
    assert state_words(replace(FEED, age_s=2.3)) == 'live, 2 s old'
    assert state_words(replace(FEED, state=FeedState.SILENT, age_s=185)) == 'silent for 3 min'
    assert state_words(replace(FEED, state=FeedState.LOST, age_s=None)) == 'no connection'
    assert state_words(replace(FEED, state=FeedState.ENDED)) == 'ended'


def test_every_state_has_its_word() -> None:
    assert set(SAID) == set(FeedState)


def test_an_age_is_as_fine_as_it_matters() -> None:
    assert [age(s) for s in (0, 1, 9.9, 59.9, 60, 3599, 7300)] == [
        'under 1 s',
        '1 s',
        '9 s',
        '59 s',
        '1 min',
        '59 min',
        '2 h',
    ]

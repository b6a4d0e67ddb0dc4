from dataclasses import replace

from components.lap_words import measured, note, resolution, why_not_on_track
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.summary import Driven, Summary
from tests.compared import lap

FLYING = lap(1, 60.0)
SESSION = Summary(name='a.csv', format='VBO', laps=(FLYING,), fix_rate_hz=10.0, driven=Driven())


def test_a_time_is_told_with_its_resolution() -> None:
    assert measured(FLYING) == "logger's time, ±1 ms"
    assert measured(lap(0, None, LapKind.OUT)) == ''


def test_a_lap_cut_elsewhere_keeps_what_its_logger_said() -> None:
    ours = replace(FLYING, measured_by=MeasuredBy.GATE, stated_time_s=59.5)
    assert measured(ours) == 'crossing of the line, ±1 ms; the logger says 0:59.500'
    assert resolution(0.3) == '±0.3 ms'


def test_what_is_special_about_a_lap_is_said() -> None:
    assert note(FLYING) == ''
    assert note(lap(0, None, LapKind.OUT)) == 'out-lap, not timed'
    assert note(replace(FLYING, excluded_reason='left the course')) == 'left the course'


def test_each_reason_for_nothing_to_draw_has_its_sentence() -> None:
    sentences = {
        why_not_on_track(session, of)
        for session, of in (
            (replace(SESSION, format=''), FLYING),
            (SESSION, lap(0, None, LapKind.OUT)),
            (replace(SESSION, fix_rate_hz=None), FLYING),
            (replace(SESSION, driven=None), FLYING),
            (SESSION, FLYING),
        )
    }
    assert len(sentences) == 5
    assert all(sentence.endswith('.') for sentence in sentences)
    assert 'out-lap' in why_not_on_track(SESSION, lap(0, None, LapKind.OUT))

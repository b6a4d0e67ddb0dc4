from components.thumbnail import curves, joined, svg

SQUARE = ((0, 0), (100, 0), (100, 100), (0, 100))


def test_a_closed_course_ends_where_it_begins() -> None:
    line = joined(curves(SQUARE, is_closed=True))
    assert line == 'M0 50Q0 0 50 0Q100 0 100 50Q100 100 50 100Q0 100 0 50'


def test_an_open_course_begins_and_ends_at_its_ends() -> None:
    line = joined(curves(SQUARE, is_closed=False))
    assert line.startswith('M0 0')
    assert line.endswith(' 0 100')


def test_without_a_course_there_is_no_line() -> None:
    assert curves((), is_closed=True) == []
    assert joined([]) == ''


def test_neighbours_of_one_tone_are_one_stroke() -> None:
    drawn = svg(curves(SQUARE, is_closed=True), ['lose', 'lose', 'even', 'lose'])
    assert drawn.count('<path') == 3
    assert drawn.count('class="thumb--lose"') == 2

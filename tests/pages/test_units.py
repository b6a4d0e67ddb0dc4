import re

from components.chart_stack import ChartStack
from components.lap_table import LapTable
from tests.conftest import OpenScreen
from tests.pages.stored import ask, newcomer, stored


async def test_a_person_reads_miles_everywhere_and_programs_stay_with_si(open_screen: OpenScreen) -> None:
    person = await newcomer(open_screen)
    session = await stored(person)
    await person.open(f'/sessions/{session.id}')
    (table,) = person.find(LapTable).elements
    kmh = float(table.props['rows'][3]['top'])
    told = await ask(person, 'GET', f'/sessions/{session.id}')

    person.find(marker='units').click()
    await person.should_see('mph', retries=100)
    await person.open(f'/sessions/{session.id}')
    (table,) = person.find(LapTable).elements
    assert table.props['units'] == ['mi', 'mph']
    assert abs(float(table.props['rows'][3]['top']) - kmh / 1.609344) < 0.1
    await person.should_see('ft, closed')
    assert await ask(person, 'GET', f'/sessions/{session.id}') == told

    await person.open(f'/compare?laps={session.ids(3, 1)}')
    await person.should_see(ChartStack, retries=100)
    (chart,) = person.find(ChartStack).elements
    assert next(row['unit'] for row in chart.props['rows'] if row['key'] == 'speed_mps') == 'mph'
    page = await person.http_client.get('/')
    assert re.search('<meta name="racetrace-units" content="imperial">', page.text)

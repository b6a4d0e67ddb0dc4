"""Sign in, hand in a logger's file, compare its two best laps, and print where the time went.

    python docs/example.py session.csv --url https://club.example --name ana

The password is asked for; a RaceTrace on one's own laptop wants none, and no --name.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

import httpx


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('file', type=Path)
    parser.add_argument('--url', default='http://127.0.0.1:8000')
    parser.add_argument('--name', help='of the account')
    given = parser.parse_args()
    with httpx.Client(base_url=f'{given.url}/api/v1', timeout=90) as api:
        if given.name:
            password = os.environ.get('RACETRACE_PASSWORD') or getpass.getpass()
            form = {'username': given.name, 'password': password}
            token = answered(api.post('/auth/login', data=form))['access_token']
            api.headers['Authorization'] = f'Bearer {token}'
        query = {'name': given.file.name, 'wait': 60}
        session = answered(api.put('/sessions/upload', params=query, content=given.file.read_bytes()))
        timed = [lap for lap in session['laps'] if lap['is_valid'] and lap['lap_time_ms']]
        best = sorted(timed, key=lambda lap: lap['lap_time_ms'])[:2]
        if len(best) < 2:
            sys.exit(f'{given.file.name} has fewer than two timed laps.')
        wanted = {'lap_ids': [lap['id'] for lap in best], 'points': 100}
        show(session, best, answered(api.post('/laps/compare', json=wanted)))


def answered(answer: httpx.Response) -> dict:
    if answer.is_error:
        sys.exit(answer.json()['detail'])
    return answer.json()


def show(session: dict, best: list[dict], comparison: dict) -> None:
    one, other = (f'lap {lap["lap_number"]} ({lap["lap_time_ms"] / 1000:.3f} s)' for lap in best)
    print(f'{session["place"] or session["track"]}: {other} against {one}')
    print(f'{"corner":8}{"lost s":>8}{"± s":>8}{"min km/h":>10}')
    for corner in comparison['corners']:
        lap = corner['laps'][1]
        if lap['lost_s'] is not None:
            sure_s = 2 * (lap['sigma_s'] or 0)
            print(f'{corner["name"]:8}{lap["lost_s"]:+8.3f}{sure_s:8.3f}{lap["min_kmh"] or 0:10.1f}')


if __name__ == '__main__':
    main()

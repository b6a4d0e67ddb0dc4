"""What docs/deploy says, against the program. No engine is needed here: it is read, and its parts are run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from racetrace.errors import SettingRefused
from racetrace.settings import OLDER, READERS, Settings
from tests.running_server import SCRIPT, RunningServer, running_server

HOUSE = Path(__file__).parents[1]
DEPLOY = HOUSE / 'docs' / 'deploy'
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / 'compose.yaml').read_text())
SERVICES: dict[str, Any] = COMPOSE['services']
NGINX = (DEPLOY / 'nginx.conf').read_text()
DOCKERFILE = (HOUSE / 'Dockerfile').read_text()
FILLED_IN = {
    'RACETRACE_SECRET': 'thirty-two characters and no less',
    'RACETRACE_ADDRESS': 'https://racetrace.club.example',
    'POSTGRES_PASSWORD': 'many-letters_and-digits',
}
OF_OTHERS = {'POSTGRES_PASSWORD', 'FORWARDED_ALLOW_IPS', 'PYTHONDONTWRITEBYTECODE'}


def example(environment: str, *, optional: bool = False) -> dict[str, str]:
    text = (DEPLOY / f'.env.{environment}.example').read_text()
    pattern = r'^(?:# )?(\w+)=(\S*)$' if optional else r'^(\w+)=(\S*)$'
    return dict(re.findall(pattern, text, re.MULTILINE))


def starts(service: str, given: dict[str, str]) -> Settings:
    """Return the settings that the program has in a container."""
    environ = {name: str(text) for name, text in SERVICES[service]['environment'].items()}
    environ = {k: re.sub(r'\$\{(\w+)[^}]*}', lambda found: given[found[1]], v) for k, v in environ.items()}
    return Settings.from_environ(given | environ)


@pytest.mark.parametrize(
    ('environment', 'service', 'minutes'),
    [('development', 'api-development', 1440), ('testing', 'api', 60), ('production', 'api', 15)],
)
def test_each_environment_starts_as_it_is_told(environment: str, service: str, minutes: int) -> None:
    assert environment in SERVICES[service]['profiles']
    given = example(environment)
    settings = starts(service, given | {name: text for name, text in FILLED_IN.items() if name in given})
    assert settings.access_minutes == minutes
    assert str(settings.data).startswith('postgresql://racetrace:')
    assert settings.mode == ('local' if environment == 'development' else 'server')
    assert settings.is_debug == (environment == 'development')


@pytest.mark.parametrize('environment', ['testing', 'production'])
def test_a_server_does_not_start_with_the_secret_of_an_example(environment: str) -> None:
    given = example(environment)
    assert {name: given[name] for name in FILLED_IN} == dict.fromkeys(FILLED_IN, '')
    with pytest.raises(SettingRefused, match='RACETRACE_SECRET'):
        starts('api', given | {'RACETRACE_ADDRESS': FILLED_IN['RACETRACE_ADDRESS']})


def test_every_setting_that_is_named_is_one() -> None:
    named = {name for service in ('api', 'api-development') for name in SERVICES[service]['environment']}
    for environment in ('development', 'testing', 'production'):
        named |= example(environment, optional=True).keys()
    assert named - OF_OTHERS <= READERS.keys() | OLDER.keys()


def test_every_file_and_folder_that_is_named_is_there() -> None:
    sources = {
        volume.partition(':')[0] for service in SERVICES.values() for volume in service.get('volumes', ())
    }
    in_the_house = {source for source in sources if source.startswith('.')} - {'./ssl'}
    assert in_the_house == {'../..', './nginx.conf'}
    assert all((DEPLOY / source).exists() for source in in_the_house)
    assert sources - in_the_house - {'./ssl'} == COMPOSE['volumes'].keys()
    assert (DEPLOY / SERVICES['api']['build']['context'] / 'Dockerfile').exists()
    told = re.findall(r'`((?:racetrace|docs|tests)/[\w./]+)`', (DEPLOY / 'README.md').read_text())
    assert all((HOUSE / name).exists() for name in told)


def test_only_the_proxy_is_reached_from_elsewhere() -> None:
    published = {name: service['ports'] for name, service in SERVICES.items() if 'ports' in service}
    assert published == {
        'nginx': ['80:8080', '443:8443'],
        'api-development': ['127.0.0.1:8000:8000'],
    }
    assert COMPOSE['networks']['inside'] == {'internal': True}
    assert set(SERVICES['postgres']['networks']) == {'inside'}


@pytest.mark.parametrize('name', SERVICES)
def test_no_container_is_root_or_writes_where_it_need_not_or_fills_the_disk(name: str) -> None:
    service = SERVICES[name]
    of_image = (
        re.findall(r'^USER (\S+)$', DOCKERFILE, re.MULTILINE) if service['image'] == 'racetrace' else []
    )
    assert {service.get('user'), *of_image} & {'racetrace', '101:101', 'postgres', 'redis'}
    assert service['read_only'] is True
    assert (service['cap_drop'], service['security_opt']) == (['ALL'], ['no-new-privileges:true'])
    assert service['restart'] == 'unless-stopped'
    assert set(service['logging']['options']) == {'max-size', 'max-file'}


def test_the_ports_and_addresses_meet() -> None:
    assert Settings().port == 8000
    assert 'EXPOSE 8000' in DOCKERFILE
    assert "'http://127.0.0.1:8000/api/v1/health'" in DOCKERFILE  # where running_server asks too
    assert set(re.findall(r'api:(\d+)', NGINX)) == {'8000'}
    listened = set(re.findall(r'listen (\d+)', NGINX))
    assert {port.partition(':')[2] for port in SERVICES['nginx']['ports']} == listened
    proxy = SERVICES['nginx']['networks']['outside']['ipv4_address']
    assert SERVICES['api']['environment']['FORWARDED_ALLOW_IPS'] == proxy
    assert {'nginx.conf', 'ssl'} == {volume.partition(':')[0][2:] for volume in SERVICES['nginx']['volumes']}


def test_the_database_is_asked_where_it_does_not_answer_before_it_is_set_up() -> None:
    test = SERVICES['postgres']['healthcheck']['test']
    assert test[test.index('--host') + 1] == '127.0.0.1'


def test_the_proxy_takes_what_the_program_takes() -> None:
    limit = re.search(r'client_max_body_size (\d+)m;', NGINX)
    assert limit
    assert Settings().max_upload_mib < int(limit[1]) <= Settings().max_upload_mib + 5


def test_redis_starts_only_for_who_asks_for_it() -> None:
    assert SERVICES['redis']['profiles'] == ['redis']
    assert 'Redis is not used by RaceTrace yet' in (DEPLOY / 'README.md').read_text()


def watching(server: RunningServer) -> list[int]:
    """Return the processes of the program that is served."""
    children = psutil.Process(server.process.pid).children()
    return [child.pid for child in children if 'serve' in child.cmdline()]


def test_a_change_of_the_sources_starts_it_anew(tmp_path: Path) -> None:
    program, started, *watched = SERVICES['api-development']['command']
    assert all((HOUSE / name).exists() for name in watched)
    assert ' '.join(watched) in (DEPLOY / 'README.md').read_text()
    sources = tmp_path / 'sources'
    sources.mkdir()
    words = shlex.split(started)
    assert words[0] == 'racetrace'
    command = [str(SCRIPT.with_name(program)), shlex.join([str(SCRIPT), *words[1:]]), str(sources)]
    with running_server(tmp_path / 'a.db', command=command, environ={'APP_ENV': 'development'}) as server:
        try:
            [before] = watching(server)
            (sources / 'page.py').write_text('changed = True\n')
            psutil.Process(before).wait(20)
            server.wait_until_ready()
            [after] = watching(server)
            assert after != before
        finally:
            server.process.terminate()  # killed, it would leave the other one running
            server.process.wait(20)
        assert not psutil.pid_exists(after)


def test_the_commands_that_are_named_are_there() -> None:
    told = (DEPLOY / 'README.md').read_text()
    assert all(
        Path(sys.executable).with_name(name).exists() for name in ('alembic', 'watchfiles', 'racetrace')
    )
    assert 'alembic upgrade head' in told
    done = subprocess.run([SCRIPT, 'secret'], check=True, capture_output=True, text=True)
    assert re.fullmatch(r'[\w-]{32,}\n', done.stdout), 'it may stand in an address'

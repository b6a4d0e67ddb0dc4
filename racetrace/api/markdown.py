"""The description of the API as a page to read: written by `racetrace api-docs`, and kept in docs/API.md."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from racetrace.api.examples import example

HEAD: Final = """\
# The API

Written by `make docs`, of what a running RaceTrace shows at `/docs` and `/openapi.json`; do not edit.

All addresses are below `/api/v1`. A request carries `Authorization: Bearer …`: an access token of
`POST /auth/login`, or a personal token; on one's own laptop it carries nothing. Errors are
`application/problem+json` (RFC 9457) with one sentence in `detail`; 401, 403, 421, 500 and 503 may come of
every address and are not repeated below. Lists come in pages: the header `Link` with `rel="next"` leads to
the next one. What makes something takes an `Idempotency-Key`. Times are UTC, lengths are metres, speeds are
km/h where the name says so; what is not known is null. [example.py](example.py) signs in, hands in a file and
compares its laps.
"""
ALWAYS: Final = frozenset({'401', '403', '421', '500', '503'})

Operation = Mapping[str, Any]


def markdown(openapi: Mapping[str, Any]) -> str:
    """Return the page."""
    operations = sorted(
        (
            (operation['tags'][0], path.removeprefix('/api/v1'), method.upper(), operation)
            for path, methods in openapi['paths'].items()
            for method, operation in methods.items()
        ),
        key=lambda one: one[0],
    )
    schemas = openapi['components']['schemas']
    lines = [HEAD]
    for tag, group in groupby(operations, key=lambda one: one[0]):
        lines.append(f'## {tag.capitalize()}\n')
        for _, path, method, operation in group:
            lines += _operation(path, method, operation, schemas)
    lines.append('## Documents\n')
    for name in sorted(_named(openapi), key=_title):
        shown = json.dumps(example({'$ref': name}, schemas), indent=2, ensure_ascii=False)
        lines += [f'### {_title(name)}\n', f'```json\n{shown}\n```\n']
    return '\n'.join(lines)


def _operation(path: str, method: str, operation: Operation, schemas: Mapping[str, Any]) -> Iterator[str]:
    yield f'### {method} {path}\n'
    if said := operation.get('description'):
        yield f'{said}\n'
    for parameter in operation.get('parameters', ()):
        yield _parameter(parameter, schemas)
    body = operation.get('requestBody', {}).get('content', {})
    answers = [
        f'{status}{_content(answer.get("content", {}))}'
        for status, answer in sorted(operation['responses'].items())
        if status not in ALWAYS
    ]
    yield from ([f'- body:{_content(body)}'] if body else [])
    yield f'- answers: {", ".join(answers)}\n'


def _parameter(parameter: Operation, schemas: Mapping[str, Any]) -> str:
    schema = parameter['schema']
    kind = _kind(schema, schemas)
    words = [f'- `{parameter["name"]}` ({parameter["in"]}, {kind}']
    words.append(', required)' if parameter.get('required') else ')')
    if (otherwise := schema.get('default')) not in (None, '', []):
        words.append(f', else {otherwise}')
    if said := parameter.get('description'):
        words.append(f': {said}')
    return ''.join(words)


def _kind(schema: Operation, schemas: Mapping[str, Any]) -> str:
    if 'anyOf' in schema:
        return next(_kind(one, schemas) for one in schema['anyOf'] if one.get('type') != 'null')
    if '$ref' in schema:
        return _kind(schemas[schema['$ref'].rpartition('/')[2]], schemas)
    return ' or '.join(schema['enum']) if 'enum' in schema else str(schema.get('type', 'value'))


def _content(content: Mapping[str, Any]) -> str:
    shown = []
    for media_type, media in content.items():
        if media_type == 'application/problem+json':
            continue
        schema = media.get('schema', {})
        inner = schema.get('items', schema) if schema.get('type') == 'array' else schema
        many = ' list of' if inner is not schema else ''
        name = _title(inner['$ref']) if '$ref' in inner else ''
        shown.append(f'{many} [{name}](#{name.lower()})' if name else f' `{media_type}`')
    return ' or'.join(shown)


def _named(openapi: Mapping[str, Any]) -> set[str]:
    """Return what bodies and answers refer to, by reference."""
    found = set()
    for methods in openapi['paths'].values():
        for operation in methods.values():
            answers = [answer for status, answer in operation['responses'].items() if status < '300']
            for place in (operation.get('requestBody', {}), *answers):
                for media in place.get('content', {}).values():
                    schema = media.get('schema', {})
                    schema = schema.get('items', schema) if schema.get('type') == 'array' else schema
                    found |= {schema['$ref']} if '$ref' in schema else set()
    return found


def _title(reference: str) -> str:
    return reference.rpartition('/')[2].removeprefix('Body_')

"""What /openapi.json says, held against every answer that a test gets."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

Schema = Mapping[str, Any]


class Contract:
    def __init__(self, openapi: Schema) -> None:
        self._paths: Schema = openapi['paths']
        self._schemas: Schema = openapi['components']['schemas']

    async def check(self, response: httpx.Response) -> None:
        """Fail for an answer that its operation does not describe: status, media type, keys, types."""
        request = response.request
        operation = self._operation(request.url.path, request.method.lower())
        if operation is None:
            return
        described = operation['responses'].get(str(response.status_code))
        assert described is not None, f'{request.method} {request.url.path}: {response.status_code}'
        media_type = response.headers.get('content-type', '').partition(';')[0]
        content = described.get('content', {})
        assert media_type in content or not (media_type or content), media_type
        if 'json' in media_type:
            await response.aread()
            self.hold(response.json(), content[media_type]['schema'], 'answer')

    def _operation(self, path: str, method: str) -> Schema | None:
        for template in sorted(self._paths, key=lambda template: template.count('{')):
            if re.fullmatch(re.sub(r'\{\w+\}', '[^/]+', template), path):
                found: Schema | None = self._paths[template].get(method)
                return found
        return None

    def hold(self, value: Any, schema: Schema, where: str, *, is_whole: bool = True) -> None:
        """Fail for a value that does not fit a schema; one that is whole has every key that may be there."""
        if '$ref' in schema:
            schema = self._schemas[schema['$ref'].rpartition('/')[2]]
        if 'anyOf' in schema:
            schema = next(s for s in schema['anyOf'] if (s.get('type') == 'null') == (value is None))
            return self.hold(value, schema, where, is_whole=is_whole)
        kind = schema.get('type')
        assert kind is None or isinstance(value, TYPES[kind]), f'{where} is no {kind}: {value!r}'
        assert value in schema.get('enum', [value]), f'{where}: {value!r}'
        if kind == 'object' and 'properties' in schema:
            beyond = value.keys() - schema['properties'].keys()
            assert not beyond or schema.get('title') == 'Problem', f'{where} has {beyond}'
            wanted = schema['properties'].keys() if is_whole else set(schema.get('required', ()))
            assert wanted <= value.keys(), f'{where} has only {value.keys()}'
            for name in value.keys() - beyond:
                self.hold(value[name], schema['properties'][name], f'{where}.{name}', is_whole=is_whole)
        if kind == 'array' and 'items' in schema:
            for item in value[:3]:
                self.hold(item, schema['items'], f'{where}[]', is_whole=is_whole)
        return None


TYPES: Mapping[str, Any] = {
    'object': dict,
    'array': list,
    'string': str,
    'integer': int,
    'number': (int, float),
    'boolean': bool,
    'null': type(None),
}

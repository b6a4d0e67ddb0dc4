"""Examples in the description of the API: one per field, of which those of documents are put together.

So an example has the fields of its document, whatever becomes of that.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

MOMENT: Final = '2026-06-13T10:04:05Z'
UID: Final = '019761f0-7c1e-7a43-9d6e-0c5b1f3a2e44'
COMPOSED: Final = object()  # of what the schema says, whatever else the name stands for
LEFT_OUT: Final = object()
OF_TYPE: Final[Mapping[str, Any]] = {'string': '', 'integer': 1, 'number': 1.0, 'boolean': False}

# By the name of the field, or by document and field where that says more.
FIELDS: Final[Mapping[str, Any]] = {
    'id': 12,
    'uid': UID,
    'name': 'Saturday, dry',
    'user_id': 1,
    'owner_id': 1,
    'who_id': 1,
    'email': 'ana@club.example',
    'username': 'ana',
    'display_name': 'Ana Alvarez',
    'about': 'Karts since 2019.',
    'password': 'five red lights',
    'old': 'five red lights',
    'new': 'six blue flags at dusk',
    'otp': '123456',
    'code': '123456',
    'codes': ['MZXW-6YTB-OIFA-2DQP', 'GEZD-GNBV-GY3T-QOJQ'],
    'grant_type': 'password',
    'link': 'rtl_vX0Qy7cW3mJd8sKf2hTnLb5gR9pZaE6uY1iO4wCxNqM',
    'first_admin': '',
    'access_token': 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk',
    'id_token': 'eyJhbGciOiJSUzI1NiIsImtpZCI6Im9uZSJ9.eyJzdWIiOiJhbmEifQ.c2lnbmVk',
    'token_type': 'bearer',
    'token': 'rtp_vX0Qy7cW3mJd8sKf2hTnLb5gR9pZaE6uY1iO4wCxNqM',
    'secret': 'rts_vX0Qy7cW3mJd8sKf2hTnLb5gR9pZaE6uY1iO4wCxNqM',
    'expires_in': 900,
    'days': 90,
    'provider': 'google',
    'shown': 'ana@club.example',
    'address': 'otpauth://totp/RaceTrace:ana%40club.example?secret=JBSWY3DPEHPK3PXP&issuer=RaceTrace',
    'url': '/api/v1/shared/rts_vX0Qy7cW3mJd8sKf2hTnLb5gR9pZaE6uY1iO4wCxNqM',
    'device_name': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
    'email_verified': True,
    'is_admin': True,
    'is_this': True,
    'created_at': MOMENT,
    'seen_at': MOMENT,
    'used_at': MOMENT,
    'made_at': MOMENT,
    'ends_at': '2026-09-13T10:04:05Z',
    'at': MOMENT,
    'date': '2026-06-13T09:30:00Z',
    'starts_on': '2026-06-13',
    'ends_on': '2026-06-14',
    'what': 'sign-in',
    'on_what': 'user 2',
    'from_where': '203.0.113.7',
    'notes': 'New tyres, 1.9 bar.',
    'session_type': 'practice',
    'driver_name': 'Ana',
    'car_name': 'Mazda MX-5',
    'make': 'Mazda',
    'model': 'MX-5',
    'year': 2016,
    'category': 'Cup',
    'drivetrain': 'RWD',
    'power_hp': 160.0,
    'weight_kg': 1030.0,
    'engine_cc': 1998,
    'car_id': 3,
    'event_id': 5,
    'team_id': 2,
    'place_id': 4,
    'into_id': 4,
    'course_id': 7,
    'track_configuration_id': 7,
    'session_id': 12,
    'session_ids': [12, 13],
    'job_id': 31,
    'job_url': '/api/v1/jobs/31',
    'status': 'done',
    'Health.status': 'ok',
    'redis': 'unused',
    'size': 482133,
    'attempts': 1,
    'sentence': '',
    'file_name': 'saturday.csv',
    'file_size': 482133,
    'app_source': 'TrackAddict',
    'device': 'Qstarz BL-818GT',
    'vehicle_hint': 'MX-5',
    'track': 'Riverside',
    'place': 'Riverside',
    'country': 'ES',
    'city': 'Riverside',
    'latitude': 40.6171,
    'longitude': -3.5853,
    'latitude_deg': 40.6171,
    'longitude_deg': -3.5853,
    'num_sectors': 3,
    'length_m': 2903.4,
    'TimingSessionDocument.length_m': 1100,
    'length_meters': 2903.4,
    'is_published': True,
    'is_closed': True,
    'is_default': True,
    'outline': [[[8, 50], [50, 12], [92, 50]]],
    'line': [[40.6171, -3.5853], [40.6175, -3.5849]],
    'fix_rate_hz': 10.0,
    'tau_s': 0.0,
    'warnings': [],
    'best_lap_id': 140,
    'best_lap_ms': 92118,
    'lap_id': 140,
    'lap_ids': [140, 141],
    'reference_lap_id': 140,
    'lap_number': 3,
    'kind': 'flying',
    'NewCorrection.kind': 'exclude',
    'NewCorrection.latitude_deg': LEFT_OUT,
    'NewCorrection.longitude_deg': LEFT_OUT,
    'NewCorrection.course_id': LEFT_OUT,
    'CorrectionDocument.latitude_deg': None,
    'CorrectionDocument.longitude_deg': None,
    'CorrectionDocument.course_id': None,
    'ComparisonDocument.notes': [],
    'CorrectionDocument.kind': 'exclude',
    'Properties.kind': 'course',
    'measured_by': 'gate',
    'lap_time_ms': 92118,
    'stated_time_ms': 92120,
    'resolution_ms': 5.0,
    'is_valid': True,
    'max_speed_kmh': 148.2,
    'avg_speed_kmh': 113.5,
    'start_s': 181.42,
    'end_s': 273.538,
    'at_s': 181.42,
    'reason': 'Traffic at T3.',
    'excluded_reason': 'Traffic at T3.',
    'gate_residual_ms': 1.2,
    'splits_s': [3.81, 3.64, 4.02],
    'points': 500,
    'channels': ['speed_kmh', 'throttle_pct'],
    'Telemetry.channels': COMPOSED,
    'LapBeside.channels': COMPOSED,
    'Channel.name': 'speed_kmh',
    'ChannelAlong.name': 'speed_kmh',
    'unit': 'km/h',
    'data': [112.4, 118.9, 124.1],
    'timestamps': [0.0, 5.82, 11.64],
    'distance_m': [0.0, 5.82, 11.64],
    'delta_t': [0.0, 0.012, 0.019],
    'sigma': [0.002, 0.002, 0.003],
    'gps_track': [[0.0, 40.6171, -3.5853], [0.1, 40.6172, -3.5852]],
    'method': 'position',
    'course': 'Riverside',
    'CornerDocument.name': 'T3',
    'start_m': 610.0,
    'apex_m': 655.0,
    'end_m': 702.0,
    'angle_deg': 84.0,
    'time_s': 4.412,
    'lost_s': 0.118,
    'sigma_s': 0.009,
    'is_significant': True,
    'entry_kmh': 121.0,
    'min_kmh': 74.3,
    'exit_kmh': 97.8,
    'braking_m': 62.0,
    'throttle_m': 14.0,
    'coordinates': [[-3.5853, 40.6171], [-3.5849, 40.6175]],
    'TeamName.name': 'Blue Team',
    'TeamDocument.name': 'Blue Team',
    'MemberDocument.name': 'ana',
    'NewMember.name': 'ben',
    'AccountDocument.name': 'ana',
    'Registration.name': 'ana',
    'NewToken.name': 'nightly upload',
    'PersonalTokenDocument.name': 'nightly upload',
    'MadeToken.name': 'nightly upload',
    'JobDocument.name': 'saturday.csv',
    'TrackDocument.name': 'Riverside',
    'TrackDetail.name': 'Riverside',
    'NewTrack.name': 'Riverside',
    'TrackChanges.name': 'Riverside',
    'TrackEdits.name': 'Riverside',
    'CourseChanges.name': 'Long',
    'CourseDocument.name': 'Long',
    'CourseOnMap.name': 'Long',
    'CourseFile.type': 'FeatureCollection',
    'Feature.type': 'Feature',
    'Geometry.type': 'LineString',
}


def with_examples(openapi: dict[str, Any]) -> dict[str, Any]:
    """Return a description with an example of every JSON that is sent or answered."""
    schemas = openapi['components']['schemas']
    for content in _contents(openapi):
        for media_type, media in content.items():
            if media_type in {'application/json', 'application/x-www-form-urlencoded'} and 'schema' in media:
                media.setdefault('example', example(media['schema'], schemas))
    return openapi


def example(schema: Schema, schemas: Mapping[str, Schema], field: str = '', owner: str = '') -> Any:
    """Return a value that fits a schema, of a field of a document."""
    if '$ref' in schema:
        name = schema['$ref'].rpartition('/')[2]
        return _of_field(field, owner, schemas[name], schemas, name)
    if 'anyOf' in schema:
        some = next(one for one in schema['anyOf'] if one.get('type') != 'null')
        return _of_field(field, owner, some, schemas, owner)
    return _of_field(field, owner, schema, schemas, owner)


def _of_field(field: str, owner: str, schema: Schema, schemas: Mapping[str, Schema], name: str) -> Any:
    if '$ref' in schema:
        return example(schema, schemas, field, owner)
    given = FIELDS.get(f'{owner}.{field}', FIELDS.get(field, COMPOSED))
    if 'enum' in schema or 'const' in schema:
        values = schema.get('enum', [schema.get('const')])
        return given if given in values else values[0]
    if 'examples' in schema:
        return schema['examples'][0]
    if schema.get('type') == 'object' and 'properties' in schema:
        parts = {key: example(part, schemas, key, name) for key, part in schema['properties'].items()}
        return {key: part for key, part in parts.items() if part is not LEFT_OUT}
    if given is not COMPOSED:
        return given
    if schema.get('type') == 'array':
        return [example(schema['items'], schemas)] if 'items' in schema else []
    return OF_TYPE.get(schema.get('type', ''), {})


def _contents(openapi: Schema) -> Iterator[dict[str, Any]]:
    for methods in openapi['paths'].values():
        for operation in methods.values():
            yield operation.get('requestBody', {}).get('content', {})
            for status, answer in operation['responses'].items():
                if status < '300':
                    yield answer.get('content', {})

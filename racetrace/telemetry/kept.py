"""Progress and lines as bytes that are kept for good: names and shapes, then numbers to the last bit."""

import json
import math
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import fields
from io import BytesIO
from typing import Any, Final

import numpy as np

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Origin, Samples
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.uncertainty import Uncertainty

# Progress is filed under it. To be raised with every change that would put the same lap elsewhere on the same
# line, or be more or less sure of it: what was kept under the old number is then derived anew.
ALGORITHM: Final = 1

MAGIC: Final = b'RTK1'

FAULTS: Final = (
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)


def progress_to_bytes(progress: Progress) -> bytes:
    values = _values(progress)
    sure = values.pop('uncertainty')
    return _archived({**values, **{f'uncertainty.{name}': value for name, value in _values(sure).items()}})


def progress_from_bytes(data: bytes) -> Progress:
    """Return what `progress_to_bytes` was given. Raises ValueError with a sentence for damaged bytes."""
    try:
        values = _restored(data)
        sure = {name: values.pop(f'uncertainty.{name}') for name in _names(Uncertainty)}
        return Progress(uncertainty=Uncertainty(**sure), **values)
    except FAULTS as error:
        raise ValueError('The stored progress of this lap is damaged: read its file again.') from error


def line_to_bytes(line: Line) -> bytes:
    values = _values(line)
    origin = values.pop('origin')
    return _archived({**values, **_values(origin)})


def line_from_bytes(data: bytes) -> Line:
    """Return what `line_to_bytes` was given. Raises ValueError with a sentence for damaged bytes."""
    try:
        values = _restored(data)
        origin = {name: values.pop(name) for name in _names(Origin)}
        return Line(origin=Origin(**origin), closed=bool(values.pop('closed')), **values)
    except FAULTS as error:
        raise ValueError('The stored line of this course is damaged: make it anew of its laps.') from error


def _names(kind: Any) -> list[str]:
    return [field.name for field in fields(kind)]


def _values(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in _names(value)}


def _archived(values: Mapping[str, Samples | float]) -> bytes:
    arrays = {name: np.ascontiguousarray(value, '<f8') for name, value in values.items()}
    head = json.dumps({name: np.shape(values[name]) for name in arrays}).encode()
    head += b' ' * (-(len(head) + 12) % 8)  # so that the numbers stand where a machine reads them best
    body = b''.join([struct.pack('<I', len(head)), head, *(array.tobytes() for array in arrays.values())])
    return MAGIC + struct.pack('<I', zlib.crc32(body)) + body


def _restored(data: bytes) -> dict[str, Any]:
    """Return arrays, and numbers where they are without a shape."""
    if not data.startswith(MAGIC):
        return _restored_by_numpy(data)
    (checksum,) = struct.unpack_from('<I', data, len(MAGIC))
    body = memoryview(data)[len(MAGIC) + 4 :]
    if zlib.crc32(body) != checksum:
        raise ValueError('An array has changed.')
    (length,) = struct.unpack_from('<I', body)
    at, found = 4 + length, dict[str, Any]()
    for name, shape in json.loads(bytes(body[4:at])).items():
        count = math.prod(shape)
        array = np.frombuffer(body, '<f8', count, at).reshape(shape)
        found[name] = array if array.ndim else float(array)
        at += array.nbytes
    return found


def _restored_by_numpy(data: bytes) -> dict[str, Any]:
    """Read what was kept before: NumPy's archive, which takes ten times as long."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.testzip():  # np.load trusts what an array says of its own length
            raise ValueError('An array has changed.')
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        found = {name: np.asarray(arrays[name], np.float64) for name in arrays.files}
    return {name: array if array.ndim else float(array) for name, array in found.items()}

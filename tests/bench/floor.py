"""The least an import could do: hash, compress and commit a file, parse it, write Parquet and commit that.

As a process it does so for each path that it is told, in a SQLite file of anybody's; tables of its own.
"""

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Final, Literal

import polars as pl

from racetrace.store.blobs import CHUNK_BYTES, LEVEL
from racetrace.telemetry.recorded import ROW_GROUP

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROOT: Final = Path(__file__).parents[2]
PIECE_BYTES: Final = 1 << 18
NAME: Final = 'hash, zstd, commits of 1 MiB, polars.read_csv, Parquet, fsync'

Part = Literal['whole', 'raw']


class Floor:
    def __init__(self, data: Path) -> None:
        self._db = sqlite3.connect(data, isolation_level=None, timeout=10)
        self._db.execute('PRAGMA journal_mode=WAL')
        self._db.execute('PRAGMA synchronous=FULL')
        self._db.execute('CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, data BLOB)')

    def whole(self, raw: bytes) -> None:
        self.raw(raw[start : start + PIECE_BYTES] for start in range(0, len(raw), PIECE_BYTES))
        schema = dict.fromkeys(columns(raw), pl.Float64)
        frame = pl.read_csv(raw, schema=schema, comment_prefix='#', has_header=True)
        file = BytesIO()
        frame.write_parquet(file, compression='zstd', compression_level=LEVEL, row_group_size=ROW_GROUP)
        self._commit(bytearray(file.getvalue()), at_least=1)

    def raw(self, pieces: Iterator[bytes]) -> None:
        digest, compress, rest = hashlib.sha256(), zstd.ZstdCompressor(level=LEVEL), bytearray()
        for piece in pieces:
            digest.update(piece)
            rest += compress.compress(piece)
            self._commit(rest, at_least=CHUNK_BYTES)
        rest += compress.flush()
        self._commit(rest, at_least=1)

    def close(self) -> None:
        self._db.close()

    def _commit(self, rest: bytearray, *, at_least: int) -> None:
        while len(rest) >= at_least:
            self._db.execute('BEGIN IMMEDIATE')
            self._db.execute('INSERT INTO floor (data) VALUES (?)', (bytes(rest[:CHUNK_BYTES]),))
            self._db.execute('COMMIT')
            del rest[:CHUNK_BYTES]


def columns(raw: bytes) -> list[str]:
    """Return the names of the columns of a TrackAddict log."""
    lines = raw[: 1 << 16].decode().splitlines()
    return [name.strip('"') for name in next(line for line in lines if line.startswith('"Time"')).split(',')]


class FloorProcess:
    def __init__(self, process: subprocess.Popen[str], said: IO[str], told: IO[str]) -> None:
        self.pid = process.pid
        self._said = said
        self._told = told

    def does(self, part: Part, path: Path) -> None:
        """Return when it has done that with a file."""
        self._told.write(f'{part} {path}\n')
        self._told.flush()
        if not self._said.readline():
            raise RuntimeError('The floor ended.')


@contextmanager
def floor_process(data: Path) -> Iterator[FloorProcess]:
    command = [sys.executable, '-m', 'tests.bench.floor', str(data)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()  # it is warm
        yield FloorProcess(process, process.stdout, process.stdin)
        process.stdin.close()  # which ends it


def _serve(data: Path) -> None:
    floor = Floor(data)
    print('warm', flush=True)
    for line in sys.stdin:
        part, path = line.rstrip('\n').split(' ', 1)
        if part == 'whole':
            floor.whole(Path(path).read_bytes())
        else:
            with Path(path).open('rb') as file:
                floor.raw(iter(lambda: file.read(PIECE_BYTES), b''))
        print('done', flush=True)


if __name__ == '__main__':
    _serve(Path(sys.argv[1]))

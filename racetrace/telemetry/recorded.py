"""What a log's channels say, in the time of the car; kept as Parquet."""

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from io import BytesIO
from typing import Final

import numpy as np
import polars as pl

from racetrace.telemetry import channels
from racetrace.telemetry.channels import Channel
from racetrace.telemetry.plane import Samples

OF_RECEIVER: Final = frozenset(
    {channels.LATITUDE, channels.LONGITUDE, channels.SPEED, channels.HEADING, channels.ACCURACY, 'altitude_m'}
)
KEY: Final = 'racetrace'
FAULTS: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
ROW_GROUP: Final = 4096  # a lap or a few at 20 Hz: what one lap needs is read, and little more


@dataclass(frozen=True, kw_only=True, eq=False)
class Recorded:
    """The samples of a log as its file had them, and what must be mended when they are read."""

    frame: pl.DataFrame  # as in Log
    channels: tuple[Channel, ...]
    tau_s: float  # by how much the receiver reckoned ahead; 0: not at all
    speed_factor: float  # on the receiver's speed

    @property
    def nbytes(self) -> int:
        return int(self.frame.estimated_size())

    def samples(self, channel: Channel) -> tuple[Samples, Samples]:
        """Return time and value of each sample of a channel, shape (K,) both."""
        if channel.name not in self._samples:
            self._samples[channel.name] = self._read(channel)
        return self._samples[channel.name]

    @cached_property
    def _samples(self) -> dict[str, tuple[Samples, Samples]]:
        return {}

    def _read(self, channel: Channel) -> tuple[Samples, Samples]:
        column = self.frame.get_column(channel.name).rename('')  # Polars takes '*' and '^…$' for patterns
        is_there = column.is_not_null()
        time_s = self.frame.get_column(channels.TIME).filter(is_there).to_numpy()
        values = column.filter(is_there).cast(pl.Float64).to_numpy()
        if channel.name in OF_RECEIVER:
            time_s = time_s - self.tau_s
        if channel.name == channels.SPEED:
            values = values * self.speed_factor
        fresh = np.append(np.diff(time_s) > 0, True) if time_s.size else np.zeros(0, bool)
        return time_s[fresh], values[fresh]


def to_parquet(recorded: Recorded) -> bytes:
    """Return the frame as Parquet, its channels in the file's own metadata; exact to the last bit."""
    said = {
        'channels': [asdict(channel) for channel in recorded.channels],
        'tau_s': recorded.tau_s,
        'speed_factor': recorded.speed_factor,
    }
    file = BytesIO()
    recorded.frame.write_parquet(
        file,
        compression='zstd',
        compression_level=3,
        row_group_size=ROW_GROUP,
        statistics=True,
        metadata={KEY: json.dumps(said)},
    )
    return file.getvalue()


def from_parquet(data: bytes) -> Recorded:
    """Return what `to_parquet` was given. Raises ValueError with a sentence for damaged bytes.

    Parquet has no checksum of its values: a flipped bit there may go unseen.
    """
    try:
        said = json.loads(pl.read_parquet_metadata(BytesIO(data))[KEY])
        return Recorded(
            frame=pl.read_parquet(BytesIO(data)),
            channels=tuple(Channel(**channel) for channel in said['channels']),
            tau_s=said['tau_s'],
            speed_factor=said['speed_factor'],
        )
    except (*FAULTS, LookupError, TypeError, ValueError) as error:
        raise ValueError('The stored samples are damaged: read the file of this session again.') from error

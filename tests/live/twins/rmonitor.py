"""An Orbits server on TCP: everything to who connects, then passings, and a heartbeat each second."""

from racetrace.simulation.race_truth import Meeting
from racetrace.simulation.rmonitor import RMonitorFeed
from tests.live.twins.sockets import TcpTwin


class RMonitorTwin(TcpTwin):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(RMonitorFeed(meeting))

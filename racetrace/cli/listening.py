"""The socket on which RaceTrace is found."""

import os
import socket

from racetrace.errors import RaceTraceError

PORTS = 20  # that are tried


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that already queues connections, so that a browser may come before the server is up.

    On the wanted port or the next free one. Raises RaceTraceError.
    """
    family = socket.AF_INET6 if ':' in host else socket.AF_INET
    for tried in range(port, min(port + PORTS, 65536)):
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name == 'posix':  # elsewhere it would let two programs share one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, tried))
            listening.listen(128)
        except OSError as error:
            listening.close()
            reason = error.strerror
        else:
            return listening
    raise RaceTraceError(
        f'RaceTrace cannot listen on {host}, ports {port} to {tried}: {reason}. '
        'Choose another with --port or --host.'
    )

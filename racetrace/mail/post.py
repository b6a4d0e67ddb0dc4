"""What is on its way: whoever asks for a letter does not wait for it, and sees nothing of how it fares."""

import logging
from collections.abc import Callable
from queue import Full, Queue
from threading import Thread
from typing import Final

from racetrace.mail.server import MailServer

MOST: Final = 200  # that wait
AT_ONCE: Final = 2
PATIENCE_S: Final = 1.0  # at the end, with each letter that is just being handed over

logger = logging.getLogger(__name__)
Task = Callable[[], None]


class Post:
    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._waiting: Queue[Task | None] = Queue(MOST)
        self._threads: list[Thread] = []

    def start(self) -> None:
        # Daemons: a server that hangs does not hold up the end of the program.
        self._threads = [Thread(target=self._work, name='post', daemon=True) for _ in range(AT_ONCE)]
        for thread in self._threads:
            thread.start()

    def put(self, task: Task) -> bool:
        """Have something done soon, and return at once; False where too much waits already."""
        try:
            self._waiting.put_nowait(task)
        except Full:
            logger.warning('%d letters are waiting already: one more is not sent.', MOST)
            return False
        return True

    def wait(self) -> None:
        """Return when nothing waits, and nothing is being done."""
        self._waiting.join()

    def close(self) -> None:
        """What still waits is not sent: who wanted it asks again."""
        while not self._waiting.empty():
            self._waiting.get()
            self._waiting.task_done()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            try:
                task()
            except Exception:
                logger.exception('A letter was not sent.')  # and the next one is
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

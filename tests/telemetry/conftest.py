"""At the end of a run: how accurate comparisons were, receiver by receiver."""

import pytest

from tests.telemetry import truth


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not truth.reached:
        return
    terminalreporter.section('accuracy')
    heads = ('simulated receiver', 'pairs', 'rms', 'worst', 'corner sd', 'inside 1 sigma')
    terminalreporter.write_line('{:<26}{:>6}{:>9}{:>9}{:>11}{:>16}'.format(*heads))
    for row in truth.reached:
        terminalreporter.write_line(
            f'{row.name:<26}{row.pairs:>6}{row.rms_ms:>6.1f} ms{row.worst_ms:>6.1f} ms'
            f'{row.corner_ms:>8.1f} ms{row.inside:>16.0%}'
        )

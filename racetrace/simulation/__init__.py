"""Laps with known truth, as the files that a logger would have written of them.

Pure: no clock, no disk, no database, no network; shares no code with what it tests.
"""

"""Laps and races with known truth, as the files and feeds that a logger or a timing system makes of them.

Pure: no clock, no disk, no database, no network; shares no code with what it tests.
"""

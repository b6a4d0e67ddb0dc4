"""Live timing of any provider: what a feed says, as events, and the board that follows from them.

Pure: no clock, no disk, no database, no network. A frame comes with the time of its receipt, so that a replay
is the race.
"""

"""Who signs in, and what proves it. Pure: no clock, disk, database or network; time is an argument."""

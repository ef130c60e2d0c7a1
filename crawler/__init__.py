"""Time and the network: fetching, pacing, and the commands that people and timers start."""

__version__ = "0.1.0"

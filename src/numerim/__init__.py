"""numerim turns raw election tallies into open data that a stranger can trust."""

__version__ = "0.3.0"

"""numerim itself did what it should."""

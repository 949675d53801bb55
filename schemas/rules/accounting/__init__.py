"""Ballots and votes add up."""

"""Outcomes follow from votes and the law."""

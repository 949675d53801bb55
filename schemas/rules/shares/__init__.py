"""Percentages follow from counts."""

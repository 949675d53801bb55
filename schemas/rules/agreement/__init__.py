"""Sources say the same."""

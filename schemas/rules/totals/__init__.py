"""Parts make their wholes."""

"""Relations between figures: one file a primitive, its question and its claim."""

"""What rules may ask: one file, one fact."""

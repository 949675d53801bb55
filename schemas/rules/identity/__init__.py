"""Names mean one thing."""

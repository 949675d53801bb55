"""From addresses to snapshots: what is taken, what is refused, and what was known when."""

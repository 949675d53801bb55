"""The schedule: Prefect flows, thin. Everything that they do is in `numerim`."""

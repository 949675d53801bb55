"""From what was checked to releases.

In: the schema `core` with its findings. Out: the schema `clean`, and under `published/` versions that never change, in
every format, with their difference, catalogue and database.
"""

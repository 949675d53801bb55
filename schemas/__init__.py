"""The contract: what the published tables are and what must hold in them.

Nothing here reads a file or opens a database; the engine (`numerim`) and the schedule (`flows`) import it,
never the other way round.
"""

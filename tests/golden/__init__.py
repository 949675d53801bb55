"""Elections with slips, and all that is told of them: tables that people read, and that tests hold the code against.

`made/` has elections that were made up once, with one slip each (its title); beside them stands what comes out.
`python -m tests.golden` writes that anew: read the difference, and keep it if it is right.
"""

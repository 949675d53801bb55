"""Elections with slips, and all that is told of them: tables that people read, and that tests hold the code against.

`made/` has elections that were made up once, with one slip each (its title), beside it stands what comes out; `cases/`
has what is told of the cases of rules beyond what they say themselves.
`python -m tests.golden` writes that anew: read the difference, and keep it if it is right.
"""

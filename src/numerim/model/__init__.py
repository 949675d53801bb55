"""From cells to what rules ask.

In: tables of cells, the seeds. Out: the schemas `raw`, `known` and `core` of a database: statements, one row a figure
or claim of one source, then contests, selections, reports and one table a kind of figure. The seeds are only read.
"""

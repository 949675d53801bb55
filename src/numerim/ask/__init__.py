"""Questions about what is there: where a figure is from, what a rule means, whether anything was touched.

In: published packages, or an election in a database. Out: answers for people. Changes nothing.
"""

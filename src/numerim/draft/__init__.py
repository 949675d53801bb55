"""An `election.yml` from a file that nobody has described: what `numerim new` writes.

In: files of results. Out: a description that runs, with what it is unsure of as comments. `look` finds how a file is
written and where its table lies, `words` what names of columns mean, `sums` what the figures of columns make of each
other, `columns` puts these together, `write` writes it down, and `new` puts it in its place.
"""

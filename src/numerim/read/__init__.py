"""From the bytes of a source to its cells.

In: files, and what is declared of them. Out: tables of cells as text, each with its place. One format, one file in
`formats`.
"""

"""What a person declares: `election.yml` and `numerim.yml`, read and held against themselves.

In: YAML. Out: frozen models, or every mistake with its place and cure. Knows nothing of figures.
"""

"""How votes become outcomes: one file, one law."""

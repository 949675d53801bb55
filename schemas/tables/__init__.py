"""The tables of the contract: one file, one published table."""

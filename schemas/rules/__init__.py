"""The rules of the contract: one folder a family, one file a rule."""

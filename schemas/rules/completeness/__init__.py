"""What is expected is there, once."""

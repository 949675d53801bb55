"""What is lawful and yet unlikely; blind to party."""

"""Pages for readers, from `published/` alone: who won, by how much, what is doubtful, and where each number stands."""

"""One file a kind of page: which pages there are of it, and what stands on each."""

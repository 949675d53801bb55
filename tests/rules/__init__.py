"""Cases of rules: tiny elections that go through the whole pipeline, and what must come out."""

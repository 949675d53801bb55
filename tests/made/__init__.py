"""Made-up elections: lawful by construction, judged by an oracle of their own, and spoilt one slip at a time."""

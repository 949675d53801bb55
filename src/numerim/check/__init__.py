"""From the core tables and the rules to findings.

In: the schema `core`, and the rules. Out: findings with blame, hints, impact and likelihood, and how often each held.
"""

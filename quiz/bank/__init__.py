"""The bank: YAML in, facts and truth out. Knows nothing of Flask, the database or films."""

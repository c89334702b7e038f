"""Items: facts in, proven multiple-choice questions out. Knows nothing of Flask or the database."""

"""The Cannes competition since 1946: a table of films in, tables of the pack `festivals` out."""

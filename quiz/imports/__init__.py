"""PURE: tables of others in, the files of a pack out. stdlib, yaml and quiz.bank."""

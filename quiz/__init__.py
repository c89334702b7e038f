"""Triple Crown: a film-trivia game that people host themselves."""

from __future__ import annotations

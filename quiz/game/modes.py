"""What the Circuit asks, and what it takes to win its crown."""

from __future__ import annotations

from datetime import timedelta

CIRCUIT_SIZE = 10
CROWN_AT = 8
"""Right answers that win a level's crown."""

ROUND_CLOSES_AFTER = timedelta(hours=24)

"""What a WSGI server loads."""

from __future__ import annotations

from quiz import create_app

app = create_app()

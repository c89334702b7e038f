"""Players who read before they answer, however fast a test clicks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

# A round that is answered faster than anybody reads is held, and what it earned counts nowhere.
_READ = """
CREATE TRIGGER read_before_answering AFTER UPDATE OF shown_at ON round_item WHEN NEW.shown_at IS NOT NULL
BEGIN
    UPDATE round_item SET shown_at = strftime('%Y-%m-%d %H:%M:%f000', NEW.shown_at, '-4 seconds')
    WHERE round_id = NEW.round_id AND position = NEW.position;
END
"""


def let_players_read(database: Path) -> None:
    """From now on every item of this database was shown four seconds before; answers earn all for speed."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(_READ)


def let_players_press_anything(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER read_before_answering")

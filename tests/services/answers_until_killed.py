"""Answers round after round on the database named, and says so of each answer once it is acknowledged."""

from __future__ import annotations

import sys

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from quiz.store.base import prepare
from tests.factories.rounds import a_round


def main(database: str) -> None:
    engine = create_engine(f"sqlite:///{database}")
    prepare(engine)
    with Session(engine) as session:
        while True:
            played = a_round(session)
            for position in range(1, 11):
                verdict = played.answer(session, position, is_right=position % 3 != 0)
                print(played.id, position, verdict.chosen, verdict.points, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

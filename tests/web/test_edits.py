"""An edit of a pack reaches the players of a running server by itself."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.factories.question_packs import write_pack
from tests.web.pages import parse, said


def titles(client: FlaskClient) -> list[str]:
    return [said(link) for link in parse(client.get("/")).select("#setup nav a")]


def test_an_edit_is_seen_without_a_restart(app: Flask, client: FlaskClient, questions_dir: Path) -> None:
    app.extensions["shelf"]._look_every_s = 0.0
    before = titles(client)
    write_pack(questions_dir, "kites", title="Kites", about="What flies.")
    with_kites = titles(client)
    write_pack(questions_dir, "kites", title="Kites", about="What soars.")

    assert before == ["Chess Openings and endings.", "Gardens What grows."]
    assert with_kites == [*before, "Kites What flies."]
    assert titles(client) == [*before, "Kites What soars."]


def test_a_slip_leaves_what_was_good_in_play(app: Flask, client: FlaskClient, questions_dir: Path) -> None:
    app.extensions["shelf"]._look_every_s = 0.0
    before = titles(client)
    manifest = questions_dir / "chess" / "pack.yaml"
    manifest.write_text(f"{manifest.read_text(encoding='utf-8')}oops\n", encoding="utf-8")

    assert titles(client) == before
    assert len(app.extensions["shelf"].library().problems) == 1

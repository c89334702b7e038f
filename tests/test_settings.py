from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quiz.settings import ROOT, Settings, WrongSettings, read_settings

KEY = "k" * 32


def problems_of(environ: dict[str, str], instance: Path) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as raised:
        read_settings(environ, instance=instance)
    assert str(raised.value) == "\n".join(raised.value.problems)
    return raised.value.problems


def test_nothing_set_serves_this_machine_alone(tmp_path: Path) -> None:
    settings = read_settings({}, instance=tmp_path)

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url == f"sqlite:///{tmp_path}/triple-crown.sqlite3"
    assert settings.questions == ROOT / "questions"


def test_everything_can_be_set(tmp_path: Path) -> None:
    environ = {
        "SECRET_KEY": KEY,
        "DATABASE_URL": "postgres://quiz:secret@db/quiz",
        "QUESTIONS": str(tmp_path),
        "HOST": "0.0.0.0",
        "PORT": "18000",
        "CACHE": str(tmp_path / "elsewhere"),
        "REDIS_URL": "redis://:secret@redis:6379/1",
        "PROXIES": "2",
    }

    assert read_settings(environ, instance=tmp_path / "none") == Settings(
        secret_key=KEY,
        database_url="postgresql+psycopg://quiz:secret@db/quiz",
        questions=tmp_path,
        host="0.0.0.0",
        port=18000,
        last_good=tmp_path / "none" / "last-good",
        cache=tmp_path / "elsewhere",
        redis_url="redis://:secret@redis:6379/1",
        proxies=2,
    )


def test_an_empty_value_is_not_set(tmp_path: Path) -> None:
    names = ["SECRET_KEY", "DATABASE_URL", "QUESTIONS", "HOST", "PORT", "REDIS_URL", "PROXIES"]
    empty = dict.fromkeys(names, "")

    assert read_settings(empty, instance=tmp_path) == read_settings({}, instance=tmp_path)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    instance = tmp_path / "instance"

    first = read_settings({}, instance=instance)

    assert read_settings({}, instance=instance).secret_key == first.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((instance / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in instance.iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: read_settings({}, instance=tmp_path).secret_key, range(32)))

    assert set(keys) == {(tmp_path / "secret_key").read_text()}


def test_neither_key_nor_password_is_printed(tmp_path: Path) -> None:
    environ = {
        "SECRET_KEY": KEY,
        "DATABASE_URL": "postgresql://quiz:sesame@db/quiz",
        "REDIS_URL": "redis://:sesame@redis",
    }

    shown = repr(read_settings(environ, instance=tmp_path))

    assert KEY not in shown
    assert "sesame" not in shown


def test_a_relative_database_lies_in_the_instance(tmp_path: Path) -> None:
    settings = read_settings({"DATABASE_URL": "sqlite:///club.sqlite3"}, instance=tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path}/club.sqlite3"


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    environ = {
        "SECRET_KEY": "short",
        "DATABASE_URL": "mysql://root:sesame@db/quiz",
        "QUESTIONS": str(tmp_path / "none"),
        "HOST": "http://example.org",
        "PORT": "http",
    }

    assert problems_of(environ, tmp_path) == (
        (
            "DATABASE_URL: is not understood; write sqlite:////an/absolute/path.sqlite3 or"
            " postgresql://user:password@host/name."
        ),
        (
            "SECRET_KEY: has 5 characters and needs 32 or more; make one with"
            ' python3 -c "import secrets; print(secrets.token_hex())".'
        ),
        f"QUESTIONS: there is no folder {tmp_path}/none; name the folder that holds the packs.",
        "HOST: 'http://example.org' is not a name or an address; write 127.0.0.1 or 0.0.0.0, for example.",
        "PORT: 'http' is not a port; write a number from 1 to 65535.",
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8e3", "٨٠٠٠", " 8000"])
def test_what_is_no_port_is_refused(tmp_path: Path, port: str) -> None:
    [problem] = problems_of({"PORT": port}, tmp_path)

    assert problem.startswith("PORT: ")


@pytest.mark.parametrize("url", ["redis://", "http://:sesame@redis", "redis:6379", "localhost"])
def test_what_is_no_redis_is_refused(tmp_path: Path, url: str) -> None:
    [problem] = problems_of({"REDIS_URL": url}, tmp_path)

    assert problem.startswith("REDIS_URL: is not understood; write redis://host:6379/0")
    assert "sesame" not in problem


@pytest.mark.parametrize("number", ["-1", "10", "one", "٢", "1.5"])
def test_what_is_no_number_of_proxies_is_refused(tmp_path: Path, number: str) -> None:
    [problem] = problems_of({"PROXIES": number}, tmp_path)

    assert problem.startswith(f"PROXIES: {number!r} is not a number from 0 to 9")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///?mode=memory"])
def test_a_database_that_would_forget_is_refused(tmp_path: Path, url: str) -> None:
    [problem] = problems_of({"DATABASE_URL": url}, tmp_path)

    assert problem.startswith("DATABASE_URL: names a database in memory, which would forget every answer")


def test_a_database_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    [problem] = problems_of({"DATABASE_URL": f"sqlite:///{tmp_path}/none/x.sqlite3"}, tmp_path)

    assert problem == f"DATABASE_URL: there is no folder {tmp_path}/none; make it, or name another."


def test_postgresql_needs_a_key_that_is_set(tmp_path: Path) -> None:
    [problem] = problems_of({"DATABASE_URL": "postgresql://db/quiz"}, tmp_path)

    assert problem.startswith("SECRET_KEY: is not set, and processes that share PostgreSQL must share it")
    assert list(tmp_path.iterdir()) == []


def test_an_instance_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "instance"
    in_the_way.write_text("a file")

    [problem] = problems_of({}, in_the_way)

    assert problem == (
        f"SECRET_KEY: is not set, and none can be kept in {in_the_way} (File exists); set it,"
        " or let this user write there."
    )

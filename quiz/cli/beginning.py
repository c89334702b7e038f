"""`quiz new`: a small working pack, with comments that teach."""

from __future__ import annotations

import argparse

from quiz.bank.beginnings import manifest, problem_of
from quiz.bank.completions import schema_of
from quiz.bank.json_schema import FOLDER
from quiz.bank.reading import MANIFEST, folders_of, read_packs
from quiz.cli.places import Commands, add_questions, questions, today
from quiz.cli.schema import folders_with_packs, write_schema
from quiz.errors import QuizError
from quiz.items.making import Maker

FILM = "film"


def add_to(commands: Commands) -> None:
    new = commands.add_parser("new", help="begin a pack: a small one that works, to be changed")
    new.add_argument("pack", help="the name of its folder: lower-case letters, figures, hyphens")
    add_questions(new)
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    slug = options.pack
    problem = problem_of(slug)
    if problem is not None:
        raise QuizError(problem)
    root = questions(options)
    folder = root / slug
    if folder.exists() or folder.is_symlink():
        raise QuizError(f"{folder} is there already, and is left as it is. Choose another name.")
    has_film = (root / FILM / MANIFEST).is_file()
    text = manifest(slug, has_film=has_film, schema=f"../{FOLDER}/{slug}.json")
    try:
        folder.mkdir()
        (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuizError(f"{folder} cannot be written ({error.strerror}).") from None
    reading = read_packs(folders_of(root, slug), slug)
    for each in reading.problems:
        print(each)
    if slug not in reading.packs:
        return 1
    pack = reading.packs[slug]
    write_schema(root, slug, schema_of(pack, folders_with_packs(root)))
    items = sum(1 for _ in Maker(pack, today()).items(1))
    print(f"Written: {folder / MANIFEST}. Its {len(pack.facts)} facts make {items} items:")
    print(f"  quiz check {folder} --watch   tells every slip while you write")
    print(f"  quiz preview {folder / MANIFEST}   shows what each fact makes")
    return 0

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from quiz.services import accounts, passwords
from quiz.services.accounts import (
    SUSPENDED,
    TAKEN,
    WRONG,
    Account,
    Player,
    Refused,
    Role,
    change_email,
    change_name,
    change_password,
    hide,
    make_reset_link,
    new_guest,
    owner_of_link,
    player_of,
    reset_password,
    set_role,
    sign_in,
    sign_up,
)
from quiz.store.accounts import change_account
from quiz.store.base import writing
from quiz.store.tables import AccountRow, PlayerRow, ResetLinkRow, RoundRow, StandingRow
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.rounds import NOON, a_round
from tests.services.test_at_once import AT_ONCE, all_at_once

NEW = "nobody will guess this one"
LATER = NOON + timedelta(hours=1)


def a_guest(session: Session, key: str = "a") -> Player:
    new_guest(session, key=key, at=NOON)
    found = player_of(session, key)
    assert found is not None
    return found


def an_account_of(session: Session, name: str = "Anna", *, role: Role = Role.PLAYER) -> Account:
    found = accounts.account_of(session, an_account(session, name, role=role))
    assert found is not None
    return found


def signed_up(session: Session, name: str = "Anna", *, guest: Player | None = None) -> Account:
    made = sign_up(session, name=name, password=PASSWORD, email="", guest=guest, at=NOON)
    assert isinstance(made, Account), made
    return made


def field_of(refused: Account | Refused | None) -> str:
    assert isinstance(refused, Refused), refused
    return refused.field


def test_a_guest_is_a_player(session: Session) -> None:
    guest = new_guest(session, key="a", at=NOON)

    assert player_of(session, "a") == Player(id=guest, key="a", made_at=NOON)


def test_a_retried_first_visit_makes_one_guest(session: Session) -> None:
    first = new_guest(session, key="a", at=NOON)

    assert new_guest(session, key="a", at=NOON + timedelta(seconds=1)) == first


def test_two_first_visits_make_two_guests(session: Session) -> None:
    assert new_guest(session, key="a", at=NOON) != new_guest(session, key="b", at=NOON)


def test_nobody_has_a_key_that_was_never_given(session: Session) -> None:
    guest = new_guest(session, key="a", at=NOON)

    assert [player_of(session, key) for key in ("b", "", str(guest))] == [None] * 3


# signing up


def test_signing_up_makes_an_account_that_can_be_signed_in_to(session: Session) -> None:
    made = signed_up(session)

    assert (made.name, made.role, made.email, made.made_at) == ("Anna", Role.PLAYER, None, NOON)
    assert sign_in(session, name="Anna", password=PASSWORD) == made
    assert player_of(session, made.key) == Player(id=made.player_id, key=made.key, made_at=NOON, account=made)


def test_a_guest_who_signs_up_stays_the_same_player_with_another_key(session: Session) -> None:
    played = a_round(session, answered=10)
    guest = a_guest(session, "b")
    guest = replace(guest, id=played.player_id, key=_key_of(session, played.player_id))

    made = signed_up(session, guest=guest)

    assert made.player_id == played.player_id
    assert player_of(session, guest.key) is None
    with session.begin():
        assert session.scalars(select(RoundRow.player_id)).all() == [made.player_id]
        standings = session.scalars(select(StandingRow)).all()
        assert standings
        assert all(standing.is_listed for standing in standings)


def _key_of(session: Session, player_id: int) -> str:
    with session.begin():
        key = session.scalars(select(PlayerRow.session_key).where(PlayerRow.id == player_id)).one()
    assert key is not None
    return key


@pytest.mark.parametrize("name", ["Anna", "ANNA", "Аnna", "Ａnna"])
def test_a_name_that_looks_like_another_is_taken(session: Session, name: str) -> None:
    an_account(session, "Anna")

    refused = sign_up(session, name=name, password=NEW, email="", guest=None, at=LATER)

    assert refused == Refused(field="name", why=TAKEN)
    with session.begin():
        assert session.scalars(select(func.count(PlayerRow.id))).one() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "A"}, "name"),
        ({"name": "An\u200bna"}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 201}, "password"),
        ({"name": "Anna Karina", "password": "anna karina"}, "password"),
        ({"password": "aaaaaaaaaa"}, "password"),
        ({"email": "nowhere"}, "email"),
        ({"email": "a b@example.org"}, "email"),
        ({"email": "a@" + "b" * 260}, "email"),
    ],
)
def test_what_does_not_do_is_told_at_its_field(session: Session, changes: dict[str, str], field: str) -> None:
    sent = {"name": "Anna", "password": PASSWORD, "email": "anna@example.org"} | changes

    assert field_of(sign_up(session, **sent, guest=None, at=NOON)) == field


def test_of_sign_ups_at_once_with_names_that_look_alike_one_wins(each_engine: Engine) -> None:
    names = ("Anna", "ANNA", "Аnna", "anna")

    made = all_at_once(
        each_engine,
        lambda session, number: sign_up(
            session, name=names[number], password=f"{NEW} {number}", email="", guest=None, at=NOON
        ),
    )

    assert sum(isinstance(each, Account) for each in made) == 1
    assert [each for each in made if isinstance(each, Refused)] == [Refused(field="name", why=TAKEN)] * (
        AT_ONCE - 1
    )


def test_a_form_sent_twice_makes_one_account(engine: Engine, session: Session) -> None:
    guest = a_guest(session)

    made = all_at_once(engine, lambda session, _: signed_up(session, guest=guest))

    assert made == [made[0]] * AT_ONCE
    assert made[0].player_id == guest.id


def test_no_password_is_hashed_while_others_wait_to_write(engine: Engine, session: Session) -> None:
    hashing: list[bool] = []
    is_open = {"transaction": False}
    event.listen(engine, "begin", lambda _: is_open.update(transaction=True))
    for end in ("commit", "rollback"):
        event.listen(engine, end, lambda _: is_open.update(transaction=False))

    class Watched(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            hashing.append(is_open["transaction"])
            return super().hash(password, salt=salt)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", Watched(time_cost=1, memory_cost=8, parallelism=1))
        signed_up(session)

    assert hashing == [False]


# signing in


@pytest.mark.parametrize("name", ["anna", "ANNA", " Anna "])
def test_a_name_is_found_in_whichever_capitals(session: Session, name: str) -> None:
    account = an_account_of(session)

    assert sign_in(session, name=name, password=PASSWORD) == account


def test_whether_name_or_password_is_wrong_is_not_told(session: Session) -> None:
    an_account(session, "Anna")

    wrong = [
        sign_in(session, name=name, password=password)
        for name, password in (("Anna", NEW), ("Anne", PASSWORD), ("\x00", PASSWORD), ("x" * 99, ""))
    ]

    assert wrong == [Refused(field="password", why=WRONG)] * 4


def test_an_unknown_name_takes_as_long_as_a_wrong_password() -> None:
    assert not passwords.is_outdated(passwords.NOBODYS)
    assert not passwords.is_right(PASSWORD, passwords.NOBODYS)


def test_a_hash_of_before_is_made_anew_at_sign_in(session: Session) -> None:
    an_account(session, "Anna")

    def hashed() -> str:
        with session.begin():
            return session.scalars(select(AccountRow.password_hash)).one()

    assert passwords.is_outdated(hashed())
    sign_in(session, name="Anna", password=PASSWORD)
    assert not passwords.is_outdated(hashed())
    assert hashed().startswith("$argon2id$")
    assert passwords.is_right(PASSWORD, hashed())


def test_a_password_is_the_same_from_whichever_keyboard(session: Session) -> None:
    made = sign_up(session, name="Anna", password="café au lait", email="", guest=None, at=NOON)

    assert sign_in(session, name="Anna", password="cafe\u0301 au lait") == made


def test_who_comes_while_many_wait_is_sent_away() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_places", BoundedSemaphore(1))
        with passwords._turn(), pytest.raises(passwords.TooBusy):
            passwords.is_right(PASSWORD, passwords.NOBODYS)
        assert not passwords.is_right(PASSWORD, passwords.NOBODYS)


def test_nobody_signs_in_to_a_suspended_account_and_its_sessions_end(session: Session) -> None:
    account = an_account_of(session)

    with writing(session):
        change_account(session, account.player_id, suspended_at=NOON)

    assert player_of(session, account.key) is None
    assert sign_in(session, name="Anna", password=PASSWORD) == Refused(field="name", why=SUSPENDED)
    assert sign_in(session, name="Anna", password=NEW) == Refused(field="password", why=WRONG)


# changing


def test_a_name_can_be_changed_and_the_old_one_is_free_again(session: Session) -> None:
    account = an_account_of(session)

    assert change_name(session, account.player_id, "ANNA") is None
    assert change_name(session, account.player_id, "Agnès") is None

    assert isinstance(sign_in(session, name="agnès", password=PASSWORD), Account)
    assert isinstance(an_account_of(session, "Anna"), Account)


def test_a_name_is_not_changed_to_one_like_another_s(session: Session) -> None:
    account = an_account_of(session, "Anna")
    an_account(session, "Mike")

    assert change_name(session, account.player_id, "rnike") == Refused(field="name", why=TAKEN)
    assert field_of(change_name(session, account.player_id, "A")) == "name"
    assert accounts.account_of(session, account.player_id) == account


def test_of_two_who_take_one_name_at_once_one_gets_it(each_engine: Engine) -> None:
    with Session(each_engine) as session:
        players = [an_account(session, name) for name in ("Anna", "Berta", "Clara", "Dora")]

    done = all_at_once(each_engine, lambda session, number: change_name(session, players[number], "Emma"))

    assert sorted(done, key=str) == [None] + [Refused(field="name", why=TAKEN)] * 3


def test_a_changed_password_ends_all_sessions(session: Session) -> None:
    account = an_account_of(session)

    changed = change_password(session, account.player_id, old=PASSWORD, new=NEW)

    assert isinstance(changed, Account)
    assert player_of(session, account.key) is None
    assert player_of(session, changed.key) is not None
    assert sign_in(session, name="Anna", password=NEW) == changed
    assert sign_in(session, name="Anna", password=PASSWORD) == Refused(field="password", why=WRONG)


@pytest.mark.parametrize(("old", "new", "field"), [(NEW, NEW, "old"), (PASSWORD, "short", "new")])
def test_a_password_is_not_changed_without_the_old_one_and_a_good_new_one(
    session: Session, old: str, new: str, field: str
) -> None:
    account = an_account_of(session)

    assert field_of(change_password(session, account.player_id, old=old, new=new)) == field
    assert player_of(session, account.key) is not None


def test_an_e_mail_address_can_be_given_and_taken_back(session: Session) -> None:
    player_id = an_account(session, "Anna")

    def email() -> str | None:
        account = accounts.account_of(session, player_id)
        assert account is not None
        return account.email

    assert change_email(session, player_id, " anna@example.org ") is None
    assert email() == "anna@example.org"
    assert field_of(change_email(session, player_id, "anna@")) == "email"
    assert change_email(session, player_id, "") is None
    assert email() is None


def test_who_hides_is_not_listed_and_is_again_as_before(session: Session) -> None:
    played = a_round(session, answered=10)
    an_account(session, "Anna", player_id=played.player_id)

    def listed() -> set[tuple[bool, int]]:
        with session.begin():
            rows = session.execute(select(StandingRow.is_listed, StandingRow.score))
            return {(row.is_listed, row.score) for row in rows}

    hide(session, played.player_id, is_hidden=False)
    before = listed()
    hide(session, played.player_id, is_hidden=True)
    hidden = listed()
    hide(session, played.player_id, is_hidden=False)

    assert before
    assert hidden == {(False, score) for _, score in before}
    assert listed() == before


def test_roles_include_those_before_them(session: Session) -> None:
    player_id = an_account(session, "Anna")

    assert set_role(session, player_id, Role.REVIEWER)

    account = accounts.account_of(session, player_id)
    assert account is not None
    assert [role for role in Role if account.role.includes(role)] == [
        Role.PLAYER,
        Role.AUTHOR,
        Role.REVIEWER,
    ]
    assert not set_role(session, new_guest(session, key="g", at=NOON), Role.AUTHOR)


# links that reset a password


def test_a_link_resets_a_password_once_and_ends_all_sessions(session: Session) -> None:
    account = an_account_of(session)
    secret = make_reset_link(session, account.player_id, NOON)
    assert secret is not None

    owner = owner_of_link(session, secret, LATER)
    done = reset_password(session, secret, NEW, LATER)

    assert owner == account
    assert isinstance(done, Account)
    assert player_of(session, account.key) is None
    assert sign_in(session, name="Anna", password=NEW) == done
    assert reset_password(session, secret, PASSWORD, LATER) is None
    assert owner_of_link(session, secret, LATER) is None


def test_the_secret_of_a_link_is_kept_nowhere(session: Session) -> None:
    secret = make_reset_link(session, an_account(session, "Anna"), NOON)

    with session.begin():
        [row] = session.execute(select(ResetLinkRow.__table__)).all()
    assert secret is not None
    assert secret not in str(row)


def test_a_link_lasts_a_day(session: Session) -> None:
    player_id = an_account(session, "Anna")
    secret = make_reset_link(session, player_id, NOON) or ""

    assert owner_of_link(session, secret, NOON + timedelta(hours=23, minutes=59)) is not None
    assert reset_password(session, secret, NEW, NOON + timedelta(hours=24)) is None


def test_a_newer_link_and_a_changed_password_end_a_link(session: Session) -> None:
    player_id = an_account(session, "Anna")
    first = make_reset_link(session, player_id, NOON) or ""
    second = make_reset_link(session, player_id, NOON) or ""

    assert owner_of_link(session, first, LATER) is None
    change_password(session, player_id, old=PASSWORD, new=NEW)
    assert owner_of_link(session, second, LATER) is None


def test_a_password_that_does_not_do_leaves_the_link_as_it_was(session: Session) -> None:
    secret = make_reset_link(session, an_account(session, "Anna"), NOON) or ""

    assert field_of(reset_password(session, secret, "short", LATER)) == "new"
    assert owner_of_link(session, secret, LATER) is not None


def test_a_link_used_twice_at_once_works_once(engine: Engine, session: Session) -> None:
    secret = make_reset_link(session, an_account(session, "Anna"), NOON) or ""

    done = all_at_once(
        engine, lambda session, number: reset_password(session, secret, f"{NEW} {number}", LATER)
    )

    assert sum(isinstance(each, Account) for each in done) == 1
    assert done.count(None) == AT_ONCE - 1


def test_there_is_no_link_for_a_guest_or_without_its_secret(session: Session) -> None:
    assert make_reset_link(session, a_guest(session).id, NOON) is None
    assert owner_of_link(session, "", NOON) is None
    assert reset_password(session, "anything", NEW, NOON) is None

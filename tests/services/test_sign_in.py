"""Signing in by letter: safe against scanners, guessing and curiosity."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from lms.db import Base, db
from lms.errors import InvalidInput, NotFound, TooManyRequests
from lms.models import AuditLine, Enrolment, Message, SignInToken
from lms.services import outbox, people, sign_in
from lms.services.sign_in import TokenState
from tests.people import NOW, Cast, make_cast
from tests.services.letters_seen import newest_letter

AMINA, HERE = "amina@north.example", "192.0.2.7"


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


@pytest.fixture
def config(database, cast):
    return database.config


def ask(config, address=AMINA, now=NOW, origin=HERE):
    sign_in.request_link(address, origin, config, now)


def letter(config, address=AMINA, now=NOW):
    ask(config, address, now)
    return newest_letter(config, address, now)


def use_token(config, token, now=NOW):
    return sign_in.sign_in_with_token(token, HERE, config, now)


def use_code(config, code, address=AMINA, now=NOW, origin=HERE):
    return sign_in.sign_in_with_code(address, code, origin, config, now)


def test_the_link_signs_in_once(config, cast):
    seen = letter(config)
    assert use_token(config, seen.token) == cast.amina
    with pytest.raises(InvalidInput, match="used already"):
        use_token(config, seen.token)


def test_looking_at_a_link_never_uses_it_up(config):
    seen = letter(config)
    for _ in range(20):
        assert sign_in.find_token(seen.token, config, NOW) is TokenState.VALID
    use_token(config, seen.token)
    assert sign_in.find_token(seen.token, config, NOW) is TokenState.USED


@pytest.mark.parametrize(
    "change", [str.lower, str.upper, lambda code: code.replace("-", ""), lambda c: f" {c[:3]} {c[3:]} "]
)
def test_the_code_signs_in_however_it_is_typed(config, cast, change):
    assert use_code(config, change(letter(config).code)) == cast.amina


def test_link_and_code_of_a_letter_are_one_proof(config):
    seen = letter(config)
    use_token(config, seen.token)
    with pytest.raises(InvalidInput):
        use_code(config, seen.code)


def test_a_letter_ends_after_a_day(config):
    seen = letter(config)
    late = NOW + timedelta(hours=24)
    assert sign_in.find_token(seen.token, config, late) is TokenState.EXPIRED
    with pytest.raises(InvalidInput, match="24 hours"):
        use_token(config, seen.token, late)
    with pytest.raises(InvalidInput):
        use_code(config, seen.code, now=late)
    assert use_token(config, seen.token, late - timedelta(seconds=1))


def test_signing_in_leaves_another_letter_valid(config):
    first, second = letter(config), letter(config, now=NOW + timedelta(minutes=1))
    use_token(config, second.token)
    assert sign_in.find_token(first.token, config, NOW) is TokenState.VALID


def test_a_code_fits_its_own_address_alone(config):
    code = letter(config).code
    with pytest.raises(InvalidInput):
        use_code(config, code, "dita@south.example")
    with pytest.raises(InvalidInput):
        use_code(config, code, "nobody@south.example")
    assert use_code(config, code)


def test_a_token_that_was_cut_off_is_unknown(config):
    seen = letter(config)
    assert sign_in.find_token(seen.token[:-1], config, NOW) is TokenState.UNKNOWN
    with pytest.raises(InvalidInput):
        use_token(config, seen.token[:-1])


def test_an_unknown_address_gets_the_same_answer_and_no_letter(config, database):
    assert ask(config) is None
    assert ask(config, "nobody@north.example") is None
    outbox.deliver_due(config, NOW)
    assert {letter.address for letter in outbox.list_outbox(config, 9)} == {AMINA}
    assert len(db.session.scalars(select(SignInToken)).all()) == 1


def test_an_unknown_address_costs_about_as_many_statements(config, database):
    with database.statements() as known:
        ask(config)
    with database.statements() as unknown:
        ask(config, "nobody@north.example")
    assert abs(len(known) - len(unknown)) <= 1


def test_a_deactivated_person_gets_no_letter_and_cannot_use_an_old_one(config, cast):
    seen = letter(config)
    people.deactivate(cast.amina.person_id, None, NOW)
    with pytest.raises(InvalidInput):
        use_token(config, seen.token)
    ask(config, now=NOW + timedelta(minutes=1))
    assert outbox.deliver_due(config, NOW + timedelta(minutes=1)).sent == 0


def test_what_is_no_address_is_told_so(config):
    with pytest.raises(InvalidInput):
        ask(config, "amina at north")


def test_five_wrong_codes_close_the_door_for_a_quarter_of_an_hour(config):
    seen = letter(config)
    for _ in range(5):
        with pytest.raises(InvalidInput):
            use_code(config, "AAAA-AAAA")
    with pytest.raises(TooManyRequests) as caught:
        use_code(config, seen.code)
    assert caught.value.retry_after == 15 * 60
    assert use_code(config, seen.code, now=NOW + timedelta(minutes=15))


def test_wrong_codes_for_an_unknown_address_are_counted_alike(config):
    for _ in range(5):
        with pytest.raises(InvalidInput):
            use_code(config, "AAAA-AAAA", "nobody@north.example")
    with pytest.raises(TooManyRequests):
        use_code(config, "AAAA-AAAA", "nobody@north.example")


def test_a_good_code_forgives_the_wrong_ones(config):
    for _ in range(3):
        seen = letter(config)
        for _ in range(4):
            with pytest.raises(InvalidInput):
                use_code(config, "AAAA-AAAA")
        assert use_code(config, seen.code)


def test_a_network_is_limited_over_all_addresses(config):
    for number in range(40):
        with pytest.raises(InvalidInput):
            use_code(config, "AAAA-AAAA", f"person{number}@north.example", origin=f"192.0.2.{number}")
    with pytest.raises(TooManyRequests):
        use_code(config, "AAAA-AAAA", "other@north.example")
    with pytest.raises(InvalidInput):
        use_code(config, "AAAA-AAAA", "other@north.example", origin="198.51.100.1")


def test_two_hundred_people_of_one_office_sign_in_at_nine(config, cast):
    link = sign_in.make_link(cast.amina.person_id, config, NOW)
    for _ in range(60):
        link = sign_in.make_link(cast.amina.person_id, config, NOW)
        use_code(config, link.code)
        link = sign_in.make_link(cast.amina.person_id, config, NOW)
        use_token(config, link.url.rpartition("/")[2])


def test_guessing_links_is_limited_too(config):
    for _ in range(40):
        with pytest.raises(InvalidInput):
            use_token(config, "x" * 43)
    with pytest.raises(TooManyRequests):
        use_token(config, "x" * 43)


def test_letters_to_one_address_are_limited_whether_it_is_known_or_not(config):
    for address in (AMINA, "nobody@north.example"):
        for _ in range(5):
            ask(config, address)
        with pytest.raises(TooManyRequests):
            ask(config, address)
        ask(config, address, NOW + timedelta(hours=1))


def test_only_hashes_are_stored_and_a_sent_letter_holds_no_secret(config, cast):
    seen = letter(config)
    link = sign_in.make_link(cast.amina.person_id, config, NOW)
    secrets = (seen.token, seen.code, seen.code.replace("-", ""), link.url.rpartition("/")[2], link.code)
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            assert not any(secret in str(value) for value in row for secret in secrets)
    text = db.session.scalars(select(Message.text)).one()
    assert "/sign-in/********" in text


def test_the_hash_depends_on_the_secret_of_the_service(config, database):
    from dataclasses import replace

    seen = letter(config)
    other = replace(config, secret_key="another secret of the service, as long as it has to be")
    assert sign_in.find_token(seen.token, other, NOW) is TokenState.UNKNOWN


def test_the_first_sign_in_opens_the_enrolment_and_later_ones_keep_the_date(config, cast):
    use_token(config, letter(config).token)
    later = NOW + timedelta(hours=2)
    use_token(config, letter(config, now=later).token, later)
    db.session.rollback()
    assert db.session.get(Enrolment, cast.amina.enrolment_id).opened_at == NOW


def test_a_coordinator_signs_in_without_enrolment(config, cast):
    assert use_code(config, letter(config, "chen@north.example").code, "chen@north.example") == cast.chen


def test_a_link_for_nobody_is_not_made(config):
    with pytest.raises(NotFound):
        sign_in.make_link(99_999, config, NOW)


def test_good_and_bad_sign_ins_are_in_the_audit_log_without_secrets(config, cast):
    seen = letter(config)
    use_token(config, seen.token)
    with pytest.raises(InvalidInput):
        use_code(config, "AAAA-AAAA")
    db.session.rollback()
    lines = db.session.scalars(
        select(AuditLine).where(AuditLine.action.like("sign_in%")).order_by(AuditLine.id)
    ).all()
    assert [line.action for line in lines] == ["sign_in.letter", "sign_in.done", "sign_in.refused"]
    assert {line.origin for line in lines} == {"192.0.2.0/24"}


def test_old_proofs_are_forgotten(config):
    letter(config)
    assert sign_in.forget_old_tokens(NOW + timedelta(days=30)) == 0
    assert sign_in.forget_old_tokens(NOW + timedelta(days=32)) == 1


def test_codes_use_no_letters_that_look_alike():
    from lms.services.sign_in_proofs import new_code, new_token

    seen = {new_code() for _ in range(500)}
    assert len(seen) == 500
    assert not set("".join(seen)) & set("0O1IL2Z5SBGU")
    assert all(len(code) == 9 and code[4] == "-" for code in seen)
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) * 6 >= 128


def test_the_table_of_tries_holds_no_address(config):
    with pytest.raises(InvalidInput):
        use_code(config, "AAAA-AAAA")
    names = [column.name for column in inspect(SignInToken).columns]
    assert "email" not in names
    subjects = db.session.connection().exec_driver_sql("SELECT subject FROM try").scalars().all()
    assert subjects
    assert not any("amina" in subject or "192" in subject[:4] for subject in subjects)

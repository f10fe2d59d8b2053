"""Kept HTML survives restarts, damage and other processes."""

from pathlib import Path

from lms.content.store import Store


def test_what_is_saved_is_found_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "pages", "rules")
    store.keep("a", "<p>é</p>")
    store.save()
    assert Store(tmp_path / "pages", "rules").find("a") == "<p>é</p>"


def test_what_was_made_by_other_rules_is_not_found(tmp_path: Path) -> None:
    store = Store(tmp_path, "rules")
    store.keep("a", "<p>old</p>")
    store.save()
    assert Store(tmp_path, "other rules").find("a") is None


def test_a_damaged_file_hides_no_other(tmp_path: Path) -> None:
    for digest in "ab":
        store = Store(tmp_path, "rules")
        store.keep(digest, digest)
        store.save()
    next(iter(sorted(tmp_path.iterdir()))).write_bytes(b"\xff damaged")
    again = Store(tmp_path, "rules")
    assert [again.find("a"), again.find("b")].count(None) == 1


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    Store(tmp_path, "rules").save()
    assert list(tmp_path.iterdir()) == []


def test_many_files_are_joined_into_one(tmp_path: Path) -> None:
    for number in range(9):
        store = Store(tmp_path, "rules")
        store.keep(str(number), "x")
        store.save()
    assert len(list(tmp_path.iterdir())) == 1
    again = Store(tmp_path, "rules")
    assert [again.find(str(number)) for number in range(9)] == ["x"] * 9


def test_two_processes_do_not_disturb_each_other(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "rules"), Store(tmp_path, "rules")
    one.keep("a", "1")
    two.keep("b", "2")
    one.save()
    two.save()
    again = Store(tmp_path, "rules")
    assert (again.find("a"), again.find("b")) == ("1", "2")


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file", "rules")
    store.keep("a", "1")
    store.save()
    assert store.find("a") == "1"


def test_without_a_folder_everything_stays_in_memory() -> None:
    store = Store(None, "rules")
    store.keep("a", "1")
    store.save()
    store.keep_only(set())
    assert store.find("a") == "1"

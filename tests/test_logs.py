"""One line an event: no stranger writes a line of our log, moves a cursor with it, or fills it."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from crawler.logs import JsonFormatter, LineFormatter, install, printable

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "\x1b[2J title\r\n2026-01-01 [pressmark] ERROR: forged \u202e \x9b \U000e0041 \ud800"


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("crawler", logging.INFO, "x.py", 1, message, arguments or None, info)


def line(message: str, *arguments: object, error: BaseException | None = None) -> str:
    return LineFormatter("%(levelname)s: %(message)s").format(record(message, *arguments, error=error))


def raised(message: str) -> ValueError:
    try:
        int(message)
    except ValueError as error:
        return error
    raise AssertionError


def test_what_does_not_print_is_escaped() -> None:
    written = line("title %s", HOSTILE)
    assert written.isprintable()
    assert written == (
        r"INFO: title \x1b[2J title\r\n2026-01-01 [pressmark] ERROR: forged \u202e \x9b \U000e0041 \ud800"
    )


def test_letters_of_all_scripts_stay_as_they_are() -> None:
    assert line("%s", "Süd, Юг, جنوب, दक्षिण, 南") == "INFO: Süd, Юг, جنوب, दक्षिण, 南"


@given(st.text())
def test_a_printable_text_never_hides_a_character(text: str) -> None:
    assert printable(text).isprintable()
    if "\\" not in text:
        assert printable(text).encode("latin-1", "backslashreplace").decode("unicode_escape") == text


@pytest.mark.parametrize("pattern", ["%s", "%r"])
def test_a_long_value_is_cut_and_what_stands_behind_it_is_not(pattern: str) -> None:
    written = line(f"redirect to {pattern}, refused", "x" * 12_168)
    assert len(written) < 600
    assert "12,1" in written
    assert written.endswith(", refused")


def test_a_long_message_is_cut_too() -> None:
    assert len(line("y" * 1_000_000)) < 5_000


def test_numbers_keep_their_formats() -> None:
    assert line("%d of %5.1f", 3, 2.25) == "INFO: 3 of   2.2"


def test_a_mapping_of_values_is_cut_by_value() -> None:
    formatter = LineFormatter("%(message)s")
    made = logging.LogRecord("a", logging.INFO, "", 1, "%(url)s %(n)d", ({"url": "z" * 900, "n": 7},), None)
    assert formatter.format(made).endswith(" 7")


def test_a_line_of_a_traceback_cannot_pass_for_an_event() -> None:
    written = line("failed", error=raised(HOSTILE))
    first, *rest = written.split("\n")
    assert first == "INFO: failed"
    assert all(text.startswith("  | ") and text.isprintable() for text in rest)
    assert any("forged" in text for text in rest)


def test_json_has_one_object_a_line_in_ascii() -> None:
    written = JsonFormatter().format(record("title %s", HOSTILE, error=raised(HOSTILE)))
    assert written.isascii()
    assert written.isprintable()
    event = json.loads(written)
    assert list(event) == ["time", "level", "logger", "message", "traceback"]
    assert event["message"].startswith(r"title \x1b[2J")
    assert "forged" in event["traceback"]


def test_a_setting_of_the_log_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LOG_LEVEL"):
        install(Settings({"LOG_LEVEL": "LOUD"}))
    with pytest.raises(ValueError, match="LOG_FILE"):
        install(Settings({"LOG_FILE": str(tmp_path / "no" / "such" / "folder.log")}))


def test_the_log_goes_to_one_place_however_often_it_begins(tmp_path: Path) -> None:
    def ours() -> list[logging.Handler]:
        return [h for h in logging.root.handlers if isinstance(h.formatter, LineFormatter)]

    level, raises = logging.root.level, logging.raiseExceptions
    try:
        for name in ("a.log", "b.log"):
            install(Settings({"LOG_FILE": str(tmp_path / name)}))
        assert len(ours()) == 1
        logging.getLogger("crawler").info("said once: %s", "\x1b")
        assert "said once" not in (tmp_path / "a.log").read_text()
        assert (tmp_path / "b.log").read_text().count(r"said once: \x1b") == 1
    finally:
        for handler in ours():
            logging.root.removeHandler(handler)
            handler.close()
        logging.root.setLevel(level)
        logging.raiseExceptions = raises

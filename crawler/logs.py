"""The log: one line an event, whatever a page, a header or a server put into it.

What strangers write reaches a log through URLs, headers, titles and the messages of exceptions. A control character
in it could forge a line or move the cursor of whoever reads it, and one value could be a megabyte long. So every
handler of ours escapes what is not printable, and cuts.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

LONGEST_VALUE = 500  # characters of one value in a message
LONGEST_MESSAGE = 4_000  # characters
LONGEST_TRACEBACK = 20_000  # characters: its end tells most


def printable(text: str) -> str:
    """The text with everything that does not print escaped as Python writes it: line ends, ESC, bidi marks, surrogates."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shortened(text: str, limit: int = LONGEST_VALUE) -> str:
    """At most so many characters; what is missing is counted."""
    return text if len(text) <= limit else f"{text[:limit]}... ({len(text):,} characters)"


def _message(record: logging.LogRecord) -> str:
    arguments = record.args
    if isinstance(arguments, tuple):
        record.args = tuple(_value(value) for value in arguments)
    elif arguments:
        record.args = {name: _value(value) for name, value in arguments.items()}
    try:
        return printable(shortened(record.getMessage(), LONGEST_MESSAGE))
    finally:
        record.args = arguments  # other handlers get what was said


def _value(value: object) -> object:
    return value if isinstance(value, (int, float)) else _Cut(value)


class _Cut:
    """A value that shows itself shortened, in %s and in %r."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return shortened(str(self._value))

    def __repr__(self) -> str:
        return shortened(repr(self._value))


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    said = record.exc_text or (formatter.formatException(record.exc_info) if record.exc_info else "")
    said = "\n".join(part for part in (said, record.stack_info or "") if part)
    return said if len(said) <= LONGEST_TRACEBACK else f"...{said[-LONGEST_TRACEBACK:]}"


class LineFormatter(logging.Formatter):
    """One line an event; the lines of a traceback begin with a bar, so that none of them can pass for an event."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = _message(record)
        record.asctime = self.formatTime(record, self.datefmt)
        head = self.formatMessage(record)
        lines = _traceback(self, record).splitlines()
        return "\n".join([head, *(f"  | {printable(line)}" for line in lines)])


class JsonFormatter(logging.Formatter):
    """One JSON object an event, in ASCII: `time` (UTC), `level`, `logger`, `message`, and `traceback` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if traceback := _traceback(self, record):
            event["traceback"] = traceback
        return json.dumps(event)


def install(settings: BaseSettings) -> None:
    """Make ours the root logger's handler, by Scrapy's LOG_* settings and our LOG_JSON, in place of an earlier one.

    ValueError names the setting that cannot be used.
    """
    handler = _handler(settings)
    earlier = [h for h in logging.root.handlers if isinstance(h.formatter, (LineFormatter, JsonFormatter))]
    for old in earlier:
        logging.root.removeHandler(old)
        old.close()
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    logging.raiseExceptions = False  # a full disk under the log, or a closed stream, ends no crawl


def install_in_worker() -> None:
    """The same for a worker, which has warnings to give and no settings."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(LineFormatter("[%(name)s] %(levelname)s: %(message)s"))
    logging.root.addHandler(handler)
    logging.raiseExceptions = False


def _handler(settings: BaseSettings) -> logging.Handler:
    handler = _file(settings) if settings.get("LOG_FILE") else _stream(settings)
    if settings.getbool("LOG_JSON"):
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(LineFormatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT")))
    try:
        handler.setLevel(settings.get("LOG_LEVEL"))
    except (ValueError, TypeError):
        handler.close()
        known = "DEBUG, INFO, WARNING, ERROR or CRITICAL"
        raise ValueError(f"LOG_LEVEL={settings.get('LOG_LEVEL')!r} must be {known}") from None
    return handler


def _stream(settings: BaseSettings) -> logging.Handler:
    return logging.StreamHandler() if settings.getbool("LOG_ENABLED") else logging.NullHandler()


def _file(settings: BaseSettings) -> logging.Handler:
    name, mode = settings.get("LOG_FILE"), "a" if settings.getbool("LOG_FILE_APPEND") else "w"
    try:
        return logging.FileHandler(
            name, mode, encoding=settings.get("LOG_ENCODING"), errors="backslashreplace"
        )
    except OSError as error:
        raise ValueError(f"LOG_FILE={name}: {error.strerror}") from error

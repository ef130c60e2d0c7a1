"""The project's own settings: read once, checked, frozen."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.connect_to import ConnectTo, parse_connect_to
from crawler.tls import trust
from crawler.watch.thresholds import measures
from storage.object_store import BadArchiveUrl, ObjectStore, open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

_opened = cache(open_store)
ENVIRONMENT = "PRESSMARK_"
CONTACT = re.compile(r"[^\s@()<>]+@[^\s@()<>]+|https?://[^\s()<>]+")


class BadConfiguration(ValueError):
    """A setting that cannot be used; the message names it and says what would do."""


def _setting(default: Any, meaning: str) -> Any:  # noqa: ANN401 - the field's annotation says the type
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Every setting of Pressmark; in Scrapy's settings they bear the same names in capitals."""

    archive_url: str = _setting("archive", "the archive: a folder, file:///folder or s3://bucket/prefix")
    spool_dir: str = _setting("var", "local disk for what is not sealed and published yet")
    operator_contact: str = _setting("", "e-mail or https address that the User-Agent names; required")
    connect_to: str = _setting("", "host:port:address:port, several by commas: as curl --connect-to")
    tls_ca_file: str = _setting("", "PEM file of further certificate authorities to trust")
    allowed_ports: str = _setting("", "ports besides 80 and 443 that may be asked, by commas")
    extraction_enabled: bool = _setting(
        default=True, meaning="False: archive only; `scrapy reextract` makes the text later"
    )
    ask_tdmrep: bool = _setting(
        default=False, meaning="True: ask each host for /.well-known/tdmrep.json, once in a run"
    )
    extract_workers: int = _setting(2, "processes that read pages")
    extract_timeout: float = _setting(30.0, "seconds after which a page's worker is killed")
    extract_memory_mb: int = _setting(1024, "address space of a worker")
    extract_pages_per_worker: int = _setting(1000, "pages after which a worker is replaced")
    max_attempts: int = _setting(3, "tries of a URL in one run")
    retry_pause: float = _setting(
        5.0, "seconds before the second try; four times as long before each next one"
    )
    max_redirects: int = _setting(10, "redirects followed from one URL")
    max_header_bytes: int = _setting(256 << 10, "size of a response's head, interim responses included")
    max_wait: float = _setting(120.0, "seconds of Retry-After that a run waits for; longer ends it")
    max_pages: int = _setting(0, "requests of a run; 0: the outlet's own budget")
    log_json: bool = _setting(default=False, meaning="True: the log as one JSON object an event")
    max_bytes: int = _setting(0, "bytes of responses of a run; 0: the outlet's own budget")
    max_minutes: float = _setting(0.0, "minutes of a run; 0: the outlet's own budget")
    warc_max_bytes: int = _setting(1_000_000_000, "size at which a WARC file is sealed")
    spool_max_bytes: int = _setting(
        0, "bytes of the whole spool at which crawls stop with 73; 0: when the disk is nearly full"
    )
    stop_seconds: float = _setting(
        25.0, "from SIGTERM to the end of the process, whatever hangs; 0: no limit"
    )
    lease_seconds: float = _setting(600.0, "for how long a lease in the archive is good; 0: none is taken")
    lease_skew: float = _setting(60.0, "seconds that the clocks of two machines may be apart")
    metrics_dir: str = _setting("", "where the Prometheus text files go; empty: metrics/ in the spool")
    alarm_thresholds: str = _setting("", "without_author.rise=0.4, lag=off: other numbers for alarms")

    @property
    def user_agent(self) -> str:
        """What every request says of itself."""
        from crawler import __version__  # noqa: PLC0415 - the package's own version, without a cycle

        return f"Pressmark/{__version__} (news archive; {self.operator_contact})"

    @property
    def ports(self) -> frozenset[int]:
        return frozenset({80, 443}) | frozenset(int(port) for port in _words(self.allowed_ports))

    @property
    def connections(self) -> ConnectTo:
        return parse_connect_to(self.connect_to)

    @property
    def spool(self) -> Path:
        return Path(self.spool_dir).absolute()

    @property
    def metrics(self) -> Path:
        return Path(self.metrics_dir).absolute() if self.metrics_dir else self.spool / "metrics"

    def store(self) -> ObjectStore:
        """The archive, not yet probed; one client a process."""
        return _opened(self.archive_url)

    def digest(self) -> str:
        """sha256 of every setting's value, in lower-case hex: two runs with one digest were configured alike."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def defaults() -> Mapping[str, Any]:
    """Our settings under Scrapy's names: the environment's value where there is one, else the default."""
    return {
        f.name.upper(): os.environ.get(ENVIRONMENT + f.name.upper(), f.default) for f in fields(Configuration)
    }


def configuration(settings: BaseSettings) -> Configuration:
    """The configuration that these settings describe; BadConfiguration names the first one that is wrong."""
    _refuse_unknown(settings)
    values = {f.name: _value(f.name.upper(), f.default, settings) for f in fields(Configuration)}
    made = Configuration(**values)
    _check(made)
    return made


def require_contact(made: Configuration) -> None:
    """No live crawl without somebody to complain to."""
    if not made.operator_contact:
        raise BadConfiguration(
            "OPERATOR_CONTACT is not set: sites must be able to reach you. Say -s OPERATOR_CONTACT=you@example.org"
            " or set PRESSMARK_OPERATOR_CONTACT"
        )
    if not CONTACT.fullmatch(made.operator_contact):
        raise BadConfiguration(
            f"OPERATOR_CONTACT={made.operator_contact!r} is neither an e-mail nor an http(s) address"
        )


def _refuse_unknown(settings: BaseSettings) -> None:
    from scrapy.settings import default_settings  # noqa: PLC0415 - 180 names, needed once

    ours = {f.name.upper() for f in fields(Configuration)}
    known = {name for name in dir(default_settings) if name.isupper()} | ours | _OF_SCRAPY
    for name in settings:
        given = settings.getpriority(name) or 0
        if given >= _PROJECT and name not in known:
            raise BadConfiguration(f"{name} is no setting of Pressmark or Scrapy")
        if given >= _PROJECT and name not in ours:
            _check_scrapys(name, getattr(default_settings, name, None), settings)
    for variable in os.environ:
        if variable.startswith(ENVIRONMENT) and variable.removeprefix(ENVIRONMENT) not in ours:
            raise BadConfiguration(f"{variable}, in the environment, names no setting of Pressmark")


def _check_scrapys(name: str, default: object, settings: BaseSettings) -> None:
    """Scrapy reads each of its settings where it needs it, some in the middle of a run."""
    if not isinstance(default, (bool, int, float)):
        return
    read = settings.getbool if isinstance(default, bool) else settings.getfloat
    try:
        read(name)
    except (TypeError, ValueError):
        raise BadConfiguration(_is_not(name, settings.get(name), default)) from None


def _is_not(name: str, raw: object, default: float) -> str:
    kind = "yes or no (True, False)" if isinstance(default, bool) else f"a number, such as {default}"
    return f"{name}={raw!r} must be {kind}"


_PROJECT = 20  # the priority of settings.py; the command line's is higher
_OF_SCRAPY = frozenset({"EDITOR", "SETTINGS_MODULE", "DNS_RESOLVER", "FORCE_CRAWLER_PROCESS"})


def _value(name: str, default: Any, settings: BaseSettings) -> Any:  # noqa: ANN401 - one of the types below
    raw = settings.get(name, default)
    try:
        if isinstance(default, bool):
            return settings.getbool(name, default)
        if isinstance(default, (int, float)):
            return _positive(type(default)(raw))
    except (TypeError, ValueError):
        raise BadConfiguration(_is_not(name, raw, default)) from None
    return " ".join(map(str, raw)) if isinstance(raw, (list, tuple)) else str(raw)


def _positive(number: float) -> float:
    if not 0 <= number < float("inf"):
        raise ValueError(number)
    return number


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[\s,]+", text) if word)


def _check(made: Configuration) -> None:
    for name, check in (
        ("CONNECT_TO", lambda: made.connections),
        ("ALLOWED_PORTS", lambda: made.ports),
        ("ARCHIVE_URL", made.store),
        ("TLS_CA_FILE", lambda: trust(made.tls_ca_file)),
        ("ALARM_THRESHOLDS", lambda: measures(made.alarm_thresholds)),
    ):
        try:
            check()
        except (ValueError, BadArchiveUrl) as error:
            raise BadConfiguration(f"{name}: {error}") from error
    for name in (
        "extract_workers",
        "max_attempts",
        "extract_timeout",
        "extract_pages_per_worker",
        "warc_max_bytes",
    ):
        if not getattr(made, name):
            raise BadConfiguration(f"{name.upper()} must be more than 0")

"""A worker that a page took over can say what it likes: the crawling process takes plain data from it."""

from __future__ import annotations

import os
import pickle
import socket
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.answers import BadAnswer, parsed_answer
from crawler.worker import Worker, WorkerDied, worker_environment
from storage.announcement import SourceEntry
from storage.article import Reason
from storage.exchange import Purpose
from storage.reading import Part, Reading


class Runs:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/never",)


def hostile_answer(_: object) -> Runs:
    return Runs()


def environment(_: object) -> dict[str, str]:
    return dict(os.environ)


def dialled(port: int) -> str:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError as error:
        return type(error).__name__
    return "connected"


def namespace(_: object) -> str:
    return str(Path("/proc/self/ns/net").readlink())


def test_a_reading_comes_back_as_it_was_sent() -> None:
    entries = (SourceEntry(url="https://example.org/a", purpose=Purpose.PAGE),)
    sent = [
        Reading("<urn:uuid:1>", b"{}", Reason.NO_TEXT, "x", None),
        Part(entries),
        {"at": datetime(2026, 1, 2, tzinfo=UTC), "words": Counter(a=1), "hashes": frozenset({1})},
        None,
    ]
    assert parsed_answer(pickle.dumps(sent)) == sent


@pytest.mark.parametrize(
    "sent",
    [Runs(), os.getcwd, eval, Worker, pytest.raises, [Runs()], {"a": Runs()}],
    ids=lambda sent: type(sent).__name__,
)
def test_what_could_run_is_refused(sent: object) -> None:
    with pytest.raises(BadAnswer):
        parsed_answer(pickle.dumps(sent))


@given(st.binary(max_size=200))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    with suppress(BadAnswer):
        parsed_answer(data)


def test_a_worker_that_answers_with_code_is_taken_for_dead() -> None:
    with closing(Worker(512)) as worker, pytest.raises(WorkerDied, match=r"posix\.system|no reading"):
        worker.result(hostile_answer, None, 60)


def test_a_worker_knows_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PRESSMARK_X", "http_proxy", "GITHUB_TOKEN"):
        monkeypatch.setenv(name, "canary-secret")
    with closing(Worker(512)) as worker:
        known = worker.result(environment, None, 60)
        process = Path(f"/proc/{worker.pid}")
        started_with = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    assert "PATH" in known
    assert "canary-secret" not in str(known)
    assert b"canary-secret" not in started_with


def test_what_programs_need_is_passed_on() -> None:
    passed = worker_environment({"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1", "SECRET": "x"})
    assert passed.keys() == {"LC_ALL", "TZ", "PYTHONHASHSEED", "PYTHONPATH"}


def test_a_worker_has_no_network_where_the_system_allows_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, closing(Worker(512)) as worker:
        if worker.result(namespace, None, 60) == str(Path("/proc/self/ns/net").readlink()):
            pytest.skip("this system allows no network namespaces to programs like this one")
        assert worker.result(dialled, server.getsockname()[1], 60) != "connected"


class ByName:
    """Pickled as Python 3.11.0 to 3.11.2 pickle a member of an enumeration."""

    def __init__(self, owner: object, name: str) -> None:
        self._owner, self._name = owner, name

    def __reduce__(self) -> tuple[object, tuple[object, str]]:
        return getattr, (self._owner, self._name)


def test_a_member_may_be_named_as_older_pythons_do() -> None:
    assert parsed_answer(pickle.dumps(ByName(Purpose, "PAGE"))) is Purpose.PAGE


@pytest.mark.parametrize(("owner", "name"), [(Reading, "__init__"), (Purpose, "__class__"), (Purpose, "mro")])
def test_nothing_else_is_had_by_its_name(owner: object, name: str) -> None:
    with pytest.raises(BadAnswer, match="getattr"):
        parsed_answer(pickle.dumps(ByName(owner, name)))

"""The hostile web: every case a host of its own, ten control articles among them, and canaries that nobody may reach."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.hostile import codings, encodings, inward, json_ld, markup, messages, redirects, robots
from tests.hostile.case import Case, case, page
from tests.plain_sockets import SocketServer, response
from tests.small_sites import news

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.plain_sockets import Answer

CONTROLS = 10
SECRET = b"CANARY-REACHED"
NOT_FOUND = response(b"", status="404 Not Found")


@dataclass(frozen=True)
class HostileWeb:
    """What is served, and what was asked of it."""

    cases: Mapping[str, Case]  # those that are crawled, by name
    hosts: tuple[str, ...]  # of all: a case may send the crawler to another
    server: SocketServer
    canaries: tuple[SocketServer, ...]

    @property
    def connect_to(self) -> str:
        """CONNECT_TO for every host of it, port 80."""
        return ",".join(f"{host}:80:127.0.0.1:{self.server.port}" for host in self.hosts)

    @property
    def allowed_ports(self) -> str:
        """The canaries' ports are allowed, so that only the address can save them."""
        return ",".join(str(canary.port) for canary in self.canaries)

    def urls(self) -> list[str]:
        """In an order in which the controls stand among the others."""
        every = list(self.cases.values())
        ordered = [hostile for hostile in every if not is_control(hostile.name)]
        step = len(ordered) // CONTROLS
        for n, good in enumerate(one for one in every if is_control(one.name)):
            ordered.insert(n * (step + 1), good)
        return [url for one in ordered for url in one.urls]


def is_control(name: str) -> bool:
    return name.startswith("control-")


@contextmanager
def hostile_web(*names: str) -> Iterator[HostileWeb]:
    """Serve the cases on 127.0.0.1 until the block ends; all of them are to be crawled, or those that are named."""
    with ExitStack() as stack:
        canaries = [
            stack.enter_context(SocketServer(lambda _host, _path: response(SECRET), address))
            for address in ("127.0.0.2", "127.0.0.1", "::1")
        ]
        by_host = {case.host: case for case in all_cases(canaries[0].port)}
        cases = {case.name: case for case in by_host.values() if not names or case.name in names}

        def answer(host: str, path: str) -> bytes | Answer:
            return by_host[host].answers.get(path, NOT_FOUND) if host in by_host else NOT_FOUND

        yield HostileWeb(cases, tuple(by_host), stack.enter_context(SocketServer(answer)), tuple(canaries))


def all_cases(canary: int) -> list[Case]:
    """The hostile cases by group, and the controls; `canary` is a port on 127.0.0.2."""
    found = [
        *inward.cases(canary),
        *redirects.cases(),
        *codings.cases(),
        *messages.cases(),
        *markup.cases(),
        *encodings.cases(),
        *json_ld.cases(),
        *robots.cases(),
        *(case(f"control-{n}", page(control(n)), "archived", text=False) for n in range(1, CONTROLS + 1)),
    ]
    twice = [name for name, number in Counter(case.name for case in found).items() if number > 1]
    assert not twice, twice
    return found


def control(number: int) -> bytes:
    """An article of its own, which must come through whatever stands around it."""
    return news(9_000 + number).body

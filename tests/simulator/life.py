"""Crawls the simulated outlet at chosen moments, as a timer would, and keeps what was asked and how each run ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.replica.server import ReplicaServer
from tests.simulator.showing import NEW, OLD, shown
from tests.simulator.world import Trouble
from tests.small_sites import operator_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from tests.operator import Operator
    from tests.replica.reply import Ask, Reply
    from tests.simulator.world import World

OUTLET = "southfront"
NOBODY = ",".join(f"{host}:{port}:127.0.0.1:1" for host in (OLD, NEW) for port in (80, 443))


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    host: str
    conditional: bool
    status: int  # that of the reply as the site means it; a 304 by validators counts as 200

    @property
    def purpose(self) -> str:
        if self.path == "/robots.txt":
            return "robots.txt"
        if self.path == "/feed/":
            return "feed"
        return "sitemap" if "sitemap" in self.path else "page"


@dataclass(frozen=True, slots=True)
class Look:
    """One run of the crawler."""

    at: datetime
    exit_code: int
    requests: tuple[Request, ...]
    said: str  # on standard error

    def pages(self) -> Counter[str]:
        return Counter(request.path for request in self.requests if request.purpose == "page")


class SimulatedSite:
    """The outlet's server. What it answers follows from the world and from `at`, which stands still during a run."""

    hosts = (NEW, OLD)

    def __init__(self, world: World) -> None:
        self.world = world
        self.at = world.stories[0].published
        self.asked: list[Request] = []

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        reply = shown(self.world, self.at, ask)
        conditional = not ask.headers.keys().isdisjoint({"if-none-match", "if-modified-since"})
        self.asked.append(Request(ask.target, ask.host, conditional, reply.status))
        return reply


def lived(world: World, moments: Iterable[datetime], folder: Path) -> tuple[Operator, tuple[Look, ...]]:
    """The looks at these moments, and whose archive they filled."""
    site = SimulatedSite(world)
    folder.mkdir(parents=True, exist_ok=True)
    with ReplicaServer([site]) as server:
        operator = operator_in(folder, server)
        return operator, tuple(_look(site, operator, at) for at in moments)


def _look(site: SimulatedSite, operator: Operator, at: datetime) -> Look:
    site.at, site.asked = at, []
    down = {"CONNECT_TO": NOBODY} if site.world.has(Trouble.NETWORK, at) else {}
    done = operator.scrapy_on(at, "crawl", OUTLET, EXTRACT_WORKERS="1", LOG_LEVEL="WARNING", **down)
    return Look(at, done.returncode, tuple(site.asked), done.stderr)

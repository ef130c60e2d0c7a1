"""An archive of a few pages of one outlet, crawled as an operator crawls."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.operator import Operator
from tests.replica import southfront
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "southfront.press"


@dataclass(frozen=True)
class Pages:
    """Some articles of the South Front replica, and nothing else."""

    bodies: dict[str, bytes]
    hosts: tuple[str, ...] = (HOST,)

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        del secure
        body = self.bodies.get(ask.target)
        return Reply(200, body, "text/html; charset=utf-8") if body else Reply(404, b"", "text/plain")


@contextmanager
def small_archive(archive: str, spool: Path, pages: int = 3) -> Iterator[Operator]:
    """The operator of the archive, while the site is served."""
    chosen = southfront.articles()[:pages]
    with ReplicaServer((Pages({each.path: southfront.page(each) for each in chosen}),)) as server:
        operator = Operator(archive, spool, server)
        urls = spool.with_name("urls.txt")
        urls.write_text("".join(f"http://{HOST}{each.path}\n" for each in chosen), encoding="utf-8")
        done = operator.scrapy("crawl", "southfront", "-a", f"urls={urls}")
        assert done.returncode == 0, done.stderr
        yield operator

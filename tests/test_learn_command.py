"""`scrapy learn` reads an archive and proposes; it changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors import vocabulary
from storage.article import Family
from tests.generated.outlets import generated
from tests.operator import Operator
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.untraced

HOST = "southfront.press"
PAGES = 20


@dataclass(frozen=True)
class Site:
    """Generated pages under the address of an outlet that has a file."""

    pages: dict[str, bytes]
    hosts: tuple[str, ...] = (HOST,)

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        assert not secure
        body = self.pages.get(ask.target)
        return Reply(200, body, "text/html") if body else Reply(404, b"", "text/plain")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    folder = tmp_path_factory.mktemp("learn")
    pages = {
        f"/story-{at}/": page.capture("x").block.partition(b"\r\n\r\n")[2]
        for at, page in enumerate(generated("blogpress", PAGES).pages)
    }
    urls = folder / "urls.txt"
    urls.write_text("\n".join(f"http://{HOST}{path}" for path in pages), encoding="utf-8")
    with ReplicaServer((Site(pages),)) as server:
        operator = Operator(str(folder / "archive"), folder / "spool", server)
        done = operator.scrapy("crawl", "southfront", "-a", f"urls={urls}")
        assert done.returncode == 0, done.stderr
        yield operator


def files(operator: Operator) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path(operator.archive).rglob("*") if path.is_file()}


def test_a_report_says_what_is_proposed_and_on_what_evidence(crawled: Operator) -> None:
    before = files(crawled)
    done = crawled.scrapy("learn", "southfront")
    assert done.returncode == 0, done.stderr
    assert re.search(
        rf"southfront: {PAGES} captures read, {PAGES} pages .* \d+ distinct stories", done.stdout
    )
    for shown in (
        "div.donate-box",
        "donation",
        "neighbours give a little",
        f"http://{HOST}/story-",
        "held back",
    ):
        assert shown in done.stdout
    assert files(crawled) == before


def test_python_to_paste_is_written_where_it_is_wanted(crawled: Operator, tmp_path: Path) -> None:
    plain = crawled.scrapy("learn", "southfront", "--format", "py")
    beside = crawled.scrapy("learn", "southfront", "--format", "py", "--to", str(tmp_path / "proposal.py"))
    assert (plain.returncode, beside.returncode, beside.stdout) == (0, 0, "")
    assert (tmp_path / "proposal.py").read_text(encoding="utf-8") == plain.stdout
    names = {name: getattr(vocabulary, name) for name in vocabulary.__all__} | {
        "Family": Family,
        "date": date,
    }
    (layout,) = eval(f"dict({plain.stdout})", names)["layouts"]
    assert {drop.signature for drop in layout.signatures} == {"div.donate-box", "div.fund-meter"}


def test_a_check_measures_what_the_proposal_would_do(crawled: Operator) -> None:
    done = crawled.scrapy("learn", "southfront", "--check")
    assert done.returncode == 0, done.stderr
    assert re.search(r"all\s+│\s+\d+ │\s+0 of \d+ \(0\.00%\)", done.stdout), done.stdout


def test_days_without_captures_teach_nothing(crawled: Operator) -> None:
    done = crawled.scrapy("learn", "southfront", "--until", "2001-01-01")
    assert done.returncode == 0
    assert "0 captures read" in done.stdout
    assert "Nothing to propose" in done.stdout


def test_a_part_of_the_captures_is_drawn_always_the_same(crawled: Operator) -> None:
    one, other = (crawled.scrapy("learn", "southfront", "--pages", "10").stdout for _ in range(2))
    assert one == other
    found = re.search(r"(\d+) captures read", one)
    assert found
    assert 0 < int(found[1]) < PAGES


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nobody",), 78, "no outlet nobody: there are "),
        (("globalresearch",), 78, "no run of globalresearch in "),
        (("southfront", "--min-stories", "2"), 78, "--min-stories 2: at least 3"),
        (("southfront", "--since", "yesterday"), 78, "--since yesterday: write a day as"),
        (("southfront", "--format", "py", "--to", "/dev/null/x"), 73, "/dev/null/x"),
        ((), 2, "name one outlet"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value)[:12],
)
def test_mistakes_are_named(crawled: Operator, words: tuple[str, ...], status: int, said: str) -> None:
    done = crawled.scrapy("learn", *words)
    assert done.returncode == status, done.stderr
    assert said in done.stderr + done.stdout

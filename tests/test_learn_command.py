"""`scrapy learn` reads an archive and proposes; it changes nothing."""

from __future__ import annotations

import re
import subprocess
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


PART = ("learn", "southfront", "--pages", "10")
MISTAKES: dict[tuple[str, ...], tuple[int, str]] = {
    ("learn", "nobody"): (78, "no outlet nobody: there are "),
    ("learn", "globalresearch"): (78, "no run of globalresearch in "),
    ("learn", "southfront", "--min-stories", "2"): (78, "--min-stories 2: at least 3"),
    ("learn", "southfront", "--since", "yesterday"): (78, "--since yesterday: write a day as"),
    ("learn", "southfront", "--format", "py", "--to", "/dev/null/x"): (73, "/dev/null/x"),
    ("learn",): (2, "name one outlet"),
}
Answer = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Learned:
    """What the commands said that read pages, each run once."""

    report: Answer  # with a check
    proposal: str  # which it wrote to a file
    part: Answer
    part_in_python: Answer
    proposal_of_part: str
    has_changed: bool  # anything in the archive


@pytest.fixture(scope="module")
def learning(crawled: Operator, tmp_path_factory: pytest.TempPathFactory) -> Learned:
    folder = tmp_path_factory.mktemp("proposals")
    whole, of_part = folder / "whole.py", folder / "part.py"
    before = files(crawled)
    report = crawled.scrapy("learn", "southfront", "--check", "--to", str(whole))
    part = crawled.scrapy(*PART, "--to", str(of_part))
    in_python = crawled.scrapy(*PART, "--format", "py")
    return Learned(
        report=report,
        proposal=whole.read_text(encoding="utf-8"),
        part=part,
        part_in_python=in_python,
        proposal_of_part=of_part.read_text(encoding="utf-8"),
        has_changed=files(crawled) != before,
    )


def files(operator: Operator) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path(operator.archive).rglob("*") if path.is_file()}


def test_a_report_says_what_is_proposed_and_on_what_evidence(learning: Learned) -> None:
    done = learning.report
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
    assert not learning.has_changed


def test_python_to_paste_is_written_beside_the_report(learning: Learned) -> None:
    names = {name: getattr(vocabulary, name) for name in vocabulary.__all__} | {
        "Family": Family,
        "date": date,
    }
    (layout,) = eval(f"dict({learning.proposal})", names)["layouts"]
    assert {drop.signature for drop in layout.signatures} == {"div.donate-box", "div.fund-meter"}


def test_a_check_measures_what_the_proposal_would_do(learning: Learned) -> None:
    shown = learning.report.stdout
    assert re.search(r"all\s+│\s+\d+ │\s+0 of \d+ \(0\.00%\)", shown), shown


def test_days_without_captures_teach_nothing(crawled: Operator) -> None:
    done = crawled.scrapy("learn", "southfront", "--until", "2001-01-01")
    assert done.returncode == 0
    assert "0 captures read" in done.stdout
    assert "Nothing to propose" in done.stdout


def test_a_part_of_the_captures_is_drawn_always_the_same(learning: Learned) -> None:
    found = re.search(r"(\d+) captures read", learning.part.stdout)
    assert found
    assert 0 < int(found[1]) < PAGES
    assert learning.proposal_of_part == learning.part_in_python.stdout != learning.proposal


def test_python_alone_is_printed_where_nothing_else_is_wanted(learning: Learned) -> None:
    assert learning.part_in_python.returncode == 0
    assert learning.part_in_python.stdout.startswith("layouts=")
    assert "captures read" not in learning.part_in_python.stdout


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_mistakes_are_named(crawled: Operator, words: tuple[str, ...]) -> None:
    status, said = MISTAKES[words]
    done = crawled.scrapy(*words)
    assert done.returncode == status, done.stderr
    assert said in done.stderr + done.stdout

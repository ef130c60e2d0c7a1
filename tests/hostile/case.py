"""A hostile case: a host that answers in one bad way, and what must become of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from tests.plain_sockets import response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.plain_sockets import Answer

HTML = "Content-Type: text/html; charset=utf-8"
SENTENCES = (
    "The ferry to the northern islands ran again on Monday after eleven days in port.",
    "Its captain said that the new engine had been tried in a calm sea and in a rough one.",
    "On the quay some sixty passengers waited with bicycles, crates of hens and a piano.",
    "The harbour master read the timetable aloud, because the printed one was still wrong.",
    "A second ship is to follow in spring, if the yard delivers what it has promised.",
    "Fishermen on the outer island were asked for their opinion and gave several.",
    "The fare stays what it was, four crowns a head, and two for whoever brings a dog.",
    "In the evening the lamps on the pier were lit for the first time since the storm.",
)


@dataclass(frozen=True)
class Case:
    """One host of the hostile web. `answers` by path; its page is `/`, robots.txt a 404 where none is given.

    `outcomes` are the labels that the page may end with: one, but where timing on a loaded machine decides between
    two that are equally right. `text`: whether the page's article has to be whole.
    """

    name: str
    answers: Mapping[str, bytes | Answer]
    outcomes: tuple[str, ...]
    path: str = "/"
    text: bool = False
    also: Mapping[str, str] = field(default_factory=dict)  # label by the path of other URLs of the host
    given: tuple[str, ...] = ()  # paths besides `path` that the crawl is told

    @property
    def host(self) -> str:
        return f"{self.name}.example"

    @property
    def urls(self) -> tuple[str, ...]:
        """What the crawl is told to fetch, the page first."""
        return tuple(self.at(path) for path in (self.path, *self.given))

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"


def case(name: str, answer: bytes | Answer, *outcomes: str, text: bool = False) -> Case:
    """A case of a single page."""
    return Case(name, {"/": answer}, outcomes, text=text)


def paragraphs(number: int = len(SENTENCES)) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:number])


_numbers = count(1000)  # of one length, as texts of one length are


def document(body: str = "", *, head: str = "", title: str = "The ferry runs again") -> str:
    """An article that any reader finds, with what a case puts into its head and behind its text; each another one."""
    number = f"<p>This is notice number {next(_numbers)} of the harbour office, and it replaces the one before.</p>"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article>"
        f"<h1>{title}</h1>{paragraphs()}{number}</article>{body}</body></html>"
    )


def page(markup: str | bytes, *fields: str) -> bytes:
    return response(markup if isinstance(markup, bytes) else markup.encode(), *(fields or (HTML,)))

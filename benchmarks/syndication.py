"""How well `scrapy link` finds copies, what it takes for one, and what MinHash-LSH would have found.

    python -m benchmarks.syndication                         # the project's invented prose
    python -m benchmarks.syndication --texts FOLDER          # *.txt or *.json with ground_truth.main_content
    PYTHONPATH=FOLDER python -m benchmarks.syndication       # with datasketch there: side by side

Originals are dressed as pages of one replica site and copies as pages of another, boilerplate and all, and go through the
real extraction before they are linked.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from crawler.linking import chained, judged
from extractors.credits import link_entry
from extractors.extract import extract
from extractors.fingerprint import words
from extractors.kinship import LEAST_SHARED, overlap
from storage.article import Article
from storage.capture import Capture
from storage.link import DirectedBy, LinkLabel
from storage.link_index import open_index
from storage.link_update import settle
from tests.invented_texts import Newsroom
from tests.planted_reuse import KINDS, Paragraphs, article, series, sharing_quotes
from tests.quality.prose_texts import prose_texts
from tests.replica import globalresearch, southfront
from tests.replica.planted import wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.link_entry import LinkEntry
    from storage.table_rows import Record
    from tests.replica.planted import Planted

MOMENT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
SITES = 20
CONTAINMENTS = (0.2, 0.3, 0.4, 0.5, 0.6)
SERIES, DAYS, QUOTES = 50, 20, 0.2


@dataclass(frozen=True, slots=True)
class Copy:
    kind: str
    label: LinkLabel
    credited: bool
    original: Article
    copy: Article


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.syndication", description=__doc__)
    parser.add_argument("--texts", type=Path, help="a folder of texts to plant reuse with")
    parser.add_argument("--originals", type=int, default=150)
    parser.add_argument(
        "--different", type=int, default=20_000, help="texts that have nothing to do with each other"
    )
    chosen = parser.parse_args()
    texts = list(read_texts(chosen.texts)) if chosen.texts else invented(2 * chosen.originals)
    half = min(len(texts) // 2, chosen.originals)
    copies = list(planted_pages(texts[:half], texts[half:]))
    print(recall(copies), curve(copies), sep="\n\n")
    if table := minhash(copies):
        print("\n" + table)
    print(
        "\n"
        + false_links(chosen.different, [" ".join(text) for text in texts] if chosen.texts else prose_texts())
    )


def read_texts(folder: Path) -> Iterator[Paragraphs]:
    for path in sorted(folder.iterdir()):
        raw = path.read_text(encoding="utf-8")
        text = json.loads(raw)["ground_truth"].get("main_content") or "" if path.suffix == ".json" else raw
        paragraphs = tuple(line.strip() for line in re.split(r"\n+", text) if line.strip())
        if 120 <= len(text.split()) <= 3000:
            yield paragraphs


def invented(number: int) -> list[Paragraphs]:
    newsroom = Newsroom(prose_texts())
    return [newsroom.text(f"original {n}", 120 + 30 * (n % 25)) for n in range(number)]


def planted_pages(originals: Sequence[Paragraphs], others: Sequence[Paragraphs]) -> Iterator[Copy]:
    for number, text in enumerate(originals):
        at = MOMENT + timedelta(hours=number)
        page = southfront._report(f"Original report {number}", at)  # noqa: SLF001 - the replica's own dressing
        original = read(southfront.page(dressed(page, text)), page)
        for turn, (kind, (change, label)) in enumerate(KINDS.items()):
            body = change(text, others[number % len(others)], Random(f"{number} {kind}"))
            headline, day = f"Copy {number} {turn}", at + timedelta(days=1)
            credited = (number + turn) % 2 == 0
            copy_page = (
                globalresearch._repost(headline, day, 1, ("theme", "post_body", "all_in_body")[turn % 3])  # noqa: SLF001
                if credited
                else globalresearch._own(headline, "Ann Writer", day, has_biography=True, book="A Book")  # noqa: SLF001
            )
            post_id = 5_800_000 + number * len(KINDS) + turn  # by which the outlet's articles are known
            copy_page = replace(copy_page, post_id=post_id, url=f"{globalresearch.HOME}/copy/{post_id}")
            copy = read(globalresearch.page(dressed(copy_page, body)), copy_page)
            if original and copy:
                yield Copy(kind, label, credited, original, copy)


def dressed(page: Planted, text: Paragraphs) -> Planted:
    """The page with this text in place of its own, all boilerplate kept in its order."""
    first = next(at for at, line in enumerate(page.lines) if line.family is None and line.text)
    before = [line for line in page.lines[:first] if line.family is not None or not line.text]
    after = [line for line in page.lines[first:] if line.family is not None]
    return replace(page, lines=(*before, *wanted(*text), *after))


def read(html: bytes, page: Planted) -> Article | None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(
        html
    )
    found = extract(
        Capture(page.outlet, page.url, page.published + timedelta(hours=2), head + html, None, None)
    )
    return found if isinstance(found, Article) else None


def linked(entries: Iterable[LinkEntry]) -> list[Record]:
    """Through the whole index."""
    with TemporaryDirectory() as folder, open_index(Path(folder) / "links.sqlite", "1") as index:
        with index.exclusive():
            index.add("all", entries)
            settle(index, judged, chained, lambda *_: None)
        return [
            json.loads(record) | {"outlet": outlet}
            for outlet, record in index.db.execute("SELECT outlet, record FROM link")
        ]


def recall(copies: Sequence[Copy]) -> str:
    """Found, label and direction right, by kind, each kind linked by itself; and what was linked besides."""
    rows = [
        "| reuse | pages | found | label right | direction right | by credit | other links |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        own = [copy for copy in copies if copy.kind == kind]
        articles = {a.article_id: a for copy in own for a in (copy.original, copy.copy)}
        records = linked(link_entry(a, 1) for a in articles.values())
        by_pair = {(r["article_id"], r["original_id"]): r for r in records}
        found = [(c, r) for c in own if (r := _between(by_pair, c.copy.article_id, c.original.article_id))]
        n = max(len(found), 1)
        labelled = sum(r["label"] == c.label for c, r in found)
        directed = sum(r["article_id"] == c.copy.article_id for c, r in found)
        credited = sum(r["directed_by"] == DirectedBy.CREDIT for c, r in found if c.credited)
        rows.append(
            f"| {kind} | {len(own)} | {len(found) / len(own):.3f} | {labelled / n:.3f} | {directed / n:.3f}"
            f" | {credited} of {sum(c.credited for c, _ in found)} | {len(records) - len(found)} |"
        )
    return "\n".join(rows)


def _between(by_pair: dict[tuple[str, str], Record], one: str, other: str) -> Record | None:
    return by_pair.get((one, other)) or by_pair.get((other, one))


def curve(copies: Sequence[Copy]) -> str:
    """Recall of the pair alone, by the least containment."""
    shares = defaultdict(list)
    for copy in copies:
        found = overlap(link_entry(copy.copy, 1), link_entry(copy.original, 1))
        enough = len(found.shared) >= min(LEAST_SHARED, found.of_first, found.of_second)
        shares[copy.kind].append(max(found.first_share, found.second_share) if enough else 0.0)
    head = "| containment at least | " + " | ".join(KINDS) + " |"
    lines = [head, "|---" * (len(KINDS) + 1) + "|"]
    for least in CONTAINMENTS:
        part = (f"{sum(share >= least for share in shares[kind]) / len(shares[kind]):.3f}" for kind in KINDS)
        lines.append(f"| {least} | " + " | ".join(part) + " |")
    return "\n".join(lines)


def minhash(copies: Sequence[Copy]) -> str:
    """What datasketch finds on the same clean texts: word 5-grams, 128 permutations."""
    with suppress(ImportError):
        from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found] # noqa: PLC0415 - only for this comparison

        articles = {a.article_id: a for copy in copies for a in (copy.original, copy.copy)}
        began = time.process_time()
        signatures = {name: _signature(MinHash, a.article_body) for name, a in articles.items()}
        lines = [
            "| MinHash-LSH, threshold | " + " | ".join(KINDS) + " | candidates a page |",
            "|---" * (len(KINDS) + 2) + "|",
        ]
        for threshold in (0.3, 0.5, 0.8):
            index = MinHashLSH(threshold=threshold, num_perm=128)
            for name, signature in signatures.items():
                index.insert(name, signature)
            found = {name: set(index.query(signature)) for name, signature in signatures.items()}
            part = []
            for kind in KINDS:
                own = [copy for copy in copies if copy.kind == kind]
                hits = sum(c.original.article_id in found[c.copy.article_id] for c in own)
                part.append(f"{hits / len(own):.3f}")
            candidates = sum(map(len, found.values())) / len(found)
            lines.append(f"| {threshold} | " + " | ".join(part) + f" | {candidates:.1f} |")
        theirs, began = time.process_time() - began, time.process_time()
        linked(link_entry(a, 1) for a in articles.values())
        lines.append(
            f"\nCPU: datasketch {theirs:.1f} s (three indexes), scrapy link {time.process_time() - began:.1f} s"
        )
        return "\n".join(lines)
    return ""


def _signature(kind: Any, text: str) -> Any:  # noqa: ANN401 - datasketch may not be there
    signature, found = kind(num_perm=128), words(text)
    for at in range(len(found) - 4):
        signature.update(" ".join(found[at : at + 5]).encode())
    return signature


def false_links(number: int, prose: Sequence[str]) -> str:
    """Links among texts that have nothing to do with each other, and among those that only seem to."""
    newsroom, began = Newsroom(prose), time.process_time()
    articles, stories = [], {}
    for made, story in different(newsroom, number):
        articles.append(link_entry(made, 1))
        stories[made.article_id] = story
    records = linked(articles)
    kinds: Counter[str] = Counter()
    for record in records:
        one, other = stories[record["article_id"]], stories[record["original_id"]]
        within = one == other and one.startswith("series")
        kinds[
            "template in a series"
            if within and record["label"] == LinkLabel.TEMPLATE
            else f"false: {record['label']}, {one.split()[0]}-{other.split()[0]}"
        ] += 1
    false = sum(count for kind, count in kinds.items() if kind.startswith("false"))
    return (
        f"{len(articles)} different articles ({SERIES} series of {DAYS} daily reports, {number // 5} pairs of one event with the same quotes):"
        f" {false} false links, {false / len(articles) * 10_000:.2f} in 10,000 articles; {dict(kinds)};"
        f" {time.process_time() - began:.0f} s of CPU"
    )


def different(newsroom: Newsroom, number: int) -> Iterator[tuple[Article, str]]:
    draw = Random("different")
    pairs = number // 5
    for n in range(number - 2 * pairs):
        yield (
            article(
                f"site{n % SITES}", f"text{n}", newsroom.text(f"d{n}", draw.randrange(60, 700)), day=n % 365
            ),
            f"text {n}",
        )
    for n in range(pairs):
        one, other = (newsroom.text(f"e{n}{side}", draw.randrange(120, 500)) for side in "ab")
        for side, text in enumerate(sharing_quotes(one, other, QUOTES)):
            yield (
                article(f"site{(n + 7 * side) % SITES}", f"event{n}-{side}", text, day=n % 365),
                f"event {n} {side}",
            )
    for n in range(SERIES):
        frame = [*newsroom.text(f"frame{n}", 120), "Counted on {day}: {0} at {1}, {2} at {3}. {4}"]
        facts = [
            [
                str(draw.randrange(900)),
                f"place{draw.randrange(99)}",
                str(draw.randrange(900)),
                f"place{draw.randrange(99)}",
                " ".join(newsroom.text(f"f{n} {day}", 60)),
            ]
            for day in range(DAYS)
        ]
        safe = [
            paragraph if "{day}" in paragraph else paragraph.replace("{", "(").replace("}", ")")
            for paragraph in frame
        ]
        for made in series(safe, facts, f"Report {n}"):
            yield made, f"series {n}"


if __name__ == "__main__":
    main()

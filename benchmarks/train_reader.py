"""Train the judgement of `extractors.reader` on pages whose text people have marked, and write it as code.

    pip install lightgbm numpy
    python -m benchmarks.train_reader --wcxb FOLDER --cross        # how well it does on pages it was not trained on
    python -m benchmarks.train_reader --wcxb FOLDER --write extractors/judgement.py

FOLDER is the development split of the Web Content Extraction Benchmark (html/ID.html.gz, gold/ID.json). A line is
the article's when half of its four-word runs occur in the gold text; lines weigh by their words, pages alike.
The trees are small on purpose: 80 of at most 16 leaves, each leaf holding at least 60 lines.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from benchmarks.stored_pages import Half, StoredPage, wcxb
from benchmarks.text_scores import Matches, words
from benchmarks.tree_code import as_code, row
from extractors import judgement
from extractors.charset import characters
from extractors.evidence import evidence
from extractors.extract import extract_html
from extractors.parse import page
from extractors.reader import claims
from extractors.stated import stated
from extractors.survey import survey
from extractors.walk import printed
from storage.article import Article

TREES = 80
LEAVES = 16
RUN = 4  # words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Marked:
    """The lines of one page that may be the article's: their evidence, whether they are, and their words."""

    page: StoredPage
    rows: list[list[float]]
    is_article: list[bool]
    words: list[int]


def marked(stored: StoredPage) -> Marked | None:
    """None: nothing could be made of the page."""
    parsed = page(characters(stored.html, "text/html").text, stored.url)
    if parsed is None:
        return None
    walked = printed(parsed.tree)
    said = claims(stated(parsed))
    surveyed = survey(walked, said.headline)
    found = evidence(walked.lines, surveyed, said)
    runs = set(_runs(_tokens(stored.text)))
    whole = {tuple(_tokens(line)) for line in stored.text.split("\n")}
    lines = [
        (row(one), _is_in(own, runs, whole), len(own))
        for line, one in zip(walked.lines, found, strict=True)
        if one is not None and (own := _tokens(line.text))
    ]
    return Marked(
        stored, [one for one, _, _ in lines], [mine for _, mine, _ in lines], [n for *_, n in lines]
    )


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(tokens: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[start:] for start in range(RUN)), strict=False))


def _is_in(own: list[str], runs: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> bool:
    if len(own) < RUN:
        return tuple(own) in whole
    mine = _runs(own)
    return sum(run in runs for run in mine) * 2 >= len(mine)


def trained(pages: list[Marked]) -> dict[str, Any]:
    """LightGBM's dump of the trees."""
    import lightgbm  # noqa: PLC0415 -- needed for training alone
    import numpy as np  # noqa: PLC0415

    weights = []
    for one in pages:
        total = sum(n for n, mine in zip(one.words, one.is_article, strict=True) if mine) or 1
        weights += [min(1.0, (n + 2) / total) for n in one.words]
    weight = np.array(weights)
    model = lightgbm.train(
        {
            "objective": "binary", "num_leaves": LEAVES, "learning_rate": 0.12, "min_data_in_leaf": 60,
            "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.5, "seed": 3, "verbose": -1,
            "deterministic": True, "force_row_wise": True, "num_threads": 1,
        },
        lightgbm.Dataset(
            np.array([row for one in pages for row in one.rows]),
            np.array([mine for one in pages for mine in one.is_article]),
            weight=weight / weight.mean(),
        ),
        num_boost_round=TREES,
    )  # fmt: skip
    dump: dict[str, Any] = model.dump_model()
    return dump


def _judged_by(source: str) -> None:
    """From now on, lines are judged in this process by the trees that `source` holds as code."""
    scope: dict[str, Any] = {}
    exec(compile(source, "trees", "exec"), scope)
    judgement.votes = scope["votes"]


def _scored(stored: StoredPage) -> Matches:
    found = extract_html(stored.html, stored.url)
    return words(found.article_body if isinstance(found, Article) else "", stored.text)


def cross(pages: list[Marked], folds: int) -> None:
    """Every page read by trees that have not seen it; the halves are those that rules were tuned and tested on."""
    every: list[tuple[Half, Matches]] = []
    for fold in range(folds):
        held = [one.page for one in pages if _fold(one.page, folds) == fold]
        source = as_code(trained([one for one in pages if _fold(one.page, folds) != fold]), "")
        with Pool(2, _judged_by, (source,)) as pool:
            found = pool.map(_scored, held, chunksize=10)
        every += [(stored.half, score) for stored, score in zip(held, found, strict=True)]
    for halves, name in (((Half.TUNE,), "tuning half"), ((Half.TEST,), "other half"), (tuple(Half), "both")):
        mine = [score for half, score in every if half in halves]
        precision, recall, f1 = (
            sum(getattr(score, part) for score in mine) / len(mine) for part in ("precision", "recall", "f1")
        )
        print(f"{name}: {len(mine)} pages, precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")


def _fold(stored: StoredPage, folds: int) -> int:
    digest = hashlib.sha256(stored.name.encode()).digest()
    return digest[0] % 2 if folds == 2 else digest[1] % folds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wcxb", type=Path, required=True, help="folder with html/ and gold/")
    parser.add_argument("--cross", action="store_true", help="measure on pages left out of the training")
    parser.add_argument("--folds", type=int, default=10, help="2: the two halves (default 10)")
    parser.add_argument("--write", type=Path, help="where the trees go, as code")
    arguments = parser.parse_args()
    stored = wcxb(arguments.wcxb)
    with Pool(2) as pool:
        pages = [one for one in pool.map(marked, stored, chunksize=20) if one is not None]
    print(f"{len(pages)} pages, {sum(len(one.rows) for one in pages)} lines")
    if arguments.cross:
        cross(pages, arguments.folds)
    if arguments.write:
        about = f"Whether a printed line is the article's: {TREES} small trees, trained on {len(pages)} marked pages."
        arguments.write.write_text(as_code(trained(pages), about))


if __name__ == "__main__":
    main()

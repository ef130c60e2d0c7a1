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
import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from extractors import extract_html, judgement
from extractors.charset import characters
from extractors.evidence import Evidence, evidence
from extractors.parse import page
from extractors.reader import claims
from extractors.signs import Sign
from extractors.stated import stated
from extractors.walk import printed
from storage.article import Article

TREES = 80
LEAVES = 16
_WORD = re.compile(r"\w+")
_WITHIN = ("list", "table", "quote", "form", "article", "nav", "footer", "stated_body")
_BITS = {
    "within": _WITHIN,
    "signs": tuple(sign.name or "" for sign in Sign),
    "own_signs": tuple(sign.name or "" for sign in Sign),
}
COLUMNS = tuple(
    (name, bit)
    for name in Evidence._fields
    for bit in ([1 << place for place in range(len(_BITS[name]))] if name in _BITS else [0])
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One page: the evidence of its candidate lines, whether they are the article's, and their words."""

    name: str
    rows: list[list[float]]
    is_article: list[bool]
    words: list[int]

    @property
    def half(self) -> int:
        return hashlib.sha256(self.name.encode()).digest()[0] % 2


def tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def word_scores(text: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of words as multisets."""
    found, wanted = Counter(tokens(text)), Counter(tokens(gold))
    shared = (found & wanted).total()
    precision, recall = shared / max(1, found.total()), shared / max(1, wanted.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def gold_of(path: Path) -> tuple[str, str]:
    """The marked text and the URL."""
    known = json.loads(path.read_text())
    return known["ground_truth"].get("main_content") or "", known.get("url") or "http://unknown.example/"


def html_of(path: Path) -> bytes:
    return gzip.decompress((path.parents[1] / "html" / f"{path.stem}.html.gz").read_bytes())


def marked(path: Path) -> Marked | None:
    gold, url = gold_of(path)
    parsed = page(characters(html_of(path), "text/html").text, url)
    if not gold or parsed is None:
        return None
    walked = printed(parsed.tree)
    found = evidence(walked, claims(stated(parsed)))
    words = tokens(gold)
    runs = set(zip(*(words[start:] for start in range(4)), strict=False))
    whole = {tuple(tokens(line)) for line in gold.split("\n")}
    rows = []
    for line, one in zip(walked.lines, found, strict=True):
        if one is not None and (own := tokens(line.text)):
            rows.append((_row(one), _is_in(own, runs, whole), len(own)))
    return Marked(
        path.stem, [row for row, _, _ in rows], [mine for _, mine, _ in rows], [n for *_, n in rows]
    )


def _is_in(words: list[str], runs: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> bool:
    if len(words) < 4:
        return tuple(words) in whole
    own = list(zip(*(words[start:] for start in range(4)), strict=False))
    return sum(run in runs for run in own) * 2 >= len(own)


def _row(one: Evidence) -> list[float]:
    return [
        float(bool(getattr(one, name) & bit)) if bit else float(getattr(one, name)) for name, bit in COLUMNS
    ]


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


def as_code(model: dict[str, Any], about: str) -> str:
    """The trees as one function of the evidence."""
    names = ", ".join(Evidence._fields)
    lines = [
        f'"""{about}"""',
        "# made by benchmarks/train_reader.py: mend that, not this",
        "",
        "from __future__ import annotations",
        "",
        "from typing import TYPE_CHECKING",
        "",
        "if TYPE_CHECKING:",
        "    from extractors.evidence import Evidence",
        "",
        "",
        "def votes(line: Evidence) -> float:",
        '    """The log-odds that the line is the article\'s."""',
        f"    ({names}) = line",
        "    return (",
        *(
            f"        {'+ ' if at else ''}{_branch(tree['tree_structure'])}"
            for at, tree in enumerate(model["tree_info"])
        ),
        "    )",
        "",
    ]
    return "\n".join(lines)


def _branch(node: dict[str, Any]) -> str:
    if "leaf_value" in node:
        return f"{node['leaf_value']:.3g}"
    name, bit = COLUMNS[node["split_feature"]]
    left, right = _branch(node["left_child"]), _branch(node["right_child"])
    if bit:
        return f"({right} if {name} & {bit} else {left})"
    return f"({left} if {name} <= {node['threshold']:.4g} else {right})"


def _judged_by(source: str) -> None:
    scope: dict[str, Any] = {}
    exec(compile(source, "trees", "exec"), scope)
    judgement.votes = scope["votes"]


def scored(path: Path) -> tuple[float, float, float]:
    gold, url = gold_of(path)
    found = extract_html(html_of(path), url)
    return word_scores(found.article_body if isinstance(found, Article) else "", gold)


def cross(paths: list[Path], pages: list[Marked], folds: int) -> None:
    """Every page read by trees that have not seen it; the halves are those that rules were tuned and tested on."""
    every: list[tuple[int, tuple[float, float, float]]] = []
    by_name = {path.stem: path for path in paths}
    for fold in range(folds):
        held = [one for one in pages if _fold(one.name, folds) == fold]
        source = as_code(trained([one for one in pages if _fold(one.name, folds) != fold]), "")
        with Pool(2, _judged_by, (source,)) as pool:
            found = pool.map(scored, [by_name[one.name] for one in held], chunksize=10)
        every += [(one.half, score) for one, score in zip(held, found, strict=True)]
    for half, name in ((0, "tuning half"), (1, "other half"), (None, "both")):
        mine = [score for at, score in every if half is None or at == half]
        means = [sum(score[k] for score in mine) / len(mine) for k in range(3)]
        print(
            f"{name}: {len(mine)} pages, precision {means[0]:.4f}, recall {means[1]:.4f}, F1 {means[2]:.4f}"
        )


def _fold(name: str, folds: int) -> int:
    digest = hashlib.sha256(name.encode()).digest()
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
    paths = sorted((arguments.wcxb / "gold").glob("*.json"))
    with Pool(2) as pool:
        pages = [one for one in pool.map(marked, paths, chunksize=20) if one is not None and one.rows]
    print(f"{len(pages)} pages, {sum(len(one.rows) for one in pages)} lines")
    if arguments.cross:
        cross(paths, pages, arguments.folds)
    if arguments.write:
        about = f"Whether a printed line is the article's: {TREES} small trees, trained on {len(pages)} marked pages."
        arguments.write.write_text(as_code(trained(pages), about))


if __name__ == "__main__":
    main()

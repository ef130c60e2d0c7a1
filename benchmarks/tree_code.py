"""The trees of a trained model as one function of the evidence, in Python that needs nothing but itself."""

from __future__ import annotations

from typing import Any

from extractors.evidence import Evidence
from extractors.signs import Sign

_SIGNS = tuple(sign.name or "" for sign in Sign)
_BITS = {
    "within": ("list", "table", "quote", "form", "article", "nav", "footer", "stated_body"),
    "signs": _SIGNS,
    "own_signs": _SIGNS,
}
COLUMNS = tuple(
    (name, bit)
    for name in Evidence._fields
    for bit in ([1 << place for place in range(len(_BITS[name]))] if name in _BITS else [0])
)
"""What trees split at: a number of the evidence, or (where the second is not 0) one bit of it."""


def row(one: Evidence) -> list[float]:
    """The evidence by columns."""
    return [
        float(bool(getattr(one, name) & bit)) if bit else float(getattr(one, name)) for name, bit in COLUMNS
    ]


def as_code(model: dict[str, Any], about: str) -> str:
    """A module with the function `votes`; `model` is LightGBM's dump, `about` the module's docstring."""
    trees = [_branch(tree["tree_structure"]) for tree in model["tree_info"]]
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
        f"    ({', '.join(Evidence._fields)}) = line",
        "    return (",
        *(f"        {'+ ' if at else ''}{tree}" for at, tree in enumerate(trees)),
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
    return f"({left} if {name} <= {node['threshold']:.6g} else {right})"

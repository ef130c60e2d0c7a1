"""A proposal as Python, to be pasted into an outlet's file: what it holds is what was proposed, no more."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from extractors.layouts import BlockDrop, Drop, Layout
from extractors.line_rules import BoilerplateRule, ProvenanceRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.learning.proposal import Evidence, Proposal

_INDENT = "    "


def literal(proposal: Proposal) -> str:
    """Keyword arguments of the outlet: its layouts whole, then rules to add. Empty when there is nothing to paste."""
    noted = {(block.layout, block.drop): block.evidence for block in proposal.blocks}
    parts: list[str] = []
    if proposal.blocks or any(layout.containers for layout in proposal.layouts):
        layouts = "".join(_layout(proposed.layout, noted) for proposed in proposal.layouts)
        parts.append(f"layouts=(\n{layouts}),\n")
    for name, kind in (("boilerplate", BoilerplateRule), ("provenance", ProvenanceRule)):
        rules = [found for found in proposal.lines if isinstance(found.rule, kind)]
        if rules:
            shown = "".join(
                f"{_INDENT}# {_seen(found.evidence)}\n{_value(found.rule, 1)},\n" for found in rules
            )
            parts.append(f"{name}=(  # add to those that are there\n{shown}),\n")
    return "".join(parts)


def _layout(layout: Layout, noted: dict[tuple[str, BlockDrop], Evidence]) -> str:
    lines = [f"{_INDENT}Layout("]
    for name, value in _stated(layout):
        if name == "signatures":
            lines.append(f"{_INDENT * 2}signatures=(")
            lines += _signatures(layout, noted)
            lines.append(f"{_INDENT * 2}),")
        else:
            lines.append(f"{_INDENT * 2}{name}={_value(value, 2).lstrip()},")
    return "\n".join((*lines, f"{_INDENT}),\n"))


def _signatures(layout: Layout, noted: dict[tuple[str, BlockDrop], Evidence]) -> Iterator[str]:
    for drop in layout.signatures:
        if shown := noted.get((layout.name, drop)):
            yield f"{_INDENT * 3}# {_seen(shown)}"
        yield f"{_value(drop, 3)},"


def _seen(shown: Evidence) -> str:
    return (
        f"{shown.stories} stories, {shown.days} days, {shown.share:.0%} of those between"
        f" {shown.first} and {shown.last}"
    )


def _value(value: object, depth: int) -> str:
    """As source, indented; long tuples one member a line."""
    indent = _INDENT * depth
    if isinstance(value, BlockDrop | Drop):
        inner = ", ".join(_argument(name, part) for name, part in _stated(value))
        return f"{indent}{type(value).__name__}({inner})"
    if isinstance(value, BoilerplateRule | ProvenanceRule):
        inner = "".join(f"{indent}{_INDENT}{name}={_atom(part)},\n" for name, part in _stated(value))
        return f"{indent}{type(value).__name__}(\n{inner}{indent})"
    if isinstance(value, tuple) and value and isinstance(value[0], Drop):
        inner = "".join(f"{_value(member, depth + 1)},\n" for member in value)
        return f"{indent}(\n{inner}{indent})"
    return f"{indent}{_atom(value)}"


def _argument(name: str, value: object) -> str:
    return _atom(value) if name in {"selector", "signature", "family"} else f"{name}={_atom(value)}"


def _atom(value: object) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, tuple):
        return f"({', '.join(map(_atom, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, str) and "\\" in value and '"' not in value and not value.endswith("\\"):
        return f'r"{value}"'
    if isinstance(value, str):
        return _quoted(value)
    return repr(value)


def _quoted(text: str) -> str:
    """In double quotation marks, as the formatter writes it."""
    shown = repr(text + "'")  # a single quotation mark in it makes repr choose double ones, if it can
    return f'{shown[:-2]}"' if shown.startswith('"') else repr(text)


def _stated(value: object) -> Iterable[tuple[str, object]]:
    """The fields that differ from their defaults, in the order of the class."""
    for field in fields(value):  # type: ignore[arg-type]  # the callers pass dataclasses
        held = getattr(value, field.name)
        if held != field.default:
            yield field.name, held

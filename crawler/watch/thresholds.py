"""`ALARM_THRESHOLDS`: other numbers for the measures of alarms, or none of a measure at all."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from crawler.watch.measures import ALL
from crawler.watch.spool_measures import OF_SPOOL, Filled, Unpublished

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.watch.measures import Measure
    from crawler.watch.spool_measures import SpoolMeasure


def measures(text: str) -> tuple[Measure, ...]:
    """Those of an outlet's history, as `without_author.rise=0.4, lag=off` changes them. ValueError says what cannot be read."""
    return tuple(measure for measure in _chosen(text) if not isinstance(measure, (Unpublished, Filled)))


def spool_measures(text: str) -> tuple[SpoolMeasure, ...]:
    """Those of the spool, likewise."""
    return tuple(measure for measure in _chosen(text) if isinstance(measure, (Unpublished, Filled)))


def _chosen(text: str) -> tuple[Measure | SpoolMeasure, ...]:
    known = (*ALL, *OF_SPOOL)
    found: dict[str, Measure | SpoolMeasure] = {measure.name: measure for measure in known}
    for part in filter(None, re.split(r"[\s,]+", text)):
        name, _, value = part.partition("=")
        measure, _, number = name.partition(".")
        if measure not in found:
            names = ", ".join(one.name for one in known)
            raise ValueError(f"{part!r}: no measure is called {measure!r}, or it is off; there are {names}")
        if not number and value == "off":
            del found[measure]
        else:
            found[measure] = _changed(found[measure], number, value, part)
    return tuple(found.values())


def numbers(measure: Measure | SpoolMeasure) -> Mapping[str, float]:
    """What of a measure can be set, with its value."""
    values = {own.name: getattr(measure, own.name) for own in fields(measure)}
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def _changed(measure: Measure | SpoolMeasure, number: str, value: str, part: str) -> Measure | SpoolMeasure:
    own = numbers(measure)
    if number not in own:
        raise ValueError(f"{part!r}: write {measure.name}=off, or one of {', '.join(own)} with a number")
    try:
        made = float(value)
    except ValueError:
        raise ValueError(f"{part!r}: {value!r} is no number") from None
    if not 0 <= made < float("inf"):
        raise ValueError(f"{part!r}: a number of 0 or more")
    kind = type(own[number])
    changes: dict[str, Any] = {number: kind(made)}  # Any: of a name that is known when it runs
    return replace(measure, **changes)

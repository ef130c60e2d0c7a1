"""Articles and rejections as JSON: one line each, the same bytes for the same value."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from storage.article import Article, BasedOn, Boilerplate, Family, Kind, Reason, Rejection
from storage.capture import Pressmark

MOMENTS = ("captured_at", "date_published", "date_modified")
TUPLES = (
    "author",
    "article_section",
    "keywords",
    "image",
    "video",
    "links",
    "flags",
    "robots_directives",
    "license",
)


def to_json(result: Article | Rejection) -> bytes:
    """UTF-8, one line; moments in RFC 3339 with microseconds and "Z"."""
    return dumps(fields(result))


def from_json(data: bytes) -> Article | Rejection:
    """The value that `to_json` was given; KeyError, ValueError or TypeError when `data` is something else."""
    values: dict[str, Any] = json.loads(data)
    for name in MOMENTS:
        if values.get(name) is not None:
            values[name] = moment(values[name])
    if values["pressmark"] is not None:
        values["pressmark"] = Pressmark(**values["pressmark"])
    return _rejection(values) if "reason" in values else _article(values)


def fields(result: Article | Rejection) -> dict[str, Any]:
    """The dataclass as a plain dictionary, in the order of its fields, moments still moments."""
    values = asdict(result)
    if isinstance(result, Article):
        values["found_by"] = dict(result.found_by)
    return values


def dumps(values: dict[str, Any]) -> bytes:
    """One line of UTF-8 JSON; moments become text."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=timestamp)
    return text.encode("utf-8", "backslashreplace")


def timestamp(when: datetime) -> str:
    """RFC 3339 in UTC with microseconds: 2022-01-31T10:00:00.000000Z."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The moment that `timestamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _rejection(values: dict[str, Any]) -> Rejection:
    return Rejection(**{**values, "reason": Reason(values["reason"])})


def _article(values: dict[str, Any]) -> Article:
    based_on = tuple(BasedOn(**{**b, "date": b["date"] and moment(b["date"])}) for b in values["is_based_on"])
    boilerplate = tuple(Boilerplate(**{**b, "family": Family(b["family"])}) for b in values["boilerplate"])
    return Article(
        **{
            **values,
            **{
                name: tuple(values.get(name, ())) for name in TUPLES
            },  # of an earlier version: without the newest fields
            "kind": Kind(values["kind"]),
            "is_based_on": based_on,
            "boilerplate": boilerplate,
            "found_by": tuple(sorted(values["found_by"].items())),
        }
    )

"""Manifests of runs and of maintenance, taken for nothing but what they can prove: strangers may have written them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.objects import is_plain_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUN_FORMAT, MAINTENANCE_FORMAT = "pressmark-run/1", "pressmark-maintenance/1"
MAX_MANIFEST_BYTES = 64 << 20  # some 200,000 files
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAMED = 32  # digits of a sha256 that a file is named by
_RUN_FIELDS = {
    "closed_at", "configuration_digest", "counts", "exit_code", "files", "format", "outcomes", "outlet",
    "previous", "reason", "run", "started_at", "status", "versions",
}  # fmt: skip
_MAINTENANCE_FIELDS = {
    "after",
    "at",
    "files",
    "format",
    "operation",
    "outlet",
    "previous",
    "removed",
    "table",
}


@dataclass(frozen=True, slots=True)
class FileClaim:
    """A file as a manifest describes it; of the table that has none, its log and its name, with half of the sha256."""

    kind: str
    key: str
    size: int
    sha256: str
    rows: int | None

    def is_of(self, sha256: str) -> bool:
        """Whether these are the bytes."""
        return len(self.sha256) >= _NAMED and sha256.startswith(self.sha256)


@dataclass(frozen=True, slots=True)
class Link:
    """Another manifest, by its key and the digest of its bytes."""

    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Claims:
    """A manifest that could be read. Of maintenance, `run` is empty and `operation` is what was done."""

    key: str
    sha256: str
    outlet: str
    run: str
    operation: str
    files: tuple[FileClaim, ...]
    removed: tuple[str, ...]
    previous: Link | None
    after: Link | None
    outcomes: dict[str, int]
    counts: dict[str, int]


class _Wrong(ValueError):
    """Something in a manifest that cannot be; the message says what."""


def read(key: str, data: bytes) -> Claims | Damage:
    """The claims of a manifest, or the damage that keeps it from being one."""
    try:
        return _claims(key, data, json.loads(data))
    except _Wrong as wrong:
        return Damage(DamageKind.BAD_MANIFEST, key, str(wrong))
    except (ValueError, RecursionError) as error:
        return Damage(DamageKind.BAD_MANIFEST, key, f"the manifest is no JSON: {printable(error)}")


def _claims(key: str, data: bytes, fields: Any) -> Claims:  # noqa: ANN401 - JSON
    stated = fields.get("format") if isinstance(fields, dict) else None
    if stated not in (RUN_FORMAT, MAINTENANCE_FORMAT):
        raise _Wrong(f"its format is {printable(stated, 60)}")
    wanted = _RUN_FIELDS if stated == RUN_FORMAT else _MAINTENANCE_FIELDS
    if missing := wanted - fields.keys():
        raise _Wrong(f"it has no {', '.join(sorted(missing))}")
    if canonical(fields) != data:
        raise _Wrong("its bytes are not those that its fields are written as")
    claims = Claims(
        key,
        hashlib.sha256(data).hexdigest(),
        _text(fields, "outlet"),
        _text(fields, "run") if stated == RUN_FORMAT else "",
        "run" if stated == RUN_FORMAT else _text(fields, "operation"),
        tuple(_file(item) for item in _list(fields, "files")),
        tuple(_key(item) for item in _list(fields, "removed")) if stated == MAINTENANCE_FORMAT else (),
        _link(fields["previous"]),
        _link(fields.get("after")),
        _numbers(fields.get("outcomes", {}), "outcomes"),
        _numbers(fields.get("counts", {}), "counts"),
    )
    _check_moments(fields, stated)
    _check_place(claims, fields)
    return claims


def canonical(fields: dict[str, Any]) -> bytes:
    """Sorted names, two spaces, UTF-8, a line feed at the end: docs/verification.md."""
    text = json.dumps(fields, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _check_moments(fields: dict[str, Any], stated: str) -> None:
    for name in ("started_at", "closed_at") if stated == RUN_FORMAT else ("at",):
        try:
            if datetime.fromisoformat(_text(fields, name)).tzinfo is None:
                raise _Wrong(f"{name} has no time zone")
        except ValueError as error:
            raise _Wrong(f"{name} is no moment: {printable(fields[name], 40)}") from error


def _check_place(claims: Claims, fields: dict[str, Any]) -> None:
    moment = datetime.fromisoformat(fields["started_at"] if claims.run else fields["at"])
    folder = "runs" if claims.run else "maintenance"
    month = f"{folder}/{claims.outlet}/{moment:%Y/%m}/"
    place = f"{month}{claims.run}.json" if claims.run else month
    if not claims.key.startswith(place):
        raise _Wrong(f"it says that it stands at {printable(place)}")
    for name, count in Counter(file.key for file in claims.files).items():
        if count > 1:
            raise _Wrong(f"it names {name} {count} times")


def _text(fields: dict[str, Any], name: str) -> str:
    if not isinstance(fields.get(name), str):
        raise _Wrong(f"{name} is no text")
    return str(fields[name])


def _list(fields: dict[str, Any], name: str) -> list[Any]:
    if not isinstance(fields.get(name), list):
        raise _Wrong(f"{name} is no list")
    return list(fields[name])


def _numbers(value: object, name: str) -> dict[str, int]:
    if not isinstance(value, dict) or not all(_is_count(number) for number in value.values()):
        raise _Wrong(f"{name} are no numbers by name")
    return dict(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _key(value: object) -> str:
    if not is_plain_key(value):
        raise _Wrong(f"it names {printable(value, 100)}, which is no key of plain file names")
    return str(value)


def _file(value: object) -> FileClaim:
    if not isinstance(value, dict):
        raise _Wrong("a file is no object")
    key, rows = _key(value.get("key")), value.get("rows")
    if not isinstance(value.get("kind"), str) or not _is_count(value.get("size")):
        raise _Wrong(f"kind or size of {key} is missing")
    if rows is not None and not _is_count(rows):
        raise _Wrong(f"rows of {key} is no number")
    return FileClaim(value["kind"], key, value["size"], _sha256(value, key), rows)


def _sha256(value: dict[str, Any], key: str) -> str:
    if not isinstance(value.get("sha256"), str) or not _SHA256.fullmatch(value["sha256"]):
        raise _Wrong(f"sha256 of {key} is none")
    return str(value["sha256"])


def _link(value: object) -> Link | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise _Wrong("a link to another manifest is no object")
    key = _key(value.get("key"))
    return Link(key, _sha256(value, key))


def check_chain(claims: Sequence[Claims], unreadable: frozenset[str]) -> Iterator[Damage]:
    """One outlet's manifests of one sort, oldest first: each names the one before it, and none is left out."""
    by_key = {one.key: one for one in claims}
    followed: set[str] = set()
    for one in claims:
        for link in (one.previous, one.after):
            if link and link.key in by_key and by_key[link.key].sha256 != link.sha256:
                what = f"{one.key} says that this manifest has sha256 {link.sha256}; it has another"
                yield Damage(DamageKind.CHAIN, link.key, what)
        if one.previous:
            followed.add(one.previous.key)
            if one.previous.key not in by_key and one.previous.key not in unreadable:
                what = f"missing: {one.key} names it as the manifest before it"
                yield Damage(DamageKind.CHAIN, one.previous.key, what)
    if unreadable:
        return  # who follows whom cannot be told
    for one, following in pairwise(claims):
        if one.key not in followed:
            what = f"the chain is broken behind it: {following.key} does not follow it"
            yield Damage(DamageKind.CHAIN, one.key, what)

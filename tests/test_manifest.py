"""A manifest is canonical, reads back as it was, and a broken one says what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.manifest import (
    ArchivedFile,
    BadManifest,
    FileKind,
    Previous,
    RunManifest,
    RunStatus,
    manifest_bytes,
    parsed_manifest,
)
from tests.rows import COUNTS, MOMENTS, TEXTS

MANIFEST = RunManifest(
    run="20220201T060000-a1",
    outlet="southfront",
    started_at=datetime(2022, 2, 1, 6, tzinfo=UTC),
    closed_at=datetime(2022, 2, 1, 7, tzinfo=UTC),
    status=RunStatus.COMPLETE,
    reason="",
    exit_code=0,
    outcomes={"rejected:http_status": 1, "archived": 2},
    counts={"articles": 2, "bytes": 100},
    files=(ArchivedFile(FileKind.WARC, "warc/x", 100, "ab" * 32),),
    versions={"pressmark": "0.1.0"},
    configuration_digest="sha256:00",
    previous=Previous("runs/southfront/2022/01/r.json", "cd" * 32),
)

NUMBERS = st.dictionaries(TEXTS, COUNTS, max_size=3)
MANIFESTS = st.builds(
    RunManifest,
    run=TEXTS,
    outlet=TEXTS,
    started_at=MOMENTS,
    closed_at=MOMENTS,
    status=st.sampled_from(RunStatus),
    reason=TEXTS,
    exit_code=st.integers(0, 255),
    outcomes=NUMBERS,
    counts=NUMBERS,
    files=st.lists(
        st.builds(ArchivedFile, st.sampled_from(FileKind), TEXTS, COUNTS, TEXTS, st.none() | COUNTS),
        max_size=3,
    ).map(tuple),
    versions=st.dictionaries(TEXTS, TEXTS, max_size=3),
    configuration_digest=TEXTS,
    previous=st.none() | st.builds(Previous, TEXTS, TEXTS),
)


@given(MANIFESTS)
def test_what_is_parsed_is_what_was_written(manifest: RunManifest) -> None:
    assert parsed_manifest(manifest_bytes(manifest)) == manifest


def test_equal_manifests_have_equal_bytes() -> None:
    there = timezone(timedelta(hours=3))
    same = replace(
        MANIFEST,
        outcomes={"archived": 2, "rejected:http_status": 1},
        started_at=MANIFEST.started_at.astimezone(there),
    )
    assert manifest_bytes(same) == manifest_bytes(MANIFEST)


def test_a_manifest_is_json_that_a_person_can_read() -> None:
    text = manifest_bytes(MANIFEST).decode()
    assert json.loads(text)["started_at"] == "2022-02-01T06:00:00+00:00"
    assert text.endswith("}\n")
    assert '\n  "outlet": "southfront",\n' in text


def without(name: str) -> bytes:
    fields = json.loads(manifest_bytes(MANIFEST))
    del fields[name]
    return json.dumps(fields).encode()


def with_value(name: str, value: object) -> bytes:
    return json.dumps({**json.loads(manifest_bytes(MANIFEST)), name: value}).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"[]", "format"),
        (b"{}", "format"),
        (without("files"), "files"),
        (without("run"), "run"),
        (with_value("status", "finished"), "finished"),
        (with_value("started_at", "yesterday"), "yesterday"),
        (with_value("started_at", "2022-02-01T06:00:00"), "time zone"),
        (with_value("files", [{"key": "a"}]), "kind"),
        (with_value("files", 3), "cannot be read"),
        (with_value("surprise", 3), "surprise"),
        (with_value("format", "pressmark-run/2"), "pressmark-run/1"),
    ],
)
def test_a_broken_manifest_says_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(BadManifest, match=says):
        parsed_manifest(data)


@given(st.binary(max_size=50))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with pytest.raises(BadManifest):
        parsed_manifest(data)

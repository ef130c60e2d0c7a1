"""Keys say where things stand, and nothing but plain names gets into one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.keys import (
    BadKey,
    Partition,
    cdxj_key,
    checked_key,
    manifest_key,
    partition_of,
    table_key,
    warc_key,
)

WARC = "southfront-20220201060000-00001-20220201T060000-a1.warc.gz"


def test_a_warc_stands_in_the_month_in_its_name() -> None:
    assert warc_key(WARC) == f"warc/southfront/2022/02/{WARC}"
    stem = "southfront-20220201060000-00001-20220201T060000-a1"
    assert cdxj_key(WARC) == f"index/southfront/2022/02/{stem}.cdxj"


def test_a_slug_may_hold_what_a_file_name_may() -> None:
    assert warc_key("the-outlet-20220201060000-1-r.warc.gz").startswith("warc/the-outlet/2022/02/")


@pytest.mark.parametrize(
    "name", ["x.warc.gz", "../a-20220201060000-1-r.warc.gz", "a-20220201060000-1-r.warc", f"a/{WARC}"]
)
def test_another_name_is_no_warc(name: str) -> None:
    with pytest.raises(BadKey):
        warc_key(name)


def test_a_table_file_is_named_by_partition_and_content() -> None:
    key = table_key("articles", Partition("southfront", 2022), "ab" * 32)
    assert key == f"articles/outlet=southfront/year=2022/{'ab' * 16}.parquet"
    assert partition_of(key) == Partition("southfront", 2022)


def test_a_manifest_stands_in_the_month_of_its_start() -> None:
    start = datetime(2022, 2, 1, 6, tzinfo=UTC)
    assert (
        manifest_key("southfront", "20220201T060000-a1", start)
        == "runs/southfront/2022/02/20220201T060000-a1.json"
    )


@pytest.mark.parametrize("outlet", ["", "a/b", "..", "a..b", "South", "x" * 101, "a b", "\u00e4"])
def test_only_a_slug_names_an_outlet(outlet: str) -> None:
    with pytest.raises(BadKey):
        manifest_key(outlet, "run", datetime(2022, 2, 1, tzinfo=UTC))
    with pytest.raises(BadKey):
        table_key("articles", Partition(outlet, 2022), "ab" * 32)


@pytest.mark.parametrize(
    "key", ["articles/x.parquet", "articles/year=2022/outlet=a/x.parquet", "runs/a/1.json"]
)
def test_another_key_has_no_partition(key: str) -> None:
    with pytest.raises(BadKey):
        partition_of(key)


def test_a_plain_key_is_itself() -> None:
    assert checked_key("articles/_delta_log/00000000000000000001.json").endswith("1.json")

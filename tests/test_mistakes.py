"""What cannot work is named before the first request, with an exit status of its own."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


from tests.small_sites import Site, news, operator_in


class Wrong(NamedTuple):
    """A command that cannot work, the status it ends with and a part of what it says."""

    words: tuple[str, ...]
    settings: dict[str, str]
    status: int
    says: str


NO_DATABASE = b"no database " * 1000
PAGE = ("crawl", "pages", "-a", "url=http://calm.example/")
WRONG = {
    "an unknown outlet": Wrong(("crawl", "nonesuch"), {}, 78, "no outlet is called 'nonesuch'"),
    "no contact": Wrong(PAGE, {"OPERATOR_CONTACT": ""}, 78, "OPERATOR_CONTACT is not set"),
    "a misspelt setting": Wrong(PAGE, {"ARCHIV_URL": "x"}, 78, "ARCHIV_URL is no setting"),
    "a malformed redirection": Wrong(PAGE, {"CONNECT_TO": "calm.example"}, 78, "CONNECT_TO: 'calm.example'"),
    "a malformed number": Wrong(PAGE, {"DOWNLOAD_DELAY": "soon"}, 78, "DOWNLOAD_DELAY='soon'"),
    "an unreadable list": Wrong(
        ("crawl", "pages", "-a", "urls=/no/such"), {}, 78, "-a urls=/no/such: No such file"
    ),
    "an unknown argument": Wrong((*PAGE, "-a", "depth=3"), {}, 78, "-a depth=... is not known"),
    "no addresses": Wrong(("crawl", "pages"), {}, 78, "needs -a urls=FILE"),
    "a foreign address": Wrong(("crawl", "southfront", "-a", "url=http://calm.example/"), {}, 78, "scope"),
    "a strange archive": Wrong(("outlets",), {"ARCHIVE_URL": "gopher://x"}, 78, "ARCHIVE_URL"),
    "a spool below a file": Wrong(PAGE, {"SPOOL_DIR": f"{__file__}/spool"}, 73, "File exists"),
    "a second run": Wrong(PAGE, {"SPOOL_DIR": "{folder}/busy"}, 76, "another run works in"),
    "a damaged state": Wrong(PAGE, {"SPOOL_DIR": "{folder}/damaged"}, 73, "scrapy rebuild"),
    "a lost state": Wrong(PAGE, {"SPOOL_DIR": "{folder}/lost"}, 73, "scrapy rebuild"),
    "two outlets": Wrong(("crawl", "southfront", "themedialine"), {}, 2, "name one outlet"),
}


@pytest.fixture
def bad_spools(tmp_path: Path) -> Iterator[Path]:
    """A folder with spools that another run holds, that are damaged, and that lost their state."""
    for name in ("busy", "damaged", "lost"):
        (tmp_path / name / "pages").mkdir(parents=True)
    (tmp_path / "damaged/pages/state.sqlite").write_bytes(NO_DATABASE)
    (tmp_path / "lost/pages/pages-20260101000000-00000-20260101000000abcdef.warc.gz.open").write_bytes(
        b"bytes"
    )
    with (tmp_path / "busy/pages/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield tmp_path
    assert (tmp_path / "damaged/pages/state.sqlite").read_bytes() == NO_DATABASE


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_work_is_named_before_the_first_request(bad_spools: Path, wrong: Wrong) -> None:
    calm = Site("calm.example", {"/": news(0)})
    settings = {name: value.replace("{folder}", str(bad_spools)) for name, value in wrong.settings.items()}
    with ReplicaServer([calm]) as server:
        done = operator_in(bad_spools, server).scrapy(*wrong.words, **settings)
    assert done.returncode == wrong.status, done.stderr
    assert wrong.says in done.stderr
    assert "Traceback" not in done.stderr
    assert not calm.asked

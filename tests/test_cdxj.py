from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cdxj import index
from storage.surt import surt
from storage.warc import Earlier
from tests.exchanges import MOMENT, NAME, PAGE, URL, archive, exchange, response
from tests.minimal_warc import read

# test_replay asks pywb for the same keys.
SURT_KEYS = [
    ("https://www.Example.org:443/b/A/?y=2&x=1", "org,example)/b/a?x=1&y=2"),
    ("http://example.org", "org,example)/"),
    ("http://www2.example.org./a#frag", "org,example)/a"),
    ("http://sub.www.example.org:8080/a", "org,example,www,sub:8080)/a"),
    ("https://example.org:80/a", "org,example:80)/a"),
    ("http://example.org/a//b/../c/./d/", "org,example)/a/c/d"),
    ("http://example.org/%7Efoo/%2541%20%C3%A9?q=%26", "org,example)/~foo/a%20%c3%a9?&q="),
    ("http://example.org/a?&b=1&a=2&a=1&c", "org,example)/a?&a=1&a=2&b=1&c"),
    ("http://example.org/a?b?c", "org,example)/a?b?c"),
    ("http://example.org/a?PHPSESSID=0123456789abcdef0123456789ABCDEF&y=1", "org,example)/a?y=1"),
    ("http://example.org/a?x=1&sid=0123456789abcdef0123456789abcdef", "org,example)/a?&x=1"),
    ("http://example.org/(S(4hqa0555fwsecu455xqckv45))/x.aspx", "org,example)/x.aspx"),
    ("http://127.0.0.1:8000/x", "1,0,0,127:8000)/x"),
    ("http://[::1]:8000/x", "::1:8000)/x"),
]
EARLIER = Earlier("urn:uuid:00000000-0000-0000-0000-000000000002", URL, MOMENT, "sha256:" + "1" * 64)


def test_each_answer_has_a_line_that_leads_to_its_record() -> None:
    data = archive(
        [exchange(), (exchange(), EARLIER), exchange(url="http://a.example/", response=b"NOT HTTP")]
    )
    lines = [line.split(" ", 2) for line in index(BytesIO(data), NAME).decode().splitlines()]
    answers = [r for r in read(data) if r["WARC-Type"] in {"response", "revisit"}][:2]
    assert [line[:2] for line in lines] == [["org,example)/2026/11/an-article", "20261120133000"]] * 2
    assert [json.loads(line[2]) for line in lines] == [
        {
            "url": URL,
            "mime": mime,
            "status": status,
            "digest": record["WARC-Payload-Digest"],
            "length": str(record.length),
            "offset": str(record.offset),
            "filename": NAME,
            "recordId": record["WARC-Record-ID"].strip("<>"),
        }
        for record, mime, status in zip(answers, ["text/html", "warc/revisit"], ["200", "-"], strict=True)
    ]


def test_lines_are_sorted_by_bytes() -> None:
    urls = [f"https://example.org/{path}" for path in ("b", "a/b", "a", "a?x", "Z", "~", "a-b")]
    lines = index(BytesIO(archive(exchange(url=url) for url in urls)), NAME).splitlines()
    assert len(lines) == len(urls)
    assert lines == sorted(lines)


def test_an_answer_without_content_type_has_an_unknown_one() -> None:
    data = archive([exchange(response=response(PAGE, b"HTTP/1.1 200 OK\r\n"))])
    assert b'"mime": "unk"' in index(BytesIO(data), NAME)


@pytest.mark.parametrize(("url", "key"), SURT_KEYS)
def test_surt_keys_are_those_of_the_internet_archive(url: str, key: str) -> None:
    assert surt(url) == key


@given(st.text("abzABZ019/?&=%.~-:@[]", max_size=80))
def test_any_path_has_a_key_without_blanks_and_schemes_share_it(path: str) -> None:
    key = surt(f"http://example.org/{path}")
    assert not any(c.isspace() for c in key)
    assert key == surt(f"https://www.example.org/{path}")

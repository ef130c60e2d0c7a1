"""JSON-LD made to break a parser of JSON, or whoever believes what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.case import case, document, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hostile.case import Case

STATED = {
    "huge-integer": '{"@type":"NewsArticle","wordCount":' + "9" * 100_000 + "}",
    "huge-float": '{"@type":"NewsArticle","wordCount":1e999999}',
    "not-a-number": '{"@type":"NewsArticle","wordCount":NaN,"x":-Infinity}',
    "deep-arrays": "[" * 100_000,
    "deep-objects": '{"a":' * 100_000,
    "deep-closed": "[" * 50_000 + "]" * 50_000,
    "types": '{"@type":["NewsArticle",1,null,{}],"headline":[[]],"author":{"name":{"name":7}},"datePublished":{}}',
    "type-number": '{"@type":7,"headline":true,"author":false,"image":{"url":[{}]}}',
    "surrogates": r'{"@type":"NewsArticle","headline":"\ud800 lone \udfff"}',
    "nul": r'{"@type":"NewsArticle","headline":"a\u0000b\u001b[2J"}',
    "escapes": '{"@type":"NewsArticle","headline":"' + r"\u0041" * 100_000 + '"}',
    "duplicate-names": '{"@type":"NewsArticle",' + '"headline":"x",' * 50_000 + '"a":1}',
    "refers-to-itself": '{"@type":"NewsArticle","@id":"#a","author":{"@id":"#a"},"isPartOf":{"@id":"#a"}}',
    "html": '{"@type":"NewsArticle","headline":"<script>alert(1)</script>","articleBody":"<img src=x onerror=y>"}',
    "body-of-another": '{"@type":"NewsArticle","articleBody":"' + "Other words altogether. " * 500 + '"}',
    "two-megabytes": '{"@type":"NewsArticle","keywords":"' + "k, " * 700_000 + '"}',
    "not-json": "{'@type':'NewsArticle', headline: undefined, /* no */ }",
    "comment": '<!-- //<![CDATA[ \n{"@type":"NewsArticle"}\n//]]> -->',
    "binary": "\x01\x02\x7f" * 1_000,
    "authors": '{"@type":"NewsArticle","author":[' + ",".join('{"name":"A B"}' for _ in range(10_000)) + "]}",
    "dates": '{"@type":"NewsArticle","datePublished":"' + "2020-" * 50_000 + '"}',
}  # fmt: skip


def cases() -> Iterator[Case]:
    for name, stated in STATED.items():
        head = f'<script type="application/ld+json">{stated}</script>'
        yield case(f"json-ld-{name}", page(document(head=head)), "archived", text=True)

"""Every piece of a container's text becomes a line, unglued and in order; nothing a browser hides is content."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extractors.by_trafilatura import generic_lines
from extractors.container import lines, lines_around, with_addresses
from extractors.evidence import Claims
from extractors.lines import Line, separated
from extractors.media import embedded, without_addresses
from extractors.parse import Page, page
from extractors.reader import read_lines
from extractors.vocabulary import Drop
from extractors.walk import MAX_LINKS
from storage.article import Family

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def parsed(body: str) -> tuple[Page, HtmlElement]:
    found = page(f"<html><body><main><div id=c>{body}</div></main></body></html>", "https://example.org/a/")
    assert found is not None
    return found, found.tree.get_element_by_id("c")


def read(body: str, *drops: Drop) -> tuple[Line, ...]:
    whole, container = parsed(body)
    return with_addresses(lines(container, drops), whole)


def texts(body: str) -> list[str]:
    return [line.text for line in read(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>two</b> three.</p><p>Four.</p>", ["One two three.", "Four."]),
        ("<p>a<a href=x>b</a>c <i>d</i>, e</p>", ["abc d, e"]),
        ("loose <b>text</b><p>One</p>tail", ["loose text", "One", "tail"]),
        ("<h2>Head</h2><div>Text<div>inner</div>after</div>", ["Head", "Text", "inner", "after"]),
        ("<ul><li>one</li><li><p>two</p></li><li>three<ul><li>four</li></ul></li></ul>", ["- one", "- two", "- three", "- four"]),
        ("<blockquote>Said <p>He</p></blockquote>", ["Said", "He"]),
        ("<pre>a\n  b\n\nc</pre>", ["a", "b", "c"]),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td><p>c</p></td><td>d</td></tr></table>", ["a | b", "c", "d"]),
        ("one<br>two<br><br>three", ["one", "two", "three"]),
        ("<p>x<script>no</script><style>no</style><template>no</template><noscript>no</noscript>y</p>", ["xy"]),
        ("<p>a\u00a0b\u200bc\u202ed\x07e</p>", ["a bcde"]),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", ["term", "meaning"]),
        ("", []),
        ("<p> </p><p>\n</p>", []),
    ],
)  # fmt: skip
def test_blocks_become_lines(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_lines_of_one_paragraph_stay_together_and_a_double_break_parts_them() -> None:
    paragraphs, removed = separated(read("<p>one<br>two<br> <br>three</p><p>four</p>"))
    assert paragraphs == ("one\ntwo", "three", "four")
    assert removed == ()


@pytest.mark.parametrize(
    ("body", "text", "family", "rule"),
    [
        (
            "<figure><img src=a.jpg><figcaption>A view</figcaption></figure>",
            "A view",
            Family.IMAGE,
            "caption",
        ),
        ("<p class='wp-caption-text'>A view</p>", "A view", Family.IMAGE, "caption"),
        ("<button>Share it</button>", "Share it", Family.NAVIGATION, "controls"),
        ("<form>Your mail <input> <button>Go</button></form>", "Your mail Go", Family.NAVIGATION, "controls"),
        ("<nav>Home</nav>", "Home", Family.NAVIGATION, "nav"),
        ("<p hidden>Ignore this</p>", "Ignore this", Family.NAVIGATION, "hidden"),
        ("<p style='color:red; display: none'>Ignore this</p>", "Ignore this", Family.NAVIGATION, "hidden"),
        ("<div class=rail>Next</div>", "Next", Family.RELATED, "rail"),
        ("<span class=rail>Next</span>", "Next", Family.RELATED, "rail"),
    ],
)
def test_what_is_not_the_article_is_marked_and_kept_in_place(
    body: str, text: str, family: Family, rule: str
) -> None:
    found = read(f"<p>Before</p>{body}<p>After</p>", Drop(".rail", Family.RELATED, "rail"))
    assert (found[1].text, found[1].family, found[1].rule) == (text, family, rule)
    assert [line.text for line in found if line.is_kept] == ["Before", "After"]


def test_a_page_wrapped_in_a_form_is_still_a_page() -> None:
    found = read("<form><p>" + "Words of an article. " * 40 + "</p></form>")
    assert found[0].is_kept


def test_a_drop_without_a_name_is_called_by_its_selector() -> None:
    assert read("<p class=x>a</p>", Drop("p.x", Family.SHARE))[0].rule == "p.x"


def test_links_stand_with_their_line_and_say_when_they_are_all_of_it() -> None:
    found = read(
        "<p>See <a href='/b#c'>that</a> and <a href='mailto:x'>mail</a></p><p><a href='//o.org/x'>Only</a>.</p>"
    )
    assert [line.links for line in found] == [("https://example.org/b",), ("https://o.org/x",)]
    assert [line.is_link for line in found] == [False, True]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        "<br>\n",
        "<td>\n",
        "<td>x",
        "<li> ",
        "<p>x",
        "<span>x",
        "<a href=x>x</a>",
        "x<br><br>",
        "<h1>x</h1>",
        "<form> x",
    ],
)
def test_a_flood_of_elements_is_walked_in_time_proportional_to_it(piece: str) -> None:
    _whole, container = parsed("<table><tr>" * (piece.startswith("<td")) + piece * 60_000)
    lines(container)


def test_links_are_bounded() -> None:
    found = read("".join(f"<p><a href='/{n}'>x</a></p>" for n in range(MAX_LINKS + 50)))
    assert sum(len(line.links) for line in found) == MAX_LINKS


def test_the_lines_around_a_container_are_those_of_its_article_without_it() -> None:
    whole = page(
        "<body><p>Far</p><article><h1>Head</h1><p>By Jane</p><div id=c><p>Text</p></div><p>Tags: x</p></article></body>",
        "https://example.org/",
    )
    assert whole is not None
    assert [line.text for line in lines_around(whole.tree.get_element_by_id("c"))] == [
        "Head",
        "By Jane",
        "Tags: x",
    ]
    bare = page("<body><p>Far</p><div id=c>x</div></body>", "https://example.org/")
    assert bare is not None
    assert lines_around(bare.tree.get_element_by_id("c")) == ()


def test_players_and_pictures_of_a_container_are_found() -> None:
    found = embedded(
        *parsed(
            "<video src=/a.mp4></video><iframe src='https://www.youtube.com/embed/x'></iframe><iframe src='https://ads.org/x'>"
            "</iframe><img src=/a.jpg><img data-src=/b.png><img src='data:image/gif;base64,x'><img src=/pixel?id=1>"
            "<a href=/c.webm>c</a><a href=/page>d</a><iframe></iframe>"
        )
    )
    assert found.video == (
        "https://example.org/a.mp4",
        "https://www.youtube.com/embed/x",
        "https://example.org/c.webm",
    )
    assert found.image == ("https://example.org/a.jpg", "https://example.org/b.png")


def test_a_line_that_is_only_the_address_of_a_video_is_a_field() -> None:
    raw = read(
        "<p>https://example.org/a.mp4</p><p>www.youtube.com/watch?v=1</p><p>https://e.org/x.png</p><p>https://e.org/page</p>"
    )
    marked, media = without_addresses(raw, "https://example.org/")
    assert [line.family for line in marked] == [Family.MEDIA_ADDRESS] * 3 + [None]
    assert media.video == ("https://example.org/a.mp4", "https://www.youtube.com/watch?v=1")
    assert media.image == ("https://e.org/x.png",)


ARTICLE = "".join(
    f"<p>Sentence {n} of an article says that <a href='/l{n}'>the road</a> to the town was closed by the army.</p>"
    for n in range(20)
)


def test_a_page_of_which_nothing_is_known_gives_its_article() -> None:
    found = page(
        f"<html><head><title>Roads</title></head><body><nav><a href=/>Home</a></nav><h1>Roads close</h1>"
        f"<a rel=author href=/jane>Jane Doe</a><article>{ARTICLE}<p>One line<br>Two <a href=/two>lines</a> here</p></article></body></html>",
        "https://example.org/",
    )
    assert found is not None
    before = etree.tostring(found.tree)
    got = with_addresses(read_lines(found, Claims())[0], found)
    assert len([line for line in got if line.is_kept and line.text.startswith("Sentence")]) == 20
    got = tuple(line for line in got if line.is_kept and not line.text.startswith("Roads"))
    assert got[0].links == ("https://example.org/l0",)
    assert not got[0].is_link
    assert [line.links for line in got if line.text.startswith("Two")] == [("https://example.org/two",)]
    assert etree.tostring(found.tree) == before, "steps read the tree and never change it"


def test_the_generic_extractor_remembers_nothing() -> None:
    found = page(f"<html><body><article>{ARTICLE}</article></body></html>", "https://example.org/")
    assert found is not None
    assert len({generic_lines(found) for _ in range(8)}) == 1


def test_a_page_without_text_gives_no_lines() -> None:
    found = page("<html><body></body></html>", "https://example.org/")
    assert found is not None
    assert generic_lines(found) == ()


_INLINE = st.sampled_from(["b", "a", "span", "i", "em", "font"])
_BLOCK = st.sampled_from(
    [
        "p",
        "div",
        "h2",
        "ul",
        "li",
        "td",
        "tr",
        "table",
        "blockquote",
        "pre",
        "nav",
        "figcaption",
        "form",
        "button",
        "br",
    ]
)
_TREE = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_characters="<>&|"), max_size=12),
    lambda inner: st.tuples(_INLINE | _BLOCK, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=25,
)


@given(_TREE)
def test_body_and_boilerplate_together_hold_all_text_of_the_container(markup: str) -> None:
    _whole, container = parsed(markup)
    paragraphs, removed = separated(lines(container))
    held = "".join([*paragraphs, *(piece.text for piece in removed)])
    assert _letters(held) == _letters(container.text_content())


def _letters(text: str) -> list[str]:
    return sorted(re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text)))

"""How six outlets print a story. What is planted is furniture; the story's own pieces are handed through."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tests.generated.page import Piece, markup, planted
from tests.generated.prose import headline, sentence

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from tests.generated.stories import Story

DRIVE = range(12, 30)  # stories during which a campaign is printed


@dataclass(frozen=True, slots=True)
class Dressed:
    pieces: tuple[Piece, ...]
    around: tuple[str, str]


def blog(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """A theme of the usual kind; after its redesign everything bears other names."""
    p, amount = story.pieces, rng.randrange(200, 9000)
    bar = planted(
        f"{amount} of 9,000 crowns raised this month", '<div class="fund-meter"><span>{}</span></div>'
    )
    appeal = (
        planted(
            "Readers keep this paper independent.",
            '<div class="{}"><h4>{{}}</h4>'.format("ask-box" if rebuilt else "donate-box"),
        ),
        planted(f"Already {rng.randrange(100, 999)} neighbours give a little every month.", "<p>{}</p>"),
        planted("Give now", '<p><a href="/give/">{}</a></p></div>'),
    )
    rail = _list(rng, 3, "further" if rebuilt else "related-posts", "More on this")
    around = (
        _around("site-two", "wrap2 article-shell", "post-body__text")
        if rebuilt
        else _around("site-one", "hfeed", "entry-content")
    )
    if rebuilt:
        return Dressed((*p[:3], *_some(rng, 0.6, appeal), *p[3:], *_some(rng, 0.7, rail), bar), around)
    return Dressed((bar, *p[:2], *_some(rng, 0.7, rail), *p[2:5], *_some(rng, 0.6, appeal), *p[5:]), around)


def modular(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """Each paragraph a component under names that a build made up; there is a new build every ten days."""
    build = ("x3Kj", "Qd71f", "bV0a", "zz81T")[story.number // 20]
    pieces = [
        Piece(
            f'<div class="textBlock__{build} css-{build}">{piece.html}</div>',
            piece.text,
            is_article=True,
        )
        for piece in story.pieces
    ]
    promo = planted(
        f"{sentence(rng)} {headline(rng)}", '<div class="promoCard"><a href="/x/"><p>{}</p></a></div>'
    )
    prompt = planted(
        "Get the morning briefing before breakfast, in five minutes and without noise.",
        '<div class="inlinePrompt css-9a8b7c"><p>{}</p><form><input></form></div>',
    )
    author = (
        planted("About the author", '<section class="writerCard"><h3>{}</h3>'),
        planted(
            f"Ada Example {rng.choice(('writes', 'reports', 'blogs'))} from {rng.choice(('Lunde', 'Tolm'))}. {sentence(rng)}",
            "<p>{}</p></section>",
        ),
    )
    return Dressed(
        (*pieces[:2], promo, *pieces[2:4], prompt, *pieces[4:], *author),
        _around("app", "page-grid", "articleBody"),
    )


def plain(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """Everything is a paragraph of the post, as editors paste it."""
    p = story.pieces
    labels = (
        planted(
            f"Dossier: {rng.choice(('Rivers', 'Railways', 'Harvest', 'Courts', 'Schools'))} and {rng.choice(('law', 'money', 'work'))}"
        ),
        planted(f"Edition: {rng.choice(('north', 'south', 'coast', 'islands'))} {rng.randrange(1, 90)}"),
    )
    link = planted(headline(rng), '<p><a href="/other/"><strong>{}</strong></a></p>')
    appeal = planted(
        "If you can, support our reporters with a monthly gift of any size.", "<p><em>{}</em></p>"
    )
    drive = planted(
        f"Spring drive: help us find {rng.randrange(2, 900)} more readers who pay for what they read."
    )
    tail = (
        planted(
            "The original source of this piece is the Courier of "
            + rng.choice(("Lunde", "Tolm", "Kalvik", "Ostrel", "Berrow"))
        ),
        planted(
            f"Copyright \u00a9 {rng.choice(('Ada Example', 'Ben Sample', 'Cy Specimen'))}, The Generated Post, 2025"
        ),
        planted("Opinions in this space are those of the people who wrote them and of nobody else here."),
        planted(
            f"This page has been read {rng.randrange(10, 9999)} times since it was put here by our staff."
        ),
    )
    return Dressed(
        (
            *labels,
            *p[:3],
            link,
            *p[3:5],
            appeal,
            *p[5:6],
            *((drive,) if story.number in DRIVE else ()),
            *p[6:],
            *tail,
        ),
        _around("plain", "column", "story-text"),
    )


def table(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """A page of the last century: one cell, paragraphs parted by line breaks."""
    p = tuple(_broken(piece) for piece in story.pieces)
    between = planted(
        f"Download our app and join {rng.randrange(1000, 9000)} readers on the way to work.",
        "<b>{}</b><br><br>",
    )
    link = planted(f"See also: {headline(rng)}", '<a href="/z/">{}</a><br><br>')
    tail = (
        planted(
            "Printed from the electronic edition of the Generated Post, founded in 1907.", "<i>{}</i><br><br>"
        ),
        planted(
            f"Reach the desk of this page by telephone, extension {rng.randrange(100, 999)}, on weekdays.",
            "{}<br><br>",
        ),
    )
    opening = '<table class="frame"><tr><td class="menu"><a href="/">Home</a></td><td class="maintext">'
    return Dressed((*p[:3], between, *p[3:6], link, *p[6:], *tail), (opening, "</td></tr></table>"))


def rails(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """Teasers with a text of their own; the redesign gives the teasers' class to the article."""
    p, box = story.pieces, "unit" if rebuilt else "panel"
    teaser = (
        planted(headline(rng), f'<div class="{box}"><h3><a href="/t/">{{}}</a></h3>'),
        planted(headline(rng), '<p><a href="/u/">{}</a></p>'),
        planted(f"{rng.randrange(2, 59)} minutes", "<p>{}</p></div>"),
    )
    notice = planted(
        f"Our channel has {rng.randrange(1000, 9999)} followers: follow us there.",
        '<aside class="note"><p>{}</p></aside>',
    )
    bio = (
        planted("Ben Sample", '<div class="author-box"><h5>{}</h5>'),
        planted(
            f"Ben Sample covers {rng.choice(('ports', 'courts', 'farms'))}. {sentence(rng)}",
            "<p>{}</p></div>",
        ),
    )
    around = _around("second", "sheet", "panel") if rebuilt else _around("first", "paper", "textcolumn")
    return Dressed(
        (
            *p[:2],
            *teaser,
            *p[2:4],
            notice,
            *p[4:6],
            *teaser[:1],
            markup("</div>"),
            *p[6:],
            *_some(rng, 0.5, bio),
        ),
        around,
    )


def russian(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """No word of it is known to any rule: only structure and recurrence tell."""
    p = story.pieces
    rail = _list(
        rng,
        4,
        "lenta",
        "\u0427\u0438\u0442\u0430\u0439\u0442\u0435 \u0440\u044f\u0434\u043e\u043c",
        language="ru",
    )
    prompt = planted(
        f"\u041d\u0430\u0441 \u0447\u0438\u0442\u0430\u044e\u0442 \u0443\u0436\u0435 {rng.randrange(1000, 9999)} \u0447\u0435\u043b\u043e\u0432\u0435\u043a, \u0431\u0443\u0434\u044c\u0442\u0435 \u0441 \u043d\u0430\u043c\u0438 \u043a\u0430\u0436\u0434\u044b\u0439 \u0434\u0435\u043d\u044c.",
        '<div class="plashka"><p>{}</p></div>',
    )
    tail = planted(
        "\u041f\u0440\u0438 \u043f\u0435\u0440\u0435\u043f\u0435\u0447\u0430\u0442\u043a\u0435 \u0438\u043c\u044f \u0440\u0435\u0434\u0430\u043a\u0446\u0438\u0438 \u043d\u0430\u0437\u044b\u0432\u0430\u0442\u044c \u043e\u0431\u044f\u0437\u0430\u0442\u0435\u043b\u044c\u043d\u043e, \u0442\u0430\u043a \u043f\u0440\u0438\u043d\u044f\u0442\u043e.",
        "<p>{}</p>",
    )
    return Dressed((*p[:3], *rail, *p[3:5], prompt, *p[5:], tail), _around("glavnaya", "stranitsa", "tekst"))


def bare(story: Story, rng: random.Random, *, rebuilt: bool) -> Dressed:
    """Nothing but the story."""
    return Dressed(story.pieces, _around("quiet", "leaf", "leaf-text"))


def _some(rng: random.Random, share: float, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """On so many pages; on the others nothing."""
    return tuple(pieces) if rng.random() < share else ()


def _list(rng: random.Random, number: int, name: str, label: str, language: str = "en") -> Iterable[Piece]:
    items = [headline(rng, language) for _ in range(number)]
    yield planted(label, f'<div class="{name}"><h4>{{}}</h4><ul>')
    for at, item in enumerate(items):
        yield planted(
            item, f'<li><a href="/{at}/">{{}}</a></li>' + ("</ul></div>" if at == number - 1 else "")
        )


def _broken(piece: Piece) -> Piece:
    return Piece(f"{escape(piece.text)}<br><br>", piece.text, is_article=True)


def _around(site: str, shell: str, body: str) -> tuple[str, str]:
    menu = "".join(
        f'<li class="{site}-item"><a href="/{name}/">{name}</a></li>' for name in ("news", "sport", "letters")
    )
    return (
        (
            f'<header class="{site}-top"><ul class="{site}-menu">{menu}</ul></header><div class="{site}-page"><main class="{shell}">'
            f'<article class="{site}-article"><h1>HEADLINE</h1><div class="{body}">'
        ),
        f'</div></article></main><footer class="{site}-foot"><p>Contact and imprint</p></footer></div>',
    )

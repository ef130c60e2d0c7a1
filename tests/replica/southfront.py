"""A site modelled on South Front: maps, war reports, appeals, donation bars of ten years."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape

from storage.article import Kind
from tests.replica.markup import blocks, document, figure, menu, stated_metadata
from tests.replica.planted import Line, Planted, wanted
from tests.replica.prose import Topic, paragraphs, sentence
from tests.replica.reply import Reply
from tests.replica.slug import slug_of
from tests.replica.southfront_wording import bar, blurb, enlarge, more_on_the_topic, widget
from tests.replica.wordpress import WordPressSite

HOME = "https://southfront.press"
MAPS = (
    ("Syria", datetime(2017, 3, 9, 8, 5, tzinfo=UTC)),
    ("Iraq", datetime(2018, 7, 12, 9, 30, tzinfo=UTC)),
    ("Libya", datetime(2020, 2, 3, 7, 45, tzinfo=UTC)),
    ("Syria", datetime(2022, 2, 4, 6, 0, tzinfo=UTC)),
    ("Yemen", datetime(2023, 10, 2, 10, 15, tzinfo=UTC)),
    ("Syria", datetime(2024, 6, 18, 5, 50, tzinfo=UTC)),
)
WAR_REPORTS = (
    ("Convoy Hit In The Rahbah Desert", datetime(2016, 11, 22, 14, 0, tzinfo=UTC)),
    ("Army Advances Towards Tel Amrin", datetime(2018, 4, 5, 14, 30, tzinfo=UTC)),
    ("Tensions Grow In The Marj Pocket", datetime(2019, 8, 30, 13, 10, tzinfo=UTC)),
    ("Drones Over The Nahrayn Fields", datetime(2021, 5, 19, 15, 20, tzinfo=UTC)),
    ("Prison Break Fails In Qarnah", datetime(2022, 1, 31, 16, 40, tzinfo=UTC)),
)
REPORTS = (
    ("Overview of Military Operations in the Badiyah Desert", datetime(2016, 6, 14, 11, 0, tzinfo=UTC)),
    ("Government Forces Reopen The Highway To Zeitunah", datetime(2017, 9, 1, 9, 20, tzinfo=UTC)),
    ("Smugglers’ Tunnel Found Under The Karsavo Crossing", datetime(2018, 12, 11, 12, 0, tzinfo=UTC)),
    ("In Video: Coastal Brigade Trains Near Ras Khalaf", datetime(2019, 3, 27, 17, 35, tzinfo=UTC)),
    ("Prisoner Exchange Took Place In Jabaliyah", datetime(2020, 10, 8, 8, 55, tzinfo=UTC)),
    ("Second Attack In A Week On The Qarnah Oil Fields", datetime(2021, 12, 20, 10, 5, tzinfo=UTC)),
    ("Where The Weapons Of The Al-Nahr Front Come From", datetime(2022, 8, 16, 19, 0, tzinfo=UTC)),
    ("Bridge Over The Nahrayn Destroyed In Night Strike", datetime(2023, 4, 25, 6, 30, tzinfo=UTC)),
    ("Ceasefire In Sahlah Holds For A Third Day", datetime(2024, 1, 13, 13, 45, tzinfo=UTC)),
    ("Mountain Regiment Withdraws From Deir Lamis", datetime(2025, 2, 7, 7, 7, tzinfo=UTC)),
)
RUSSIAN = (
    (
        "Вечером 14 мая подразделения пограничной стражи задержали у посёлка Новый Брод колонну из двенадцати "
        "грузовиков. По словам местных жителей, машины шли без номеров и без света."
    ),
    (
        "Представитель провинциального совета сообщил, что в кузовах нашли топливо и запасные части, а документы "
        "на груз были выписаны на несуществующую компанию."
    ),
    (
        "На следующий день движение по мосту через Нахрайн было восстановлено, однако посты на восточном берегу "
        "остаются усиленными, и жители ждут новых проверок."
    ),
    (
        "Это уже третий случай с начала года. Наблюдатели связывают его с тем, что прежние дороги через пустыню "
        "перекрыты, а цены на топливо в соседних районах выросли почти вдвое."
    ),
)
APPEALS = (
    (
        "SouthFront Needs Your Help In March",
        datetime(2019, 3, 15, 12, 0, tzinfo=UTC),
        (
            "Dear friends, this month our volunteers have collected less than a third of the budget that the project needs.",
            "The money pays for servers, maps and video software. Nobody in the team is paid by a government or a party.",
            "If the gap is not closed by the end of the month, the number of videos will have to be cut.",
            "We thank everybody who has helped so far, and we ask those who can to make a donation today.",
        ),
    ),
    (
        "Donation Appeal: Keep SouthFront Alive",
        datetime(2023, 9, 5, 12, 0, tzinfo=UTC),
        (
            "Our old address was taken from us in August, and the move to the new one has eaten up the reserve.",
            "We do not show advertisements and we do not sell the data of readers. Your donations are the only income.",
            "Every sum helps, and a small monthly amount helps most, because it lets us plan the work of the next weeks.",
        ),
    ),
)


def articles() -> tuple[Planted, ...]:
    """Newest first."""
    every = [
        *(_map_update(place, at) for place, at in MAPS),
        *(_war_report(title, at) for title, at in WAR_REPORTS),
        *(_report(title, at) for title, at in REPORTS),
        *(_appeal(title, at, texts) for title, at, texts in APPEALS),
        _russian(),
    ]
    return tuple(sorted(every, key=lambda planted: planted.published, reverse=True))


def _planted(headline: str, at: datetime, lines: tuple[Line, ...]) -> Planted:
    slug = slug_of(headline)
    return Planted(
        outlet="southfront",
        url=f"{HOME}/{slug}/",
        post_id=1000 + (at - datetime(2016, 1, 1, tzinfo=UTC)).days * 37 + at.minute,
        headline=headline,
        lines=lines,
        published=at,
        authors=("South Front",),
        image=_image(at, slug),
    )


def _image(at: datetime, slug: str) -> str:
    return f"{HOME}/wp-content/uploads/{at:%Y/%m}/{slug[:20]}.jpg"


def _map_update(place: str, at: datetime) -> Planted:
    day = at - timedelta(days=1)
    headline = f"Military Situation In {place} On {day:%B} {day.day}, {day.year} (Map Update)"
    rng = random.Random(headline)
    chosen = rng.sample(Topic.FRONT.value[:4] + Topic.FRONT.value[13:16], k=3)
    lines = (
        *blurb(at.year),
        enlarge(at.year, _image(at, slug_of(headline))),
        *wanted(f"A brief overview of the recent developments in {place}:"),
        *wanted(*(sentence(rng, template) for template in chosen), tag="li"),
        *widget(at.year),
    )
    return replace(_planted(headline, at, lines), sections=(place, "Maps"), tags=("map update", place))


def _war_report(title: str, at: datetime) -> Planted:
    headline = f"Syrian War Report – {at:%B} {at.day}, {at.year}: {title}"
    texts = paragraphs(headline, 9, Topic.FRONT)
    video = f"{HOME}/wp-content/uploads/video/{at:%d.%m.%Y}_SWR.mp4"
    player = f'<video controls preload="none" src="{video}"></video>'
    lines = (
        *bar(at.year, inside=True),
        *wanted(*texts[:3]),
        Line("", tag="div", markup=player),
        *wanted(*texts[3:]),
        *blurb(at.year),
        *more_on_the_topic(f"Syrian War Report – The Week Before {title}", "Interactive Map Of The Front"),
        *widget(at.year),
    )
    return replace(
        _planted(headline, at, lines),
        sections=("Syria", "Video"),
        video=(video,),
        modified=at + timedelta(hours=2),
    )


def _report(title: str, at: datetime) -> Planted:
    texts = paragraphs(title, 8, Topic.FRONT)
    dressing = "bare" if at.year == 2021 else "theme"
    heading = wanted("What comes next", tag="h3") if dressing == "theme" else ()
    lines = (
        *bar(at.year, inside=False),
        *blurb(at.year),
        Line(texts[0], markup=f"<strong>{escape(texts[0], quote=False)}</strong>"),
        *wanted(*texts[1:5]),
        *heading,
        *wanted(*texts[5:]),
        *widget(at.year),
    )
    return replace(
        _planted(title, at, lines), sections=("Middle East",), tags=("front", str(at.year)), dressing=dressing
    )


def _appeal(title: str, at: datetime, texts: tuple[str, ...]) -> Planted:
    lines = (*bar(at.year, inside=True), *wanted(*texts), *blurb(at.year))
    return replace(_planted(title, at, lines), sections=("News",), kind=Kind.APPEAL)


def _russian() -> Planted:
    at = datetime(2021, 5, 15, 9, 0, tzinfo=UTC)
    lines = (*wanted(*RUSSIAN), *widget(at.year))
    return replace(_planted("Колонна грузовиков задержана у Нового Брода", at, lines), language="ru")


def page(planted: Planted) -> bytes:
    inner = [line for line in planted.lines if line.inside]
    outer = [line for line in planted.lines if not line.inside]
    template = _bare if planted.dressing == "bare" else _theme
    body = f"{_header()}\n{blocks(outer)}\n{template(planted, blocks(inner))}\n{_comments()}\n{_sidebar()}\n{_footer()}"
    head = stated_metadata(planted, site_name="South Front", title=f"{planted.headline} - South Front")
    body_class = f"post-template-default single single-post postid-{planted.post_id}"
    return document(language=planted.language, head=head, body=body, body_class=body_class)


def _theme(planted: Planted, inner: str) -> str:
    return (
        f'<main class="site-main"><article id="post-{planted.post_id}" class="post type-post status-publish">\n'
        f'<h1 class="entry-title">{escape(planted.headline)}</h1>\n'
        f'<div class="entry-meta"><span class="posted-on"><time class="entry-date published" '
        f'datetime="{planted.published.isoformat()}">{planted.published:%d.%m.%Y}</time></span></div>\n'
        f'<div class="entry-content">\n{_lead_image(planted)}\n{inner}\n</div>\n</article></main>'
    )


def _bare(planted: Planted, inner: str) -> str:
    """None of the class names that an extractor could know."""
    return f'<div class="x9"><div class="x10"><h1>{escape(planted.headline)}</h1></div>\n<div class="x11">\n{inner}\n</div></div>'


def _lead_image(planted: Planted) -> str:
    return figure(planted.image or "", planted.headline)


def _header() -> str:
    places = [
        (name, f"{HOME}/category/{name.lower()}/") for name in ("Syria", "Iraq", "Yemen", "Maps", "Video")
    ]
    return f'<header class="site-header"><a href="{HOME}/" rel="home">South Front</a>{menu(places, label="primary-menu")}</header>'


def _comments() -> str:
    said = "".join(
        f'<li class="comment"><div class="comment-author">{name}</div><div class="comment-content"><p>{text}</p></div></li>'
        for name, text in (
            ("reader77", "Thank you for the map, it is clearer than the last one."),
            ("Otto", "First!"),
        )
    )
    return f'<div id="comments" class="comments-area"><h3>2 Comments</h3><ol class="comment-list">{said}</ol></div>'


def _sidebar() -> str:
    recent = "".join(
        f'<li><a href="{HOME}/{slug_of(title)}/">{escape(title)}</a></li>' for title, _ in REPORTS[-4:]
    )
    return f'<aside class="widget-area sidebar"><h2 class="widget-title">Recent Posts</h2><ul>{recent}</ul></aside>'


def _footer() -> str:
    return (
        '<footer class="site-footer"><p>© South Front. All rights reserved.</p>'
        f'<p><a href="{HOME}/about-us/">About us</a> <a href="{HOME}/donate/">Donate</a></p></footer>'
    )


def site() -> WordPressSite:
    every = articles()
    twin = every[3]  # published twice by mistake: the same bytes under another slug
    twin_path = twin.path.rstrip("/") + "-2/"
    gone = Reply(
        410, document(language="en", head="<title>Gone</title>", body="<h1>Gone</h1>", body_class="gone")
    )
    return WordPressSite(
        name="South Front",
        hosts=("southfront.press", "www.southfront.press", "southfront.org", "www.southfront.org"),
        articles=every,
        page_of=page,
        crawl_delay=0.05,
        extra={twin_path: Reply(200, page(twin)), "/withdrawn-report/": gone},
        stale=(twin_path, "/withdrawn-report/", "/never-published/"),
    )

"""When a page says that it was published and changed, where its head does not: in print, in <time>, in its address.

What is called an update is none of publication. A date inside a sentence is one of the story, so only short lines
count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import XPath

from extractors.matching import plain
from extractors.near_headline import Printed
from extractors.others import is_of_others
from extractors.printed_dates import dates, speaks_of_update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from extractors.near_headline import NearHeadline

_MAX_WORDS = 14  # of a line that tells the date of the article
_LABEL_WORDS = 4
_MAX_MARKED = 60
_MAX_TEXT = 200  # characters of a piece of it
_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-]?(?P<month>0?[1-9]|1[0-2]|[a-z]{3,9})[/-]?(?P<day>0[1-9]|[12]\d|3[01])(?=[/._-]|$)"
)
_STAMP_IN_SCRIPT = re.compile(r'"((?:19|20)\d\d-\d\d-\d\d[\dT:.+Z -]{0,25})')
_NAME_IN_SCRIPT = re.compile(
    r"(?:datePublished|published_?(?:at|on|date|time)|publish_?(?:date|time)|first_?published_?(?:at|date)?|pub_?date)"
    r'\\{0,3}"\s{0,3}:\s{0,3}\\{0,3}\Z',
    re.IGNORECASE,
)
_LONGEST_NAME = 60  # characters, with what stands between it and its value
_MAX_SCRIPTS = 200
_ISO = re.compile(r"(?:19|20)\d\d-?\d\d-?\d\d")
_UPDATE_CLASS = re.compile(r"updat|modif|revis|changed", re.IGNORECASE)
_PUBLISHED_CLASS = re.compile(r"publish|posted|created|entry-date|pubdate", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|publication date|publish date|date published|date of publication)|"
    r"ver\u00f6ffentlicht|erschienen|publi\u00e9|publicado|pubblicato|gepubliceerd|\u043e\u043f\u0443\u0431\u043b\u0438\u043a\u043e\u0432\u0430\u043d\u043e)"
    r"(?: on| am| le| el| il| op)?\s?:?",
    re.IGNORECASE,
)
_MARKED = XPath(
    "//time | //@class[contains(.,'date') or contains(.,'Date') or contains(.,'ublish') or contains(.,'osted') or "
    "contains(.,'imestamp')]/.. | //@id[contains(.,'date')]/.."
)
_TEXTS_WITH_YEARS = XPath(
    "/descendant::body/descendant::text()[(contains(., '20') or contains(., '19')) and string-length(.) < 200 and "
    "not(parent::script or parent::style or parent::a or parent::option)]"
)
_MAX_TEXTS = 200


@dataclass(frozen=True, slots=True)
class Dated:
    """As stated or as YYYY-MM-DD; None where nothing says it."""

    published: str | None = None
    modified: str | None = None


def printed_near(near: NearHeadline, *, day_first: bool) -> Dated:
    """Below the headline first, then above it, the nearest first."""
    return _dated(near.nearest_first, day_first=day_first)


def marked(tree: HtmlElement, near: NearHeadline, *, day_first: bool) -> Dated:
    """By <time> and by classes that speak of dates, outside comments, rails and lists of other articles.

    Where there is none but every <time> of the page names one day, it is that.
    """
    found = _dated(_marked_lines(tree, near.home), day_first=day_first)
    if found.published or found.modified:
        return found
    stamps = [
        stamp
        for time in islice(tree.iter("time"), _MAX_MARKED)
        if _ISO.match(stamp := time.get("datetime", ""))
    ]
    return Dated(stamps[0]) if len({stamp[:10] for stamp in stamps}) == 1 else found


def in_address(url: str) -> str | None:
    """The day that the path of a URL names, as YYYY-MM-DD."""
    found = _IN_ADDRESS.search(url[:2_000].lower())
    if found is None:
        return None
    printed = "{day} {month} {year}" if found["month"].isalpha() else "{year}-{month}-{day}"
    day = next(dates(printed.format(**found.groupdict()), day_first=True), None)
    return day.day.isoformat() if day else None


def anywhere(tree: HtmlElement, near: NearHeadline, *, day_first: bool) -> Dated:
    """By the first short text of the page that is little more than a date."""
    found = _TEXTS_WITH_YEARS(tree)
    home = near.home
    texts = (
        str(text)
        for text in islice(found if isinstance(found, list) else (), _MAX_TEXTS)
        if _is_own(text, home)
    )
    return _dated(
        (Printed(line) for text in texts if (line := plain(text))), day_first=day_first, most_words=8
    )


def in_scripts(tree: HtmlElement) -> str | None:
    """By the data that scripts carry for the page, where all of it names one day."""
    texts = (script.text or "" for script in islice(tree.iter("script"), _MAX_SCRIPTS))
    found = [stamp for text in texts for stamp in islice(_stamps(text), _MAX_MARKED)]
    return found[0] if len({stamp[:10] for stamp in found}) == 1 else None


def _stamps(script: str) -> Iterator[str]:
    """Dates of publication in data: dates first, names before them, for names may begin anywhere in half a megabyte."""
    for found in _STAMP_IN_SCRIPT.finditer(script):
        if _NAME_IN_SCRIPT.search(script, max(0, found.start() - _LONGEST_NAME), found.start()):
            yield found[1]


def _marked_lines(tree: HtmlElement, home: frozenset[HtmlElement]) -> Iterator[Printed]:
    """Those beside a label ("Published") first, wherever they stand: pages print their facts in a box aside."""
    found = _MARKED(tree)
    elements = tuple(islice(found if isinstance(found, list) else (), _MAX_MARKED))
    labelled = tuple(element for element in elements if _is_labelled(element))
    for element in (*labelled, *(each for each in elements if not is_of_others(each, home))):
        stamp = element.get("datetime", "") if element.tag == "time" else element.get("content", "")
        if (text := _beginning(element)) or stamp:
            yield Printed(text, stamp, f"{element.get('class', '')} {element.get('itemprop', '')}")


def _is_labelled(element: HtmlElement) -> bool:
    parent = element.getparent()
    before = (element.getprevious(), parent.getprevious() if parent is not None else None)
    return any(label is not None and _PUBLISHED.fullmatch(_beginning(label)) for label in before)


def _beginning(element: HtmlElement) -> str:
    return plain("".join(text[:_MAX_TEXT] for text in islice(element.itertext(), 20)))


def _is_own(text: object, home: frozenset[HtmlElement]) -> bool:
    parent = text.getparent() if hasattr(text, "getparent") else None
    return parent is not None and not is_of_others(parent, home)


def _dated(lines: Iterable[Printed], *, day_first: bool, most_words: int = _MAX_WORDS) -> Dated:
    published: str | None = None
    modified: str | None = None
    label = ""  # of a line that only announces the date below it
    for line in lines:
        if line.text.count(" ") >= most_words:
            continue
        for day, is_update in _days(line, label, day_first=day_first):
            if is_update:
                modified = modified or day
            else:
                published = published or day
        label = line.text if line.text.count(" ") < _LABEL_WORDS else ""
        if published:
            break
    return Dated(published, modified)


def _days(line: Printed, label: str, *, day_first: bool) -> Iterator[tuple[str, bool]]:
    """What the line dates, and whether it is an update."""
    is_update = speaks_of_update(label) or (
        bool(_UPDATE_CLASS.search(line.label)) and not _PUBLISHED_CLASS.search(line.label)
    )
    printed = tuple(dates(line.text, day_first=day_first))
    if _ISO.match(line.stamp):
        yield line.stamp, is_update or (bool(printed) and printed[0].is_update)
        return
    for found in printed or dates(line.stamp, day_first=day_first):
        yield found.day.isoformat(), is_update or found.is_update

"""`scrapy outlets --probe`: the draft of an outlet's file, written where it is found at once."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.configuration import BadConfiguration, require_contact
from crawler.exit_status import ExitStatus
from crawler.probing import Probe
from extractors import outlets
from extractors.drafting.draft import draft
from extractors.urls import host_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.configuration import Configuration
    from extractors.drafting.draft import Observed

FOLDER = Path(outlets.__file__).parent
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})  # as in example.co.uk


def write_draft(
    configuration: Configuration, settings: BaseSettings, address: str, slug: str | None, to: str | None
) -> ExitStatus:
    """Look at the site and write the file. BadConfiguration, before anything is asked, if it is there already."""
    require_contact(configuration)
    url = address if "://" in address else f"https://{address}"
    if known := outlets.outlet_for_url(url):
        raise BadConfiguration(f"--probe {address}: that is {known.slug}, which has a file already")
    chosen = _checked_slug(slug or _slug_of(url))
    place = Path(to) if to else FOLDER / f"{chosen}.py"
    if place.exists():
        raise BadConfiguration(
            f"{place} is there already, and is not overwritten; choose another --slug or --to"
        )
    seen = Probe(configuration, settings, _say).look(url, chosen)
    place.write_text(draft(seen), encoding="utf-8")
    _tell(seen, place)
    return ExitStatus.COMPLETE


def _say(what: str) -> None:
    print(f"asking for {what}", file=sys.stderr)  # noqa: T201 - a person waits


def _slug_of(url: str) -> str:
    labels = (host_of(url) or "").removeprefix("www.").split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return re.sub(r"[^a-z0-9]", "", labels[-1]) if labels else ""


def _checked_slug(slug: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise BadConfiguration(f"--slug {slug!a}: use lower-case letters, digits and _, a letter first")
    return slug


def _tell(seen: Observed, place: Path) -> None:
    print(f"{seen.name}: {', '.join(seen.hosts)}")  # noqa: T201 - what the command is for
    for source in seen.sources:
        print(f"  {source.kind:8} {source.entries:6} entries  {source.url}")  # noqa: T201 - likewise
    for shape in seen.shapes:
        print(f"  shape    {shape.seen:6} of {seen.addresses}    {shape.pattern}")  # noqa: T201 - likewise
    for container in seen.containers:
        found = f"on {container.pages} of {container.of_pages} pages"
        print(f"  container {container.selector}, {found}")  # noqa: T201 - likewise
    print(  # noqa: T201 - likewise
        f"written   {place}\nnext      read it, mend it, then: scrapy crawl {seen.slug} -s MAX_PAGES=30; docs/outlets.md"
    )

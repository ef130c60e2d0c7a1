"""Which family a proposal is likely to be of: words that people use in boilerplate, and names that themes use.

They only guess and support: nothing is proposed because of a word alone, and nothing is removed before a person
has accepted it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from storage.article import Family


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


_TEXTS: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        Family.DONATION,
        _any(
            r"\bdonat(?:e|ions?)\b.{0,40}\b(?:us|our|now|today|here|to keep|month)\b",
            r"\b(?:please|help|consider|if you can).{0,40}\b(?:donat|support|contribut|fund)",
            r"\bsupport (?:us|our|independent)\b",
            r"\bhelp us\b",
            r"\byour (?:donation|gift|contribution|support)\b",
            r"\bfund-?rais(?:er|ing)\b",
            r"\b(?:paypal|patreon)\b",
            r"\bmonthly gift\b",
            r"\bpledge \$?\d",
        ),
    ),
    (Family.NEWSLETTER, _any(r"\bnewsletter", r"\byour inbox\b", r"\bsign up (?:for|to)\b", r"\bmailing list\b")),
    (
        Family.MEMBERSHIP,
        _any(r"\bbecome an? (?:member|subscriber|supporter)", r"\bmembers?hip\b.{0,30}\bjoin\b", r"\bjoin (?:us|our)\b"),
    ),
    (Family.FOLLOW, _any(r"\bfollow (?:us|our|me|@)", r"\b(?:telegram|whatsapp|youtube) channel\b", r"\blike us on\b")),
    (Family.APP, _any(r"\b(?:download|get|install)\b.{0,20}\bapp\b", r"\b(?:push )?notifications\b.{0,20}\b(?:on|enable)\b")),
    (
        Family.SHARE,
        _any(r"\bshare (?:this|it|on|the)\b", r"\bforward this\b", r"\bclick\b.{0,30}\bshare\b", r"\bcopy link\b"),
    ),
    (
        Family.RELATED,
        _any(
            r"^(?:see|read|watch|listen) (?:also|more|next|on)\b",
            r"^(?:related|recommended|further reading|more (?:from|on|in|about)|also (?:read|in)|don't miss|up next)\b",
            r"^you (?:may|might) (?:also )?(?:like|be interested)",
            r"\bmost (?:read|popular)\b",
        ),
    ),
    (Family.TRANSLATION, _any(r"\btranslat(?:e|ed|ion) (?:this|website|by|into)\b", r"\bin \d+ languages\b")),
    (
        Family.SOURCE_LINE,
        _any(
            r"\boriginal(?:ly)? (?:source|published|appeared|posted)\b",
            r"\bfirst (?:published|appeared|posted)\b",
            r"\b(?:republished|reprinted|reposted) (?:from|with|by)\b",
        ),
    ),
    (Family.COPYRIGHT, _any("\u00a9", r"\bcopyright\b", r"\ball rights reserved\b")),
    (Family.FAIR_USE, _any(r"\bfair use\b")),
    (Family.DISCLAIMER, _any(r"\bviews expressed\b", r"\bsole responsibility of the author", r"\bdisclaimer\b")),
    (Family.MEDIA_INQUIRIES, _any(r"\b(?:media|press) inquiries\b", r"\bhave a (?:tip|story)\b", r"\bcontact (?:us|the newsroom)\b")),
    (Family.BIOGRAPHY, _any(r"^about the authors?\b", r"\bis an? (?:\S+ ){0,4}(?:reporter|correspondent|columnist|contributor)\b")),
    (Family.IMAGE, _any(r"^(?:image|photo|picture|featured image)s?(?: credits?)?\b.{0,3}[:|]", r"\bclick to (?:enlarge|see)\b")),
    (Family.COMMENTS, _any(r"\b(?:leave|post|view) (?:a )?comments?\b", r"\bjoin the (?:conversation|discussion)\b")),
    (Family.PAYWALL, _any(r"\bsubscrib(?:e|ers?)\b.{0,40}\b(?:now|today|continue|access|read)\b", r"\bfree trial\b")),
    (Family.CONSENT, _any(r"\bcookies?\b.{0,40}\b(?:accept|policy|consent)\b")),
    (Family.NAVIGATION, _any(r"^advertisement\b", r"\bsponsored\b", r"\bscroll (?:down|to continue)\b", r"^(?:print|listen|save)$")),
)  # fmt: skip

_NAMES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (Family.BIOGRAPHY, _any(r"author-?_?(?:bio|box|info|card|about|desc|profile)", r"about-?_?(?:the-?)?author", r"\bbio(?:graphy)?\b")),
    (Family.NEWSLETTER, _any(r"newsletter", r"sign-?up", r"subscri(?:be|ption)", r"mail(?:chimp|ing)")),
    (Family.DONATION, _any(r"donat", r"fund-?rais", r"support-?_?(?:us|box|banner)", r"appeal", r"patreon")),
    (Family.MEMBERSHIP, _any(r"\bmember")),
    (
        Family.RELATED,
        _any(
            r"relat", r"read-?_?(?:also|more|next|on)", r"more-?_?(?:from|on|stories|news)", r"recommend",
            r"most-?_?(?:read|popular)", r"trending", r"see-?_?also", r"\brail\b", r"outbrain", r"taboola",
        ),
    ),
    (Family.SHARE, _any(r"\bshar(?:e|ing)", r"\bsocial", r"addtoany")),
    (Family.FOLLOW, _any(r"\bfollow")),
    (Family.APP, _any(r"\bapp-?_?(?:promo|download|banner|prompt)")),
    (Family.COMMENTS, _any(r"\bcomments?\b", r"disqus")),
    (Family.PAYWALL, _any(r"pay-?wall", r"reg-?wall")),
    (Family.COPYRIGHT, _any(r"copyright")),
    (Family.DISCLAIMER, _any(r"disclaimer")),
    (Family.IMAGE, _any(r"caption", r"(?:photo|image)-?_?credit")),
    (Family.METADATA_LINE, _any(r"byline", r"dateline", r"(?:post|entry|article)-?_?meta", r"\btags?\b", r"timestamp")),
    (Family.CONSENT, _any(r"cookie", r"consent", r"gdpr")),
    (Family.PRODUCT, _any(r"\bshop", r"\bproduct", r"book-?_?(?:promo|ad|shop)")),
    (Family.NAVIGATION, _any(r"advert", r"\bads?\b", r"\bad-", r"sponsor", r"promo", r"breadcrumb", r"banner", r"\bcta\b", r"toolbar")),
)  # fmt: skip


# Of grids, page builders and utility frameworks.
_SHAPES = re.compile(
    r"(?:clearfix|cf|row|grid|inner|outer|wrap(?:per)?|container|content|main|left|right|center|flex|block|inline|relative|absolute|"
    r"static|fixed|hidden|truncate|section|column|title|text|small|large|bold|module|item)"
    r"|(?:col|cols|columns?|container|grid|row|flex|is|has|w|h|m|p|mb|mt|mx|my|ml|mr|pb|pt|px|py|pl|pr|gap|space|text|font|bg|border|rounded|"
    r"shadow|items|justify|self|min|max|inline|overflow|order|leading|tracking|z|top|bottom|elementor|et_pb|vc|fl|wpb|uk|tw|ct|u|l)[-_].*"
    r"|.*[-_](?:col|column|row|wrap|wrapper|container|inner)",
    re.IGNORECASE,
)


def is_shape(name: str) -> bool:
    """Whether a class says how an element is laid out, and not what it is."""
    return _SHAPES.fullmatch(name) is not None


@lru_cache(maxsize=16384)
def family_by_words(text: str) -> Family | None:
    """`text` in its matching form; None when no word of it is boilerplate's."""
    return next((family for family, words in _TEXTS if words.search(text)), None)


@lru_cache(maxsize=4096)
def family_by_names(steps: tuple[str, ...]) -> Family | None:
    """By the classes of a block, the innermost first."""
    for step in reversed(steps):
        _, *classes = step.split(".")
        spaced = " ".join(classes)
        if found := next((family for family, names in _NAMES if names.search(spaced)), None):
            return found
    return None

"""Lines that say where an article comes from, who wrote it and when: they become fields."""

from __future__ import annotations

from extractors.vocabulary import DATE, ProvenanceRule, Where
from storage.article import Family

OUTLETS = r"(?:[^.?!]{2,80}?|[\w -]{0,60}?[\w-]+(?:\.[a-z]{2,6}){1,2})"

PROVENANCE: tuple[ProvenanceRule, ...] = (
    ProvenanceRule(
        name="any-original-source",
        family=Family.SOURCE_LINE,
        # Some pages glue the copyright line to this one without a space.
        pattern=rf"the original source(?: of this (?:article|text|post))? is:? (?P<outlet>{OUTLETS})\.? ?(?P<holders>copyright \u00a9.{{1,200}})?",
        examples=(
            "The original source of this article is South Front",
            "The original source of this article is South FrontCopyright \u00a9 South Front, South Front, 2022",
        ),
        near_misses=("The original source of the river is unknown. It has been searched for since 1855.",),
    ),
    ProvenanceRule(
        name="any-first-published",
        family=Family.SOURCE_LINE,
        pattern=r"(?:\W{0,2}(?:(?:this|the) (?:article|story|piece|essay|post|report|interview|text|analysis|column)(?: was| has been| is| had been)? )?)"
        r"(?:first|originally|previously) (?:published|appeared|posted|printed|released)(?: (?:online|here))? (?:on|in|by|at|with) "
        rf"(?P<outlet>(?!{DATE}|(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:\d|of\b)|(?:19|20)\d\d\b|early |late |print\b){OUTLETS})(?:,? (?:and|but|under|with the title|as|at https?:).{{0,120}})?(?:,? (?:on |in )?(?P<date>{DATE}))?\W{{0,3}}",
        examples=(
            "This article was originally published on South Front.",
            "Originally published by Mint Press News on January 3, 2021",
            "First published on southfront.org",
        ),
        near_misses=(
            "The report was first published in 2012. It has been updated since, and the ministry now wants another.",
            "The article was originally published in April 2020 and was updated in April 2024 to make it more useful.",
            "First published in Paris, the novel sold a million copies. Its author never knew.",
        ),
    ),
    ProvenanceRule(
        name="any-first-published-date",
        family=Family.SOURCE_LINE,
        pattern=rf"(?:this (?:article|story|piece|post|text)(?: was)? )?(?:first|originally) (?:published|posted)(?: on(?: this site)?| here)?:? ?(?P<date>{DATE})\W{{0,3}}",
        examples=("First published on March 3, 2019", "Originally published: 3 March 2019"),
        near_misses=("First published on March 3, 2019, it was banned a week later.",),
    ),
    ProvenanceRule(
        name="any-republished-from",
        family=Family.SOURCE_LINE,
        pattern=rf"\W{{0,2}}(?:(?:this (?:article|story|piece|post|text) (?:is|was|has been) )?(?:republished|reprinted|reposted|reproduced|cross-?posted)(?: here)?(?: with(?: the)? permission)? (?:from|by|of)) (?P<outlet>{OUTLETS})(?: under .{{2,80}})?(?:,? (?:on )?(?P<date>{DATE}))?\W{{0,3}}",
        examples=("Republished from The Conversation under a Creative Commons license.", "Reprinted with permission from Kaiser Health News"),
        near_misses=("Reprinted in many languages, the book won prizes.",),
    ),
    ProvenanceRule(
        name="any-appeared-first-on",
        family=Family.SOURCE_LINE,
        pattern=r"the post .{2,200} (?:appeared first on|first appeared on) (?P<outlet>[\w .&'/-]{2,60}?)\.?|read the (?:original|full) (?:article|story|post)(?: here| (?:at|on) (?:the )?.{2,60})?\.?",
        examples=("The post Talks Resume appeared first on The Example.", "Read the original article here."),
        near_misses=("The post office appeared first on the map in 1901, and never left it. So they say!",),
    ),
    ProvenanceRule(
        name="any-source-label",
        family=Family.SOURCE_LINE,
        where=Where.TAIL,
        pattern=r"\W?(?:original )?(?:source|via) ?: ?(?P<outlet>[\w .&'/-]{2,50})\W?",
        examples=("Source: Reuters", "Source: South Front"),
        near_misses=("Source: a person who was in the room, speaking on condition of anonymity, and two others",),
    ),
    ProvenanceRule(
        name="any-copyright",
        family=Family.COPYRIGHT,
        pattern=r"(?P<holders>(?:copyright ?(?:\u00a9|\(c\))?|\u00a9|\(c\)) ?(?:(?:19|20)\d\d(?: ?- ?(?:(?:19|20)?\d\d|present))?|(?-i:[A-Z\u00c0-\u00de])[^.]{1,100}?,? ?(?:19|20)\d\d)[^.]{0,80}\.?|(?:copyright ?)?(?:\u00a9|\(c\)) ?(?-i:[A-Z\u00c0-\u00de\u0410-\u042f])[\w ,&'-]{1,60}[^.]{0,80}\.?)",
        examples=("Copyright \u00a9 South Front, South Front, 2022", "\u00a9 2022 Example News", "(c) 2021 The Example Post"),
        near_misses=("Copyright law is a maze, said the judge.", "Copyright Questions in a Divided World"),
    ),
    ProvenanceRule(
        name="any-byline",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=r"(?P<byline>(?:(?:written |reported |posted )?by|authors? ?:) (?:(?-i:[A-Z\u00c0-\u00de@])[\w.'@-]*|and|&|of|for|the|de|van|von|der|al|bin|in|[,|/])(?:,? (?:(?-i:[A-Z\u00c0-\u00de@])[\w.'@-]*|and|&|of|for|the|de|van|von|der|al|bin|in|[|/]))*)(?: ?[|,-]? ?(?P<published>" + DATE + r"))?(?: \d\d?:\d\d.{0,20})?",
        examples=("By South Front", "By Jane Doe and John Roe", "by Prof. Michel Chossudovsky", "By Jane Doe, January 3, 2022"),
        near_misses=("By sea they came, and by land.", "By Monday the town had fallen to the army."),
    ),
    ProvenanceRule(
        name="any-date-line",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=rf"(?:(?:date|published|posted|publication date)(?: on| at)? ?:? ?)?(?P<published>{DATE})(?:[ ,|-]+(?:at )?\d{{1,2}}[:.]\d\d.{{0,25}})?",
        examples=("January 31, 2022", "Published: 31 January 2022", "01/31/2022", "Posted on February 2, 2022 at 10:15 AM"),
        near_misses=("January 31, 2022 was a cold day.",),
    ),
    ProvenanceRule(
        name="any-updated-line",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=rf"(?:last )?(?:updated|modified)(?: on| at)? ?:? ?{DATE}.{{0,30}}",
        examples=("Updated: January 31, 2022", "Last updated on 31 January 2022, 10:00 GMT"),
        near_misses=("Updated rules of war were signed in 1949.",),
    ),
    ProvenanceRule(
        name="any-section-label",
        family=Family.METADATA_LINE,
        pattern=r"(?:region|theme|section|category|categories|filed under|posted in) ?: (?P<section>[^.?!]{2,120})",
        examples=("Region: Middle East & North Africa", "Theme: Terrorism"),
        near_misses=("Region: what we know. It is big.",),
        where=Where.HEAD,
    ),
    ProvenanceRule(
        name="any-keyword-label",
        family=Family.METADATA_LINE,
        pattern=r"(?:in-depth report|tags?|keywords?|topics?) ?: (?P<keyword>[^.?!]{2,160})",
        examples=("In-depth Report: SYRIA", "Tags: Syria, war"),
        where=Where.HEAD,
        near_misses=("Topics: what we know. It is little.",),
    ),
)  # fmt: skip

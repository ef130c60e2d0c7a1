"""The Media Line: news and interviews, with appeals and rails injected between the paragraphs.

Not checked against the live site: selectors (tried first, then the generic extractor), the sitemap, the
time zone. What looks like boilerplate and is not: speaker labels ("TML:"), "told The Media Line", and the
opening line of a press review.
"""
# ruff: noqa: RUF001 -- wordings as the outlet prints them, with its quotation marks

from extractors.vocabulary import (
    BoilerplateRule,
    Drop,
    KindRule,
    Layout,
    Outlet,
    Politeness,
    Purpose,
    Source,
    SourceKind,
    UrlShape,
)
from storage.article import Family, Kind

_AGENCY = r"(?:getty(?: images)?|afp|reuters|ap|flash ?90|anadolu(?: agency)?|gpo|idf|tps|epa|xinhua|sipa|wikimedia(?: commons)?)"

OUTLET = Outlet(
    slug="themedialine",
    name="The Media Line",
    names_of_self=("The Media Line News Agency", "TML"),
    hosts=("themedialine.org",),
    language="en",
    time_zone="Asia/Jerusalem",
    sources=(
        Source("https://themedialine.org/feed/", SourceKind.FEED),
        Source("https://themedialine.org/sitemap_index.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(r"/(?:[^?]*/)?feed/?", Purpose.FEED, examples=("/feed/",)),
        UrlShape(r"/[^/?]*sitemap[^/?]*\.xml(?:\.gz)?", Purpose.SITEMAP, examples=("/post-sitemap.xml",)),
        UrlShape(r"/(?:wp-(?:admin|login|json|content|includes)|xmlrpc|cdn-cgi)\b.*", Purpose.IGNORE),
        UrlShape(
            r"/[^?]*\?(?:.*&)?(?:s|replytocom|share|doing_wp_cron)=.*", Purpose.TRAP, examples=("/?s=water",)
        ),
        UrlShape(r"/\?p=(?P<key>\d+)", Purpose.ARTICLE, by_canonical=True, examples=("/?p=1234",)),
        UrlShape(r"/(?:tag|author|category)/[^?]*", Purpose.LISTING, examples=("/tag/water/",)),
        UrlShape(r"/(?:[^/?]+/){0,2}page/\d+/?", Purpose.LISTING, examples=("/top-stories/page/2/",)),
        # A region's page has a short name, an article's slug is a sentence.
        UrlShape(
            r"/by-region/(?:[^/?-]+(?:-[^/?-]+){0,2}/?)?",
            Purpose.LISTING,
            examples=("/by-region/saudi-arabia/",),
        ),
        UrlShape(
            r"/(?:by-region/)?[^/?]+/(?P<key>[^/?]+-[^/?]+)(?:/print)?/?",
            Purpose.ARTICLE,
            examples=("/top-stories/talks-resume", "/life-lines/the-baker/", "/headlines/talks-resume/print"),
        ),
        UrlShape(r"/(?:[^/?]+/?)?", Purpose.LISTING, examples=("/", "/top-stories/")),
    ),
    layouts=(
        Layout(
            name="wordpress",  # (unverified)
            container=(
                "article div.entry-content",
                "div.entry-content",
                "div.elementor-widget-theme-post-content",
                "main article",
            ),
            headline=("h1.entry-title", "h1"),
            byline=("span.author", ".entry-meta a[rel=author]"),
            date_published=("span.entry-date", "time.entry-date::attr(datetime)"),
            date_formats=("%m/%d/%Y",),
            keywords=("a[rel~=tag]",),
            drop=(
                Drop("a[rel~=tag]", Family.METADATA_LINE, "tag"),
                Drop("[class*=next-from], [class*=more-from], .related-posts", Family.RELATED, "rail"),
            ),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="appeal-mission",
            family=Family.DONATION,
            pattern=r"(?:we practice what we preach:?|accurate, fearless journalism\b.*|on the ground in (?:gaza|syria|israel)\b.* and more\.?"
            r"|our program trained more than \d+ journalists\.?|calling out fake news and reporting real facts\.?"
            r"|join us\.?|support the media line\. save democracy\.?)",
            examples=(
                "We practice what we preach:",
                "accurate, fearless journalism. But we can’t do it alone.",
                "On the ground in Gaza, Syria, Israel, Egypt, Pakistan, and more",
                "Our program trained more than 100 journalists",
                "Calling out fake news and reporting real facts",
                "Join us.",
                "Support The Media Line. Save democracy.",
            ),
            near_misses=("On the ground in Gaza, aid workers counted the trucks.",),
        ),
        BoilerplateRule(
            name="appeal-holiday",
            family=Family.DONATION,
            pattern=r"(?:this (?:holiday|hanukkah|christmas) season, give to:?.*|truth and understanding"
            r"|the media line's intrepid correspondents\b.*|they all said they cover it\. we see it\.?"
            r"|we report with just one agenda:? the truth\.?|please support tml's boots on the ground\b.*)",
            examples=(
                "This holiday season, give to:",
                "Truth and understanding",
                "The Media Line’s intrepid correspondents are in Israel, Gaza, Lebanon, Syria and Pakistan providing first-person reporting.",
                "They all said they cover it. We see it.",
                "We report with just one agenda: the truth.",
                "Please support TML’s boots on the ground. Donate",
            ),
        ),
        BoilerplateRule(
            name="appeal-students",
            family=Family.DONATION,
            pattern=r"(?:help us train the next generation of journalists.*"
            r"|the media line's press and policy student program (?:pairs|trains|needs)\b.*"
            r"|your (?:tax-deductible )?(?:donation|gift|support) makes it possible\.?.*)",
            examples=(
                "Help us train the next generation of journalists!",
                "The Media Line’s Press and Policy Student Program pairs students with veteran reporters in the Middle East.",
                "Your tax-deductible donation makes it possible.",
            ),
        ),
        BoilerplateRule(
            name="appeal-war",
            family=Family.DONATION,
            pattern=r"(?:our reporters are working under fire\.?|since the war began, the media line\b.*"
            r"|please (?:make a donation|donate) today to keep\b.*)",
            examples=(
                "Our reporters are working under fire.",
                "Since the war began, The Media Line has kept its newsroom open around the clock.",
                "Please make a donation today to keep trusted Mideast reporting alive. Donate now",
            ),
        ),
        BoilerplateRule(
            name="appeal-gift",
            family=Family.DONATION,
            pattern=r"(?:give the gift of (?:hope|truth|news)\.?|support the media line's independent journalism\b.*)",
            examples=(
                "Give the gift of hope",
                "Support The Media Line’s independent journalism with a monthly gift. Donate",
            ),
        ),
        BoilerplateRule(
            name="personalize",
            family=Family.NAVIGATION,
            pattern=r"(?:personalize your news|upgrade your experience by choosing the categories\b.*"
            r"|click on the icon to add the category\b.*|browse categories and topics)",
            examples=(
                "Personalize Your News",
                "Upgrade your experience by choosing the categories that matter most to you.",
                "Click on the icon to add the category to your Personalize news",
                "Browse Categories and Topics",
            ),
        ),
        BoilerplateRule(
            name="controls",
            family=Family.NAVIGATION,
            pattern=r"(?:donate|log ?in|sign ?in|(?:dark|light)(?: mode| theme)?|toggle theme)",
            examples=("Donate", "Log in", "Dark Mode"),
        ),
        BoilerplateRule(
            name="rail",
            family=Family.RELATED,
            pattern=r"(?:next from|more from|more in) (?:the media line|[\w' &-]{3,40}):?",
            examples=("Next from Mideast Daily News", "More from The Media Line"),
            near_misses=("More from the harbor than from the airport, he said.",),
        ),
        BoilerplateRule(
            name="caption-credit",  # "What is seen. (Photographer/Agency)"
            family=Family.IMAGE,
            pattern=r".{3,400}\((?:(?:photo|image|credit|courtesy|screenshot|screen capture)\b[^()]{0,100}"
            rf"|[^()]{{2,80}}/[^()]{{0,40}}\b{_AGENCY}\b[^()]{{0,60}})\)\.?",
            examples=(
                "A street in Zeitunah after the rain. (Lior Amit/Getty Images)",
                "The envoy (Photo: Jane Doe)",
            ),
            near_misses=("The party (founded in 1968) won.", "He voted for the list (Labor/Unity)."),
        ),
    ),
    keep=(r"^(?:tml|the media line):", r"told the media line\b"),
    kind_rules=(
        KindRule(
            kind=Kind.APPEAL,
            headline=r"^(?:please )?(?:support|donate to|help) the media line\b|donate to the media line",
        ),
    ),
    politeness=Politeness(delay_s=3.0),
)

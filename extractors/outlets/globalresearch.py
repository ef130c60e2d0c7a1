"""Global Research: essays, reposts and digests between notices, whose wording changes every year.

Not checked against the live site: selectors (those of other people's scrapers), the sitemap, the time zone
(the centre is in Montreal). Third parties report that a bot shield answers 403: such pages are blocked, and
no way around it is taken.
"""
# ruff: noqa: RUF001 -- wordings as the outlet prints them, with its quotation marks

from extractors.vocabulary import (
    BoilerplateBlock,
    BoilerplateRule,
    KindRule,
    Layout,
    Outlet,
    Politeness,
    ProvenanceRule,
    Purpose,
    Source,
    SourceKind,
    UrlShape,
    Where,
)
from storage.article import Family, Kind

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"

OUTLET = Outlet(
    slug="globalresearch",
    name="Global Research",
    names_of_self=(
        "Global Research - Centre for Research on Globalization",
        "Centre for Research on Globalization",
        "GlobalResearch.ca",
    ),
    hosts=("globalresearch.ca",),
    language="en",
    time_zone="America/Toronto",
    sources=(
        Source("https://www.globalresearch.ca/feed", SourceKind.FEED),
        Source("https://www.globalresearch.ca/latest-news-and-top-stories", SourceKind.LISTING),
        Source("https://www.globalresearch.ca/sitemap_index.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(
            r"/(?:[^?]*\?(?:.*&)?doing_wp_cron=.*|(?:page|news|theme|indepthreport|latest-news-and-top-stories|feed)\b[^?]*\?(?:.*&)?p=.*"
            r"|[^?]*\?(?:.*&)?(?:s|replytocom|share)=.*)",
            Purpose.TRAP,
            examples=("/?doing_wp_cron=1684.12", "/theme/police-state/page/2/?p=xyz"),
        ),
        UrlShape(r"/(?:[^?]*/)?feed/?", Purpose.FEED, examples=("/feed",)),
        UrlShape(
            r"/[^/?]*sitemap[^/?]*\.xml(?:\.gz)?",
            Purpose.SITEMAP,
            examples=("/sitemap_index.xml", "/post-sitemap2.xml"),
        ),
        UrlShape(r"/(?:wp-(?:admin|login|json|content|includes)|xmlrpc|cdn-cgi)\b.*", Purpose.IGNORE),
        UrlShape(r"/\?p=(?P<key>\d{4,8})", Purpose.ARTICLE, examples=("/?p=5770000",)),
        UrlShape(
            r"/index\.php\?(?:.*&)?(?:aid|articleId)=(?P<key>\d+)(?:&.*)?",
            Purpose.ARTICLE,
            examples=(
                "/index.php?context=va&aid=9123",
                "/index.php?context=viewArticle&code=X&articleId=9123",
            ),
        ),
        UrlShape(
            r"/[^/?]+/(?P<key>\d{4,8})/?(?:\?print=1)?",
            Purpose.ARTICLE,
            examples=("/a-slug/5770000", "/a-slug/12345/", "/a-slug/5770000?print=1"),
        ),
        UrlShape(
            r"/(?:(?:latest-news-and-top-stories|news|theme/[^/?]+|indepthreport/[^/?]+|region/[^/?]+|author/[^/?]+)/?)?"
            r"(?:page/\d+/?)?",
            Purpose.LISTING,
            examples=(
                "/",
                "/page/3",
                "/news/page/2",
                "/theme/police-state/page/2/",
                "/latest-news-and-top-stories",
            ),
        ),
    ),
    layouts=(
        Layout(
            name="articlebody",  # as other scrapers select it (unverified)
            container=("div[itemprop=articleBody]",),
            headline=("h2[itemprop=headline]", "h1[itemprop=headline]"),
            byline=("div.postMeta a[rel=author]", "a[rel=author]"),
        ),
        Layout(
            name="wordpress",  # (unverified)
            container=("article div.entry-content", "div.entry-content", "div.post-content"),
            headline=("h1",),
            byline=("a[rel=author]",),
        ),
    ),
    # Newsletter, follow, share, comment and membership prompts, disclaimer, fair use: the generic rules know them.
    boilerplate=(
        BoilerplateRule(
            name="languages",
            family=Family.TRANSLATION,
            pattern=r"(?:(?:all (?:of )?)?global research articles can be read in \d+ languages.*"
            r"|(?:to read )?this article (?:can be read )?in (?:\d+|the following|your) languages?.*"
            r"|read our articles in your language:? .*"
            r"|(?:please )?(?:click|activate|use)\b.*\btranslate (?:website|this article)\b.*)",
            examples=(
                "All Global Research articles can be read in 27 languages by activating the “Translate Website” drop down menu on the top banner of our home page (Desktop version).",
                "All Global Research articles can be read in 51 languages by activating the Translate Website button below the author’s name (only available in desktop version).",
                "All Global Research articles can be read in 51 languages by activating the Translate Website button below the author’s name (desktop version)",
                "Global Research articles can be read in 40 languages by activating the Translate Website button.",
                "To read this article in the following languages, click the Translate Website button below the author’s name.",
                "This article can be read in 40 languages: please click the “Translate This Article” button below the author’s name.",
                "Read our articles in your language: activate the Translate Website drop down menu on the top banner.",
            ),
            near_misses=("The treaty can be read in 27 languages.",),
        ),
        BoilerplateRule(
            name="newsletter",
            family=Family.NEWSLETTER,
            pattern=r"don't miss out on global research.*newsletter.*",
            examples=("Don’t Miss Out on Global Research Online e-Newsletter! Subscribe here.",),
        ),
        BoilerplateRule(
            name="fundraising",
            family=Family.DONATION,
            pattern=r"(?:support independent media[:!.,] .{0,60}|global research:? (?:fundrais|referral|wants to hear|needs your).*"
            r"|(?:click here )?(?:to )?(?:donate|make a donation) to global research.*"
            r"|big tech's effort to silence truth-tellers.*|.*global research online referral campaign.*)",
            examples=(
                "Support independent media: donate to Global Research today!",
                "Global Research: Fundraising is essential to our survival. Click here to donate or become a member.",
                "Big Tech’s Effort to Silence Truth-tellers: Global Research Online Referral Campaign",
            ),
        ),
        BoilerplateRule(
            name="republished-outlet-donation",
            family=Family.DONATION,
            pattern=r"support south ?front[:!.]*",
            examples=("SUPPORT SOUTHFRONT:", "Support South Front"),
        ),
        BoilerplateRule(
            name="biography",
            family=Family.BIOGRAPHY,
            pattern=r".{3,120}\bis (?:an? |the )?(?:\S+ ){0,8}?(?:(?:research associate|fellow|director|founder)\b.*\b(?:centre for|global) research"
            r"|(?:\S+ )?contributor to global research).*",
            examples=(
                "Jane Doe is a frequent contributor to Global Research.",
                "Jane Doe is a Research Associate of the Centre for Research on Globalization (CRG).",
                "Jane Doe is an award-winning author and a regular contributor to Global Research.",
            ),
            where=Where.TAIL,
        ),
        BoilerplateRule(
            name="book",
            family=Family.PRODUCT,
            pattern=r"(?:isbn(?: number)?s?:? [\dx -]+|(?:list|special|our|member) price: .{1,60}|pages?: \d+(?: pages)?|year: \d{4}|"
            r"click here to (?:order|buy|purchase)\b.{0,60}|(?:pdf|print|kindle) (?:edition|version): .{1,60})",
            examples=(
                "ISBN Number: 978-0-0000000-7-0",
                "List Price: $24.95",
                "Pages: 216 pages",
                "Click here to order.",
            ),
            near_misses=(
                "Special price controls were introduced in March.",
                "Page 41 of the report says nothing.",
            ),
            where=Where.TAIL,
        ),
    ),
    blocks=(
        BoilerplateBlock(name="before-stars", family=Family.DONATION, closes=r"\*(?: ?\*){2}"),
        BoilerplateBlock(name="after-star", family=Family.PRODUCT, opens=r"\*"),
    ),
    keep=(r"^by .{2,80}, [a-z]+ \d{1,2}, \d{4}$",),  # of an article that a digest points at
    provenance=(
        ProvenanceRule(
            name="own-date",
            family=Family.METADATA_LINE,
            pattern=rf"global research, (?P<published>{_MONTH} \d{{1,2}}, \d{{4}})",
            examples=("Global Research, February 02, 2022",),
            where=Where.HEAD,
        ),
        ProvenanceRule(
            name="original-date",
            family=Family.SOURCE_LINE,
            pattern=rf"(?P<outlet>[^,.!?:;\d]{{2,60}}?),? (?P<date>\d{{1,2}} {_MONTH} \d{{4}})",
            examples=("South Front 31 January 2022",),
            where=Where.HEAD,
        ),
        ProvenanceRule(
            name="region",
            family=Family.METADATA_LINE,
            pattern=r"region: (?P<section>.+)",
            examples=("Region: Middle East & North Africa",),
        ),
        ProvenanceRule(
            name="theme",
            family=Family.METADATA_LINE,
            pattern=r"(?:theme|in-depth report): (?P<keyword>.+)",
            examples=("Theme: Terrorism", "In-depth Report: SYRIA"),
        ),
        ProvenanceRule(
            name="posted-by-itself",  # its own older post, published again
            family=Family.SOURCE_LINE,
            pattern=r"(?:(?:this article was )?(?:first|originally) )?(?:published|posted) by (?:gr|global research) (?:in|on) "
            rf"(?P<date>(?:{_MONTH} )?(?:\d{{1,2}}, )?\d{{4}})\.?",
            examples=(
                "First posted by GR in January 2012",
                "Originally published by Global Research on May 3, 2012.",
            ),
        ),
        ProvenanceRule(
            name="copyright",
            family=Family.COPYRIGHT,
            pattern=r"(?P<holders>copyright (?:©|\(c\)).+)",
            examples=("Copyright © South Front, South Front, 2022",),
        ),
        ProvenanceRule(
            name="articles-by",
            family=Family.METADATA_LINE,
            pattern=r"articles by: (?P<author>.+)",
            examples=("Articles by: South Front",),
        ),
    ),
    kind_rules=(
        KindRule(kind=Kind.DIGEST, headline=r"^selected articles?\b"),
        KindRule(
            kind=Kind.APPEAL,
            headline=r"\bfund-?rais|global research (?:needs|wants|is asking)|(?:support|donate to|help) (?:global research|us keep)",
        ),
    ),
    block_signs=(r"^just a moment", r"attention required.*cloudflare", r"^access denied"),
    politeness=Politeness(delay_s=5.0),
)

"""South Front: maps, war reports and analysis; between donation bars, widgets and appeals of ten years.

Not checked against the live site: selectors (tried first, then the generic extractor), the time zone, and
whether both kinds of sitemap exist. Wordings are those of public renderings of its pages.
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
    Where,
)
from storage.article import Family, Kind

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_COINS = r"(?:btc|bitcoin|bch|eth|ethereum|usdt|usdc|xmr|monero|ltc|litecoin|ton|xrp|dash|doge|bnb|tron|trx)"
_ADDRESS = r"[0-9a-z]{20,}"

OUTLET = Outlet(
    slug="southfront",
    name="South Front",
    names_of_self=(
        "SouthFront",
        "South Front: Analysis & Intelligence",
        "SouthFront: Analysis & Intelligence",
    ),
    # southfront.org was the address until August 2023, when its delegation was lost.
    hosts=("southfront.press", "southfront.org", "maps.southfront.org", "tv.southfront.org", "southfront.su"),
    language="en",
    time_zone="UTC",
    sources=(
        Source("https://southfront.press/feed/", SourceKind.FEED),
        Source("https://southfront.press/wp-sitemap.xml", SourceKind.SITEMAP),
        Source("https://southfront.press/sitemap_index.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(r"/(?:[^?]*/)?feed/?(?:\?.*)?", Purpose.FEED, examples=("/feed/", "/category/maps/feed/")),
        UrlShape(
            r"/[^/?]*sitemap[^/?]*\.xml(?:\.gz)?", Purpose.SITEMAP, examples=("/wp-sitemap-posts-post-1.xml",)
        ),
        UrlShape(r"/(?:wp-(?:admin|login|json|content|includes)|xmlrpc|cdn-cgi)\b.*", Purpose.IGNORE),
        UrlShape(
            r"/[^?]*\?(?:.*&)?(?:s|replytocom|share|doing_wp_cron)=.*", Purpose.TRAP, examples=("/?s=map",)
        ),
        UrlShape(r"/\?p=(?P<key>\d+)", Purpose.ARTICLE, by_canonical=True, examples=("/?p=1234",)),
        UrlShape(r"/(?:page/\d+/?)?", Purpose.LISTING, examples=("/", "/page/2/")),
        UrlShape(r"/(?:category|tag|author)/[^?]*", Purpose.LISTING, examples=("/category/maps/page/3/",)),
        UrlShape(
            r"/(?:about(?:-us)?|contacts?|donate|privacy-policy|interactive-maps?|search)/?", Purpose.IGNORE
        ),
        UrlShape(
            r"/(?P<key>[^/?.]+)(?:/amp)?/?",
            Purpose.ARTICLE,
            examples=("/syrian-war-report-april-5-2018", "/syrian-war-report-april-5-2018/"),
        ),
    ),
    layouts=(
        Layout(
            name="wordpress",  # (unverified)
            container=(
                "div.entry-content",
                "article div.post-content",
                "div.td-post-content",
                "div.article-content",
            ),
            headline=("h1.entry-title", "article h1", "h1"),
            date_published=("time.entry-date::attr(datetime)", "article time::attr(datetime)"),
            drop=(Drop("#comments, .comments-area, ul.commentlist", Family.COMMENTS, "comments"),),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="donation-amount",
            family=Family.DONATION,
            pattern=r"(?:current amount:? )?(?:\$ ?[\d,. ]+|[\d,. ]+ ?\$)(?: (?:of|/) [\d,. ]+ ?\$)?",
            examples=("0 $", "2,500 $", "CURRENT AMOUNT: 1,720 $"),
            near_misses=("The deal was worth 5,000 $ a month.",),
        ),
        BoilerplateRule(
            name="donation-month",
            family=Family.DONATION,
            pattern=rf"donations? (?:for|in) {_MONTH} \d{{4}}",
            examples=("Donations for June 2025",),
        ),
        BoilerplateRule(
            name="donation-bare-month",  # at the top it is the bar's; further down a chronology's
            family=Family.DONATION,
            pattern=rf"{_MONTH} \d{{4}}",
            examples=("February 2022",),
            near_misses=("On February 3, 2022, the town was taken.",),
            where=Where.HEAD,
        ),
        BoilerplateRule(
            name="support-widget",
            family=Family.DONATION,
            pattern=r"(?:support south ?front|donate(?: now| here| today)?|make a donation|become a patron)[:!.]*",
            examples=("Support SouthFront", "DONATE", "SUPPORT SOUTHFRONT:"),
            near_misses=("They donate food to the camps.",),
        ),
        BoilerplateRule(
            name="payment-address",
            family=Family.DONATION,
            pattern=r"(?:(?:or )?(?:via:? )?(?:pay ?pal|patreon|boosty|donation ?alerts|subscribestar)(?: account)?:? (?:\S+@|https?://|www\.).*"
            r"|donate (?:via|in|through|with)\b.*(?:https?://|" + _COINS + r"\b).*)",
            examples=(
                "PayPal: southfront@list.ru, http://southfront.org/donate/ or via: https://www.patreon.com/southfront",
                "Patreon: https://www.patreon.com/southfront",
                "Donate via https://southfront.press/donate/ or Boosty: https://boosty.to/southfront",
                "Donate in cryptocurrencies: USDT (TRC20): TReplicaOnlyDoNotSendQx9",
            ),
            near_misses=("PayPal Inc. said on Monday that it had closed the account of the charity.",),
        ),
        BoilerplateRule(
            name="crypto-address",
            family=Family.DONATION,
            pattern=rf"(?:{_COINS}\b[^:]{{0,20}}: ?{_ADDRESS}(?:[,; ]+|$))+.*",
            examples=(
                "BTC: 3ReplicaOnlyDoNotSend7mJq4, ETH: 0x00replica00only00do00not00send",
                "BITCOIN (BTC): bc1qreplicaonlydonotsend",
            ),
            near_misses=("Bitcoin: a currency without a state",),
        ),
        BoilerplateRule(
            name="support-request",
            family=Family.DONATION,
            pattern=r"(?:do you like this content\?.*|if you're able, and if you like our content.*|"
            r"south ?front(?:: analysis & intelligence)?(?: is an independent project.*| needs your (?:help|support).*)"
            r"|.*\bplease,? (?:consider )?support(?:ing)? (?:us|the project|south ?front) .*(?:paypal|patreon|donat).*)",
            examples=(
                "Do you like this content? Consider helping us!",
                "If you’re able, and if you like our content and approach, please support the project. PayPal: a@list.ru",
                "SOUTHFRONT NEEDS YOUR HELP! Dear friends, our budget for this month is not covered yet.",
                "SouthFront: Analysis & Intelligence is an independent project. Please support us by making a donation:",
            ),
            near_misses=("The council asked the towns: please support the project of the dam.",),
        ),
    ),
    keep=(r"^a brief overview of the recent developments",),
    kind_rules=(
        KindRule(
            kind=Kind.APPEAL,
            headline=r"donation appeal|(?:support|help|save) south ?front\b|south ?front (?:needs|is in need|is asking)|"
            r"your (?:donations?|support|help)\b.*\bsouth ?front",
        ),
    ),
    politeness=Politeness(delay_s=3.0),
)

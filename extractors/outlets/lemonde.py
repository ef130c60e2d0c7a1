"""Le Monde: a French daily with a CMS of its own; most articles end, for who does not subscribe, after their first part.

From public knowledge: RSS of the front page, a news sitemap and an index of the whole history, addresses that end in two
numbers of which the first lasts, pages whose text stands in `article.article__content`. Not checked against the live site: the
selectors and the wording of the box that ends a subscriber's article, which changes.
"""

from extractors.vocabulary import (
    BoilerplateRule,
    Drop,
    KindRule,
    Layout,
    Outlet,
    Purpose,
    Source,
    SourceKind,
    UrlShape,
)
from storage.article import Family, Kind

OUTLET = Outlet(
    slug="lemonde",
    name="Le Monde",
    names_of_self=("Le Monde.fr", "Le Monde in English"),
    hosts=("lemonde.fr",),
    language="fr",
    time_zone="Europe/Paris",
    day_first=True,
    sources=(
        Source("https://www.lemonde.fr/rss/une.xml", SourceKind.FEED),
        Source("https://www.lemonde.fr/sitemap_news.xml", SourceKind.SITEMAP),
        Source("https://www.lemonde.fr/sitemap_index.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(
            r"/(?:en/)?(?:[^/?]+/)?rss/?[^?]*\.xml|/rss/[^?]*", Purpose.FEED, examples=("/rss/une.xml",)
        ),
        UrlShape(
            r"/[^?]*sitemap[^?]*\.xml(?:\.gz)?", Purpose.SITEMAP, examples=("/sitemap/articles/2024-03.xml",)
        ),
        UrlShape(
            r"/(?:[^/?]+/)+(?:article|live|visuel)/\d{4}/\d{2}/\d{2}/[^/?]*_(?P<key>\d+)_\d+\.html",
            Purpose.ARTICLE,
            examples=(
                "/international/article/2024/03/12/le-pont-rouvre_6221001_3210.html",
                "/en/europe/article/2024/03/12/the-bridge-reopens_6221002_143.html",
                "/planete/live/2024/03/12/la-crue-en-direct_6221003_3244.html",
            ),
        ),
        UrlShape(r"/(?:recherche|jeux|guides-d-achat|memorable|newsletters|sfuser)\b.*", Purpose.IGNORE),
        UrlShape(
            r"/[^?]*/(?:video|podcasts|portfolio)/[^?]*", Purpose.IGNORE, examples=("/a/video/2024/x.html",)
        ),
        UrlShape(r"/(?:[^/?.]+/?){0,3}", Purpose.LISTING, examples=("/", "/international/")),
    ),
    layouts=(
        Layout(
            name="article",
            container=("article.article__content", "section.article__content", "section.article__wrapper"),
            byline=("span.meta__author", "p.meta__author"),
            drop=(
                Drop("figure.article__media", Family.IMAGE, "picture"),
                Drop("section.catcher, .article__siblings, section.inread", Family.RELATED, "catcher"),
                Drop("section.paywall, .paywall__wrapper", Family.PAYWALL, "subscribe-box"),
            ),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="rest-for-subscribers",
            family=Family.PAYWALL,
            pattern=r"(?:il vous reste [\d.,]+ ?% de (?:cet article|ce contenu) à lire\b.*|la suite est réservée aux abonnés\.?|you have [\d.,]+ ?% of this article left to read\b.*)",
            examples=(
                "Il vous reste 73.5% de cet article à lire. La suite est réservée aux abonnés.",
                "La suite est réservée aux abonnés.",
            ),
            near_misses=("Il vous reste 73 % de chances, disait le médecin.",),
        ),
        BoilerplateRule(
            name="read-also",
            family=Family.RELATED,
            pattern=r"(?:lire|voir|écouter) (?:aussi|également|l'(?:analyse|entretien|enquête|éditorial)|le (?:récit|reportage|portrait)|la tribune)\b.{0,30}[|:].*",
            examples=("Lire aussi | La crue, jour après jour", "Lire le récit : Un pont sur la Drave"),
            near_misses=("Lire aussi vite que possible, voilà la consigne.",),
        ),
    ),
    kind_rules=(
        KindRule(kind=Kind.LIVE, url=r"/live/\d{4}/"),
        KindRule(kind=Kind.OPINION, url=r"^/(?:en/)?(?:idees|opinion)/"),
    ),
)

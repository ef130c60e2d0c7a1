"""El País: a Spanish daily on Arc XP, with an English edition; part of it is for subscribers.

From public knowledge: feeds of the editions at feeds.elpais.com, a sitemap for each month back to 1976, addresses of section,
day and slug that end in .html, pages whose text stands in `div.a_c`. Not checked against the live site: the selectors, the
sitemap index, which robots.txt may name otherwise, and how much of a subscriber's article is sent.
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
    slug="elpais",
    name="EL PAÍS",
    names_of_self=("El País", "EL PAÍS English", "Ediciones EL PAÍS"),
    hosts=("elpais.com", "english.elpais.com", "feeds.elpais.com"),
    language="es",
    time_zone="Europe/Madrid",
    day_first=True,
    sources=(
        Source("https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/portada", SourceKind.FEED),
        Source("https://feeds.elpais.com/mrss-s/pages/ep/site/english.elpais.com/portada", SourceKind.FEED),
        Source("https://elpais.com/sitemaps/sitemap_index.xml", SourceKind.SITEMAP),
    ),
    url_shapes=(
        UrlShape(r"/mrss-s/[^?]*", Purpose.FEED, examples=("/mrss-s/pages/ep/site/elpais.com/portada",)),
        UrlShape(
            r"/(?:sitemaps/[^?]*|[^/?]*sitemap[^/?]*)\.xml(?:\.gz)?",
            Purpose.SITEMAP,
            examples=("/sitemaps/2024/03/sitemap_0.xml",),
        ),
        UrlShape(r"/(?:buscador|suscripciones|pf|arc|resizer|hemeroteca)\b.*", Purpose.IGNORE),
        # One slug may come back on another day; the section may change.
        UrlShape(
            r"/(?:[^/?]+/)+(?P<key>\d{4}-\d{2}-\d{2}/[^/?]+)\.html",
            Purpose.ARTICLE,
            examples=(
                "/internacional/2024-03-12/el-puerto-reabre.html",
                "/economia/negocios/2024-03-12/la-lonja.html",
            ),
        ),
        UrlShape(
            r"/diario/(?P<key>\d{4}/\d{2}/\d{2}/[^?]+)\.html",
            Purpose.ARTICLE,
            examples=("/diario/2003/05/11/espana/1052604001_850215.html",),
        ),
        UrlShape(r"/(?:noticias|autor)/[^?]*", Purpose.LISTING, examples=("/noticias/puertos/",)),
        UrlShape(r"/(?:[^/?.]+/?){0,3}", Purpose.LISTING, examples=("/", "/internacional/")),
    ),
    layouts=(
        Layout(
            name="arc",
            container=("div.a_c", "article div[data-dtm-region=articulo_cuerpo]"),
            byline=("div.a_md_a", "[data-dtm-region=articulo_firma]"),
            drop=(
                Drop("figure, .a_m", Family.IMAGE, "picture"),
                Drop("section.more_info, .a_tp, aside.a_com", Family.RELATED, "more-information"),
                Drop(".a_ei, #ctn_freemium_article", Family.PAYWALL, "subscribe-box"),
            ),
        ),
    ),
    boilerplate=(
        BoilerplateRule(
            name="newsletter",
            family=Family.NEWSLETTER,
            pattern=r"(?:apúntate (?:aquí|gratis)\b.*\bboletín\b.*|recibe (?:nuestro|el) boletín\b.*|sign up for our weekly newsletter\b.*)",
            examples=(
                "Apúntate aquí a nuestro boletín de información internacional",
                "Sign up for our weekly newsletter to get more English-language news coverage from EL PAÍS USA Edition",
            ),
        ),
        BoilerplateRule(
            name="follow",
            family=Family.FOLLOW,
            pattern=r"sigue toda la (?:información|actualidad)\b.*\b(?:facebook|twitter|x|instagram|boletín)\b.*",
            examples=(
                "Sigue toda la información internacional en Facebook y X, o en nuestro boletín semanal.",
            ),
            near_misses=("Sigue toda la noche la espera en el puerto.",),
        ),
        BoilerplateRule(
            name="subscribe",
            family=Family.PAYWALL,
            pattern=r"(?:suscríbete para seguir leyendo|lee sin límites|¿quieres añadir otro usuario a tu suscripción\?|tu suscripción se está usando en otro dispositivo)",
            examples=("Suscríbete para seguir leyendo", "Lee sin límites"),
        ),
    ),
    kind_rules=(KindRule(kind=Kind.OPINION, url=r"^/opinion/"),),
)

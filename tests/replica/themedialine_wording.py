"""What stands around and between the paragraphs of The Media Line's articles."""

from __future__ import annotations

from storage.article import Family
from tests.replica.planted import Line, unwanted

APPEALS: dict[str, tuple[str, ...]] = {
    "mission": (
        "We practice what we preach:",
        "accurate, fearless journalism. But we can’t do it alone.",
        "On the ground in Gaza, Syria, Israel, Egypt, Pakistan, and more",
        "Our program trained more than 100 journalists",
        "Calling out fake news and reporting real facts",
        "Join us.",
        "Support The Media Line. Save democracy.",
    ),
    "holiday": (
        "This holiday season, give to:",
        "Truth and understanding",
        "The Media Line’s intrepid correspondents are in Israel, Gaza, Lebanon, Syria and Pakistan providing first-person reporting.",
        "They all said they cover it. We see it.",
        "We report with just one agenda: the truth.",
        "Please support TML’s boots on the ground. Donate",
    ),
    "students": (
        "Help us train the next generation of journalists!",
        "The Media Line’s Press and Policy Student Program pairs students with veteran reporters in the Middle East.",
        "Your tax-deductible donation makes it possible.",
    ),
    "war": (
        "Our reporters are working under fire.",
        "Since the war began, The Media Line has kept its newsroom open around the clock.",
        "Please make a donation today to keep trusted Mideast reporting alive. Donate now",
    ),
    "gift": (
        "Give the gift of hope",
        "Support The Media Line’s independent journalism with a monthly gift. Donate",
    ),
}
PERSONALIZE = (
    "Personalize Your News",
    "Upgrade your experience by choosing the categories that matter most to you.",
    "Click on the icon to add the category to your Personalize news",
    "Browse Categories and Topics",
)


def appeal(name: str, *, wrap: str | None = None, inside: bool = True) -> tuple[Line, ...]:
    return tuple(Line(text, Family.DONATION, "div", wrap=wrap, inside=inside) for text in APPEALS[name])


def controls(*, inside: bool) -> tuple[Line, ...]:
    """The buttons above the title."""
    return tuple(
        Line(text, Family.NAVIGATION, "div", f'<a href="#{at}">{text}</a>', wrap="hdr-tools", inside=inside)
        for at, text in enumerate(("Donate", "Dark Mode", "Log in"))
    )


def caption(text: str, credit: str) -> Line:
    return Line(f"{text} ({credit})", Family.IMAGE, "figcaption", wrap="lead")


def rail(label: str, *titles: str, wrap: str | None = "tml-next-from") -> tuple[Line, ...]:
    """Injected between two paragraphs."""
    heading = Line(label, Family.RELATED, "h4", wrap=wrap)
    links = (
        Line(
            title, Family.RELATED, "h5", f'<a href="https://themedialine.org/?s={at}">{title}</a>', wrap=wrap
        )
        for at, title in enumerate(titles)
    )
    return (heading, *links)


def tags(*names: str) -> tuple[Line, ...]:
    """One per line, as WordPress links them."""
    return tuple(
        Line(
            name,
            Family.METADATA_LINE,
            "li",
            f'<a href="/tag/{name.lower().replace(" ", "-")}/" rel="tag">{name}</a>',
        )
        for name in names
    )


def personalize() -> tuple[Line, ...]:
    return unwanted(Family.NAVIGATION, *PERSONALIZE, tag="div", wrap="prsnl")

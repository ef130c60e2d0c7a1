"""What stands around South Front's articles, in the wordings of several years (addresses are made up)."""

from __future__ import annotations

from storage.article import Family
from tests.replica.planted import Line, unwanted

PAYPAL = (
    "PayPal: southfront@list.ru, http://southfront.org/donate/ or via: https://www.patreon.com/southfront"
)
CRYPTO_2018 = (
    "BTC: 3ReplicaOnlyDoNotSend7mJq4LzRZxT2w, BCH ABC: qreplicaonlydonotsend4lhj2yuqq9pk3hmukle77, "
    "ETH: 0x00replica00only00do00not00send000000000000"
)
BLURBS: dict[int, tuple[str, ...]] = {
    2016: ("Do you like this content? Consider helping us!", PAYPAL),
    2018: (
        "SouthFront: Analysis & Intelligence is an independent project. Please support us by making a donation:",
        "PayPal: southfront@list.ru",
        "Patreon: https://www.patreon.com/southfront",
        CRYPTO_2018,
    ),
    2020: (
        "If you’re able, and if you like our content and approach, please support the project. "
        "Our work wouldn’t be possible without your help: " + PAYPAL,
        CRYPTO_2018,
    ),
    2022: (
        "SUPPORT SOUTHFRONT:",
        PAYPAL,
        "Donate in cryptocurrencies: USDT (TRC20): TReplicaOnlyDoNotSendQx9, XMR: 48ReplicaOnlyDoNotSend",
    ),
    2024: (
        "SOUTHFRONT NEEDS YOUR HELP! Dear friends, our budget for this month is not covered yet.",
        "Donate via https://southfront.press/donate/ or Boosty: https://boosty.to/southfront",
        "BITCOIN (BTC): bc1qreplicaonlydonotsend0000000000000000",
        "TON: UQReplicaOnlyDoNotSend000000000000000000000000000",
    ),
}
ENLARGE = {
    2016: "Click to see the full-size map",
    2018: "Click to see full-size image",
    2020: "Click to see the full-size image",
    2022: "Click to see the full-size map",
    2024: "Click here to see the full-size map",
}


def era(year: int) -> int:
    """The last year in which the wording changed."""
    return max(first for first in BLURBS if first <= max(year, 2016))


def bar(year: int, *, inside: bool) -> tuple[Line, ...]:
    """The progress bar: amounts that change at every fetch, the month of the fetch."""
    amounts = ["0 $", "2,500 $", "5,000 $", f"{year % 100 * 61:,} $"]
    if year >= 2020:
        amounts += ["Donations for June 2025", "CURRENT AMOUNT: 1,720 $"]
    return tuple(Line(text, Family.DONATION, "div", wrap="progress-wrap", inside=inside) for text in amounts)


def widget(year: int) -> tuple[Line, ...]:
    text = "Support SouthFront" if year < 2021 else "DONATE"
    link = f'<a href="https://southfront.press/donate/">{text}</a>'
    return (Line(text, Family.DONATION, "div", link, wrap="sf-support"),)


def blurb(year: int) -> tuple[Line, ...]:
    return unwanted(Family.DONATION, *BLURBS[era(year)])


def enlarge(year: int, image: str) -> Line:
    text = ENLARGE[era(year)]
    return Line(text, Family.IMAGE, "p", f'<a href="{image}">{text}</a>')


def more_on_the_topic(*titles: str) -> tuple[Line, ...]:
    links = (
        Line(title, Family.RELATED, "li", f'<a href="https://southfront.press/?s={n}">{title}</a>')
        for n, title in enumerate(titles)
    )
    return (*unwanted(Family.RELATED, "MORE ON THE TOPIC:"), *links)

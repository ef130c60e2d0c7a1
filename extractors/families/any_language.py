"""Lines that are boilerplate whatever language the page is in."""

from __future__ import annotations

from extractors.vocabulary import BoilerplateRule, Scope
from storage.article import Family

RULES: tuple[BoilerplateRule, ...] = (
    BoilerplateRule(
        name="any-separator",
        family=Family.SEPARATOR,
        pattern=r"[\W_]+",
        examples=("*", "***", "* * *", "\u2014", "____", "\u2022"),
        near_misses=("1", "A", "\u4e2d"),
    ),
    BoilerplateRule(
        name="any-time-stamp",
        family=Family.METADATA_LINE,
        pattern=r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?(?:uhr|h|[ap]\.?m\.?|gmt|utc|cet|cest|est|edt|[\u043c]\u0441\u043a))?(?: ?[-|,] ?(?:updated|gmt|utc))?",
        examples=("09:40", "18.05 Uhr", "7:30 p.m.", "14:20 GMT"),
        near_misses=("09:40 The ferry has left.", "2:1", "1.5", "3:16 says it all"),
    ),
    BoilerplateRule(
        name="any-payment-address",
        family=Family.DONATION,
        scope=Scope.START,
        pattern=r"(?:via )?pay ?pal ?: ?\S+@\S+|(?:bitcoin|btc|eth|ethereum|usdt|bch|litecoin|monero)(?: \([a-z0-9-]+\))?(?: wallet| address)? ?: ?[a-z0-9]{20,}",
        examples=("PayPal: editor@example.org, http://example.org/donate/ or via: https://www.patreon.com/example", "BTC: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        near_misses=("PayPal: the company that changed payments", "Bitcoin: what to know"),
    ),
)  # fmt: skip

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
        name="any-payment-address",
        family=Family.DONATION,
        scope=Scope.START,
        pattern=r"(?:via )?pay ?pal ?: ?\S+@\S+|(?:bitcoin|btc|eth|ethereum|usdt|bch|litecoin|monero)(?: \([a-z0-9-]+\))?(?: wallet| address)? ?: ?[a-z0-9]{20,}",
        examples=("PayPal: editor@example.org, http://example.org/donate/ or via: https://www.patreon.com/example", "BTC: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        near_misses=("PayPal: the company that changed payments", "Bitcoin: what to know"),
    ),
)  # fmt: skip

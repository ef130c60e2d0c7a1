"""Lines that are boilerplate on any site: rules as data, each with a line that it takes and one that it leaves.

Their names begin with "any-", so that the ledger tells them from an outlet's.

Only wordings that no article uses as a line of its own stand here; what is aggressive belongs to the outlet
that needs it. Patterns see the matching form (`extractors.matching`) and explain the whole line unless they
say `Scope.START`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.families import (
    any_language,
    arabic,
    english_asks,
    english_notices,
    english_page,
    english_people,
    french,
    german,
    italian,
    russian,
    sources,
    sources_abroad,
    spanish,
)

if TYPE_CHECKING:
    from extractors.vocabulary import BoilerplateRule, ProvenanceRule

RULES: tuple[BoilerplateRule, ...] = (
    *any_language.RULES,
    *english_page.RULES,
    *english_asks.RULES,
    *english_notices.RULES,
    *english_people.RULES,
    *russian.RULES,
    *arabic.RULES,
    *french.RULES,
    *german.RULES,
    *spanish.RULES,
    *italian.RULES,
)
PROVENANCE: tuple[ProvenanceRule, ...] = (*sources.PROVENANCE, *sources_abroad.PROVENANCE)

"""Pages that say that their article was taken down, and say nothing else."""
# ruff: noqa: RUF001 -- phrases in the languages of the pages

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.matching import matching_form
from extractors.refusal import Refusal
from storage.article import Reason

if TYPE_CHECKING:
    from extractors.stated import Stated

MOST_WORDS = 60  # of text: a notice with its reason, and a line of regret

_WHAT = (
    r"(?:(?:this|the) (?:article|story|post|page|report|content|piece|item|video)|(?:dieser|der) (?:artikel|beitrag|text)|"
    r"(?:cet|l') ?(?:article|contenu)|(?:este|el) (?:artículo|contenido)|(?:questo|l') ?(?:articolo|contenuto)|"
    r"(?:эта|данная) статья|(?:этот|данный) материал|материал|هذا المقال)"
)
_DONE = (
    r"(?:(?:has|had|was|is|has been|was|have been)(?: been)? (?:temporarily |since |now |permanently )?"
    r"(?:removed|deleted|withdrawn|retracted|taken down|unpublished|pulled)|is no longer (?:available|online)|"
    r"wurde (?:\w+ ){0,6}(?:gelöscht|entfernt|zurückgezogen|depubliziert)|(?:ist )?nicht mehr (?:verfügbar|abrufbar)|"
    r"a été (?:\w+ ){0,6}(?:supprimé|retiré|dépublié)e?|n'est plus (?:disponible|en ligne)|"
    r"(?:ha sido|fue) (?:\w+ ){0,6}(?:eliminado|retirado|borrado)|ya no está disponible|"
    r"è stato (?:\w+ ){0,6}(?:rimosso|eliminato|ritirato)|non è più disponibile|"
    r"(?:был[аи]? )?(?:удал[её]н[аы]?|снят[аы]? с публикации)|(?:больше )?недоступ(?:ен|на)|تم حذفه|لم يعد متاحا)"
)
_SAYS_SO = re.compile(
    rf"(?:^|[.!?:] )(?:\W*(?:editor'?s? )?note\W+)?{_WHAT}(?: [^.!?]{{0,80}}?)? {_DONE}\b|^تم حذف (?:هذا )?المقال",
    re.IGNORECASE,
)


def removal_notice(said: Stated, body: str, words: int) -> Refusal | None:
    """`body` is the text of the page, of so many words; one that says more is an article, perhaps on a removal."""
    if words > MOST_WORDS:
        return None
    shown = (said.title, said.headline or "", *body.split("\n\n"))
    sign = next((text for text in map(matching_form, shown) if _SAYS_SO.search(text[:300])), None)
    return Refusal(Reason.REMOVAL_NOTICE, f"says {sign[:80]!r}") if sign else None

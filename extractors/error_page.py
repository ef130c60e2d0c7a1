"""Error pages that a server sends with status 200: not found, removed, out of order, not shown here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.matching import matching_form
from extractors.refusal import Refusal
from storage.article import Reason

if TYPE_CHECKING:
    from extractors.parse import Page
    from extractors.stated import Stated

MOST_WORDS = 250  # of text; some error pages offer other articles
SHORT = 80  # words of a page that is nothing but the message

_PHRASES = (
    # en
    (r"(?:the |this |that )?(?:page|article|story|post|content|url)(?: that)?(?: you(?: have|'ve)? (?:requested|are looking for|were looking for|tried to \w+))? "
    r"(?:(?:was|is|could|has|can)(?: not|n't)?(?: be| been)? )?(?:not found|found|no longer (?:available|exists?)|(?:does not|doesn't) exist|unavailable|not available|(?:is not|isn't) (?:currently )?available|removed|deleted|moved)"),
    r"(?:sorry,? |oops[!,.]* )?(?:we|i) (?:can't|cannot|can not|couldn't|could not|are unable to) (?:find|locate) (?:that|the|this|what)(?: \w+){1,8}",
    r"(?:error )?(?:404|410)(?: error)?(?:[\s:|-]+(?:page )?(?:not found|gone))?", r"(?:file |nothing |page )?not found", r"nothing found",
    r"(?:500[\s:|-]+)?internal server error", r"(?:503[\s:|-]+)?service (?:temporarily )?unavailable",
    r"(?:502[\s:|-]+)?bad gateway", r"(?:504[\s:|-]+)?gateway time-?out", r"error establishing a database connection",
    r"(?:an )?(?:unexpected )?error (?:has )?occurred", r"(?:oops[!,.]* )?something went wrong",
    r"(?:(?:the|this|our) )?(?:web)?site (?:is )?(?:currently |temporarily )?(?:under|down for|in) (?:scheduled )?maintenance(?: mode)?",
    r"(?:this )?account (?:has been )?suspended", r"(?:this )?domain (?:name )?(?:is |may be )?for sale",
    r"(?:this )?content (?:is )?(?:not available|unavailable) in your (?:region|country|location)",
    r"(?:451[\s:|-]+)?unavailable (?:for|due to) legal reasons",
    # de
    (r"(?:fehler 404[\s:|-]+)?(?:die |diese )?(?:angeforderte |gesuchte |gewünschte )?(?:seite|artikel|inhalt)(?: (?:wurde|konnte|existiert|ist|steht))?(?: leider)? nicht(?: mehr)?"
    r"(?: gefunden(?: werden)?| verfügbar| vorhanden)?"), r"fehler 404", r"wartungsarbeiten",
    # fr
    r"(?:la |cette )?(?:page|article)(?: (?:que vous (?:cherchez|recherchez)|demandée?))? (?:est )?(?:introuvable|inexistante|non trouvée?|n'existe (?:pas|plus)|n'a pas été trouvée?)",
    r"erreur 404", r"site en maintenance",
    # es
    r"(?:la |esta )?página (?:(?:que (?:busca|buscas) |solicitada )?no (?:existe|encontrada|disponible|se encuentra|ha sido encontrada))",
    r"no (?:se (?:ha encontrado|encontró|pudo encontrar|encuentra)|hemos encontrado|encontramos) (?:la|esta) página(?: \w+){0,4}", r"contenido no disponible", r"sitio en mantenimiento",
    # it
    r"(?:la )?pagina (?:richiesta |cercata |che (?:cerchi|stai cercando) )?(?:non (?:esiste|trovata|disponibile|è stata trovata|è disponibile)|inesistente)", r"errore 404", r"sito in manutenzione",
    # ru
    r"(?:запрашиваемая |запрошенная |такая |эта )?(?:страница|статья) (?:не (?:найдена|существует)|удалена)", r"(?:такой )?страницы (?:не существует|нет)", r"материал не найден",
    r"ошибка 404", r"(?:на сайте )?(?:ведутся |проводятся )?технические работы",
    # ar
    r"(?:عذر\S*\s?)?(?:الصفحة|المقال)(?: (?:المطلوبة|المطلوب|التي تبحث عنها))? (?:غير موجودة?|غير متوفرة?|غير متاحة?|لم يعد موجودا)",
    r"لم يتم العثور على (?:الصفحة|المقال)(?: \w+){0,3}", r"(?:خطأ|خطا) 404", r"الموقع تحت الصيانة",
)  # fmt: skip
_SAYS_SO = re.compile(
    # Nothing may follow but the site's name: "404 days in captivity" is news, so is "Page not found: ...".
    rf"^(?:(?:oops|sorry|error|404|410)[\s!.,:|-]+)*(?:{'|'.join(_PHRASES)})\s*(?:$|[!.]|[-|]\s.{{0,60}}$)",
    re.IGNORECASE,
)


def error_page(page: Page, said: Stated, words: int) -> Refusal | None:
    """Told by the title or a heading that says so and nothing else, or by the first line of a page that says little.

    `words` are those of the article's text. A page that states an article of its own is none, whatever its headline says.
    """
    if said.says_article or words > MOST_WORDS:
        return None
    headings = (str(heading.text_content()) for heading in list(page.tree.iter("h1", "h2"))[:3])
    shown = [said.title, said.headline or "", *headings]
    if words <= SHORT:
        shown += [str(line.text_content()) for line in page.named("p")[:3]]
    sign = next((text for text in map(matching_form, shown) if text and _SAYS_SO.match(text[:200])), None)
    return Refusal(Reason.ERROR_PAGE, f"says {sign[:80]!r}") if sign else None

"""Pages that ask for consent before they show anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.matching import matching_form
from extractors.refusal import Refusal
from extractors.urls import host_of
from storage.article import Reason

if TYPE_CHECKING:
    from extractors.stated import Stated

MOST_WORDS = 750  # a wall with the list of its partners; longer pages are texts

_HOSTS = re.compile(r"^(?:consent|guce|myprivacy|privacy|cmp|cookie)s?\.", re.IGNORECASE)
_TITLES = re.compile(
    r"^(?:before you continue(?: to .+)?|yahoo is part of the yahoo family.*|"
    r"(?:we value )?your privacy(?: choices)?|privacy (?:gate|settings|center)|(?:manage )?(?:cookie )?consent|"
    r"cookie (?:wall|notice|settings|policy)|"
    r"datenschutz(?:einstellungen)?|(?:ihre )?(?:privatsphäre|zustimmung|einwilligung)(?:seinstellungen)?|"
    r"(?:wir benötigen )?ihre (?:zustimmung|einwilligung)|cookie-einstellungen|"
    r"vos choix en matière.*|(?:nous respectons )?votre vie privée|(?:votre )?consentement|gestion des cookies|"
    r"(?:valoramos|respetamos)? ?(?:su|tu) privacidad|(?:su )?consentimiento|configuración de (?:las )?cookies|"
    r"(?:rispettiamo )?la (?:tua|vostra) privacy|(?:il tuo )?consenso|impostazioni dei cookie|toestemming|"
    r"(?:ваша )?конфиденциальность|согласие(?: на обработку.*)?|(?:نحن نهتم ب)?خصوصيتك|إعدادات الخصوصية)"
    r"\s*[!.]?\s*(?:[-|].{0,60})?$",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?:cookies?|consent|partners|legitimate interest|personal data|privacy|vendors|"
    r"einwilligung|zustimm\w+|datenschutz\w*|personenbezogen\w*|"
    r"confidentialité|consentement|données personnelles|partenaires|vie privée|"
    r"consentimiento|datos personales|socios|privacidad|"
    r"consenso|dati personali|fornitori|"
    r"куки|согласи\w+|персональны\w+ данны\w+|партнер\w+|"
    r"ملفات تعريف الارتباط|الموافقة|موافقتك|البيانات الشخصية|شركاؤنا)\b",
    re.IGNORECASE,
)
_ACCEPT = re.compile(
    r"\b(?:(?:accept|agree|allow|reject)(?: to)?(?: all| and (?:close|continue))|i (?:accept|agree)|"
    r"alle(?: cookies)? (?:akzeptieren|ablehnen)|akzeptieren und weiter|zustimmen und weiter\w*|"
    r"(?:tout accepter|accepter (?:tout|et (?:fermer|continuer))|continuer sans accepter)|"
    r"aceptar (?:todo|todas|y (?:cerrar|continuar))|rechazar (?:todo|todas)|"
    r"accetta (?:tutto|tutti|e (?:chiudi|continua))|rifiuta (?:tutto|tutti)|"
    r"принять (?:все|и продолжить)|قبول الكل|موافق)\b",
    re.IGNORECASE,
)


def consent_wall(url: str, said: Stated, text: str) -> Refusal | None:
    """`text` is what the page shows: its article's text or, where it has none, all of it.

    A wall says little else, so what counts is how often a line speaks of consent: one word in 40 under a
    wall's title; one in 12 where the page also offers to accept all, and states no article of its own.
    """
    words = len(text.split())
    if words > MOST_WORDS:
        return None
    is_titled = _TITLES.match(matching_form(said.title)) is not None
    is_named = _HOSTS.match(host_of(url) or "") is not None
    if said.says_article and not (is_titled or is_named):  # then no number of such words makes it a wall
        return None
    asked = len(_WORDS.findall(text))
    if asked >= 2 and is_named:
        return Refusal(Reason.CONSENT_WALL, "host")
    if asked * 40 >= words and asked and is_titled:
        return Refusal(Reason.CONSENT_WALL, f"title {said.title[:80]!r}")
    if asked >= 4 and asked * 12 >= words and not said.says_article and _ACCEPT.search(text):
        return Refusal(Reason.CONSENT_WALL, f"{asked} of {words} words ask for consent")
    return None

"""Sentences of articles that look like boilerplate stay, wherever they stand and in every language."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.boilerplate import marked
from extractors.families import PROVENANCE, RULES
from extractors.lines import Line

DAY = date(2024, 1, 1)
LONG = "The minister said on Monday that the road to the northern town would stay closed until the army had cleared it of mines."

ARTICLES = {
    "an article about donations": (
        "Donations to the hospital doubled in a week.",
        "“Please donate what you can,” the mayor asked on Tuesday.",
        "Donate or stay silent: that was the choice, volunteers said.",
        "The foundation will support independent journalism with two million dollars a year.",
        "Bitcoin: what the ruling means for small savers",
        "He made a donation of 500 dollars to the museum.",
    ),
    "an article about newsletters and subscriptions": (
        "The newsletter had 12,000 readers when it was closed.",
        "Subscribers will pay a third more from July.",
        "Readers had to sign up for the newsletter before they could read a line, the court found.",
        "Subscribe to the idea that prices only rise, and you will buy at the top.",
        "The paywall comes down on election day, the publisher said.",
    ),
    "an article about apps and social media": (
        "The app was downloaded two million times before it was withdrawn.",
        "Download speeds fell by half in the south.",
        "Follow us, the officer shouted, and they ran.",
        "“Follow me on Instagram,” she had written under the last picture.",
        "On Facebook, the group had 40,000 members.",
        "Share of renewables in the grid: 41 percent.",
        "Twitter sued the ministry in March.",
        "Notifications were sent to every phone in the region.",
    ),
    "a quoted disclaimer": (
        "“The views expressed in this article are those of the author,” the site now says.",
        "The disclaimer was three lines long, and nobody had read it.",
        "“All rights reserved” stood under the leaflet.",
        "The contents of this article were leaked before the vote.",
    ),
    "an interview": (
        "TML: Do you follow him?",
        "The Media Line: Why did you leave?",
        "Q: What do you think of the plan?",
        "A: I would share the cost.",
        "Doe: Read the treaty again.",
        "What do you think happens next?",
        "“I will not go back,” he told The Media Line.",
    ),
    "a press review": (
        "Al-Ahram, Egypt, May 7",
        "Haaretz, Israel, May 8",
        "Asharq Al-Awsat, London, May 9",
    ),
    "a correction": (
        "Correction: An earlier version of this article gave a wrong date. It was 3 May.",
        "Editor’s note: This article was updated with the ministry’s answer.",
        "This story has been corrected to show that nine people were hurt.",
        "Clarification: the ship was Greek.",
    ),
    "a map update": (
        "- The army took Tel Amrin.",
        "- Two drones were shot down.",
        "- Clashes went on near the river.",
        "A brief overview of the recent developments in Syria:",
    ),
    "a numbered list": ("1. Bring water.", "2. Close the windows.", "3. Listen to the radio.", "1)", "IV."),
    "a recipe": ("200 g of flour", "Salt", "Print the pattern on paper and cut it out.", "Save the pasta water.", "Rest for 5 minutes"),
    "a poem": ("Like rain", "on tin", "we fall,", "and more,", "and none", "to share", "the loud", "home coming"),
    "a speech": (
        "Thank you for your support.",
        "Join us in this fight.",
        "Support our troops.",
        "Share this moment with your children.",
        "Thank you, and good night.",
        "Become a member of this nation, not a guest in it.",
    ),
    "headings of an article": (
        "Sources of the river",
        "What we know of the author",
        "More than bread",
        "Topics of the summit",
        "Latest talks fail",
        "Comments on the draft",
        "Home at last",
        "Photos from the front, and what they hide",
        "Related deaths rise",
        "Editors under arrest",
    ),
    "in Russian": (
        "Поддержите закон, просил он депутатов.",
        "Пожертвования пострадавшим собирают в трёх городах.",
        "Подписаться под договором он отказался.",
        "«Подписывайтесь на меня», — написала она под последним снимком.",
        "Комментарии к закону заняли двести страниц.",
        "«Мнение автора может не совпадать с мнением редакции», — значилось внизу.",
        "Реклама лекарств запрещена с июля.",
        "Читайте договор, прежде чем судить.",
        "Спасибо за поддержку!",
        "— Что вы думаете о плане?",
        "Исправление: в первой версии текста была неверная дата.",
    ),
    "in Arabic": (
        "تبرع السكان بالدم يوم الاثنين.",
        "شارك في المظاهرة آلاف الطلاب.",
        "تابع الوزير: لن نقبل هذا الاتفاق.",
        "«تابعوني على تويتر»، كتبت تحت الصورة الأخيرة.",
        "سجل المنتخب هدفين في الشوط الثاني.",
        "إعلان وقف إطلاق النار جاء فجرا.",
        "اقرأ الاتفاق قبل أن تحكم عليه.",
        "شكرا لدعمكم",
        "تصحيح: ورد في النسخة الأولى تاريخ خاطئ.",
    ),
    "in French": (
        "Les dons à l'hôpital ont doublé en une semaine.",
        "« Faites un don », a demandé le maire mardi.",
        "« Suivez-moi sur Instagram », avait-elle écrit sous la photo.",
        "Partager l'eau du fleuve est devenu impossible.",
        "Les abonnés paieront un tiers de plus.",
        "Commentaires et rumeurs ont suivi le vote.",
        "Publicité mensongère: l'entreprise est condamnée.",
        "Merci pour votre soutien.",
        "Photo de famille ratée à Bruxelles",
        "Rectificatif: une première version donnait une mauvaise date.",
        "Imprimer de l'argent ne suffit pas.",
    ),
    "in German": (
        "Spenden für das Krankenhaus verdoppelten sich in einer Woche.",
        "„Bitte spenden Sie“, bat die Bürgermeisterin am Dienstag.",
        "„Folgt mir auf Instagram“, hatte sie unter das letzte Bild geschrieben.",
        "Teilen wollte die Macht niemand.",
        "Anzeigen gegen unbekannt häufen sich.",
        "Danke für Ihre Unterstützung.",
        "Kommentare aus Moskau blieben aus.",
        "Mehr zum Leben bleibt ihnen nicht.",
        "Korrektur: In einer früheren Fassung stand ein falsches Datum.",
        "Bild des Jammers",
        "Von Kiew bis Lwiw",
    ),
    "in Spanish": (
        "Las donaciones al hospital se duplicaron en una semana.",
        "«Done lo que pueda», pidió la alcaldesa el martes.",
        "«Sígueme en Instagram», había escrito bajo la última foto.",
        "Compartir el agua del río ya no es posible.",
        "Los suscriptores pagarán un tercio más.",
        "Publicidad engañosa: condenan a la empresa.",
        "Gracias por su apoyo.",
        "Fe de erratas: una primera versión daba una fecha errónea.",
        "Por ahora, nada más.",
    ),
    "in Italian": (
        "Le donazioni all'ospedale sono raddoppiate in una settimana.",
        "«Donate quello che potete», ha chiesto la sindaca martedì.",
        "«Seguimi su Instagram», aveva scritto sotto l'ultima foto.",
        "Condividere l'acqua del fiume non è più possibile.",
        "Gli abbonati pagheranno un terzo in più.",
        "Pubblicità ingannevole: azienda condannata.",
        "Grazie per il vostro sostegno.",
        "Stampa estera divisa sul voto",
        "Errata corrige: una prima versione dava una data sbagliata.",
        "Di ora in ora la folla cresce.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ARTICLES)
def test_content_that_looks_like_boilerplate_stays(what: str) -> None:
    for text in ARTICLES[what]:
        for place in ((text, LONG), (LONG, text, LONG), (LONG, text)):
            judged = marked(
                tuple(Line(line, at) for at, line in enumerate(place)), (*PROVENANCE, *RULES), (), DAY
            )
            taken = [(line.text, line.rule) for line in judged if not line.is_kept]
            assert taken == []


@pytest.mark.parametrize("what", ARTICLES)
def test_an_article_of_nothing_but_such_sentences_stays_whole(what: str) -> None:
    lines = tuple(Line(text, at) for at, text in enumerate(ARTICLES[what]))
    assert all(line.is_kept for line in marked(lines, (*PROVENANCE, *RULES), (), DAY))

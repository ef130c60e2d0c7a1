"""Lines that say where an article comes from and who wrote it, in languages other than English."""
# ruff: noqa: RUF001 -- wordings as pages print them

from __future__ import annotations

from extractors.vocabulary import ProvenanceRule, Where
from storage.article import Family

_OUTLET = r"(?P<outlet>[^.?!:;,\d]{2,60}?|[\w-]+(?:\.[a-z]{2,6}){1,2})"
_NAMED_SOURCE = r"(?P<outlet>[\w .&'/-]{2,50})\W?"
_PRINTED = r"(?P<date>\d{1,2}\.? [^\W\d]{3,12} (?:de )?(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)"
_NAME = r"(?-i:[A-Z\u00c0-\u00de\u0410-\u042f\u0401])[\w.'-]*(?: (?:de|von|van|der|di|del|della|la|al|bin|(?-i:[A-Z\u00c0-\u00de\u0410-\u042f\u0401])[\w.'-]*)){1,3}"


def _label(
    code: str, words: str, *, examples: tuple[str, ...], near_misses: tuple[str, ...]
) -> ProvenanceRule:
    return ProvenanceRule(
        name=f"any-{code}-source-label",
        family=Family.SOURCE_LINE,
        where=Where.TAIL,
        pattern=rf"\W?(?:{words}) ?: ?{_NAMED_SOURCE}",
        examples=examples,
        near_misses=near_misses,
    )


def _first_published(
    code: str, words: str, *, on: str, examples: tuple[str, ...], near_misses: tuple[str, ...]
) -> ProvenanceRule:
    """`words` end before the outlet; `on` stands before a date."""
    return ProvenanceRule(
        name=f"any-{code}-first-published",
        family=Family.SOURCE_LINE,
        pattern=rf"\W{{0,2}}(?:{words}) {_OUTLET}(?:,? (?:{on} )?{_PRINTED})?\W{{0,3}}",
        examples=examples,
        near_misses=near_misses,
    )


def _byline(
    code: str, words: str, joined: str, *, examples: tuple[str, ...], near_misses: tuple[str, ...]
) -> ProvenanceRule:
    return ProvenanceRule(
        name=f"any-{code}-byline",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=rf"(?P<byline>(?:{words}) {_NAME}(?:(?:,| {joined}) {_NAME})*)",
        examples=examples,
        near_misses=near_misses,
    )


PROVENANCE: tuple[ProvenanceRule, ...] = (
    _label("fr", "sources?", examples=("Sources : AFP",), near_misses=("Sources : trois personnes, dont deux ministres, et un rapport",)),
    _first_published(
        "fr", r"(?:(?:cet article|ce texte|cette tribune) (?:a été |est paru )?(?:initialement |d'abord )?(?:publiée?|parue?)?(?: initialement| d'abord| pour la première fois)?|(?:initialement|d'abord) (?:publiée?|parue?)|(?:publiée?|parue?) (?:initialement|d'abord|pour la première fois)) (?:sur|par|dans)(?: le| la)?", on="le",
        examples=("Cet article a été initialement publié sur Le Miroir", "Publié initialement par Exemple, le 3 mai 2021"),
        near_misses=("Publié par Exemple en 1912, le roman a conquis le pays.", "Cet article a été lu par des millions de gens."),
    ),
    _byline("fr", "par", "et", examples=("Par Jeanne Dupont", "par Jeanne Dupont et Paul de la Tour"), near_misses=("Par Toutatis", "Par ailleurs, le port est fermé.")),
    _label("de", "quelle|quellen", examples=("Quelle: dpa", "Quellen: dpa/AFP"), near_misses=("Quelle: eine Person, die dabei war, und zwei Berichte",)),
    _first_published(
        "de", r"(?:(?:dieser|der) (?:artikel|beitrag|text) (?:ist |wurde )?(?:zuerst|zunächst|ursprünglich)(?: bereits)?|zuerst|ursprünglich) (?:erschienen|erschien|veröffentlicht)?(?: ?(?:in|im|auf|bei|von))(?: der| dem)?", on="am",
        examples=("Zuerst erschienen bei Beispiel Online", "Dieser Artikel wurde ursprünglich veröffentlicht auf beispiel.de"),
        near_misses=("Zuerst erschienen die Panzer, dann die Flugzeuge.",),
    ),
    _byline("de", "von", "und", examples=("Von Jana Muster", "von Jana Muster und Peter von der Au"), near_misses=("Von Berlin nach Wien", "Von Anfang an war es laut.")),
    _label("es", "fuentes?", examples=("Fuente: EFE",), near_misses=("Fuente: una persona que estuvo allí, y dos informes",)),
    _first_published(
        "es", r"(?:(?:este|el) (?:artículo|texto|reportaje) (?:fue |se )?)?(?:publicad[oa]|publicó|apareció) (?:originalmente|originariamente|por primera vez|primero) (?:en|por)(?: el| la)?", on="el",
        examples=("Este artículo fue publicado originalmente en El Espejo", "Publicado originalmente por Ejemplo, el 3 mayo 2021"),
        near_misses=("Publicado originalmente en 1912, el libro sigue vivo. Nadie lo olvida.",),
    ),
    _byline("es", "por", "y", examples=("Por Juana Pérez", "Por Juana Pérez y Luis de la Torre"), near_misses=("Por Dios", "Por la noche cerró el puerto.")),
    _label("it", "fonti|fonte", examples=("Fonte: ANSA",), near_misses=("Fonte: una persona che era lì, e due rapporti",)),
    _first_published(
        "it", r"(?:(?:questo|l') ?(?:articolo|testo) è (?:stato |apparso )?)?(?:pubblicato|apparso) (?:originariamente|originalmente|per la prima volta|inizialmente) (?:su|sul|da|in|nel)(?: la)?", on="il",
        examples=("Questo articolo è stato pubblicato originariamente su Lo Specchio", "Pubblicato per la prima volta su esempio.it"),
        near_misses=("Pubblicato per la prima volta nel 1912, il libro vive.",),
    ),
    _byline("it", "di", "e", examples=("di Anna Rossi", "Di Anna Rossi e Luca De Santis"), near_misses=("Di Maio", "Di notte il porto chiude.")),
    _label("ru", "источник|источники|по материалам", examples=("Источник: РИА Новости", "По материалам: ТАСС"), near_misses=("Источник: человек, который там был, и два доклада",)),
    _first_published(
        "ru", r"(?:(?:эта |данная )?(?:статья|материал|текст) )?(?:был[ао]? )?(?:впервые|изначально|первоначально) (?:был[ао]? )?опубликован[ао]? (?:на(?: сайте)?|в|изданием|порталом)", on="от",
        examples=("Статья впервые опубликована на сайте Пример", "Впервые опубликовано в Примере, 3 мая 2021"),
        near_misses=("Впервые опубликовано в 1912 году, это письмо забыли.",),
    ),
    _byline("ru", "автор ?:|авторы ?:|текст ?:", "и", examples=("Автор: Иван Петров", "Текст: Анна Иванова и Пётр Орлов"), near_misses=("Автор: кто он?",)),
    ProvenanceRule(
        name="any-ar-source-label",
        family=Family.SOURCE_LINE,
        where=Where.TAIL,
        pattern=rf"\W?(?:المصدر|المصادر|نقلا عن) ?: ?{_NAMED_SOURCE}",
        examples=("المصدر: رويترز",),
        near_misses=("المصدر: شخص كان هناك، وتقريران",),
    ),
    _first_published(
        "ar", r"(?:نشر|نُشر|نشرت)(?: (?:هذا المقال|هذه المقالة|المقال|المقالة|هذا التقرير))?(?: (?:لأول مرة|أصلا|أصلاً|أولا|للمرة الأولى)) (?:في|على|عبر)(?: (?:موقع|صحيفة|مجلة))?", on="في|بتاريخ",
        examples=("نشر هذا المقال لأول مرة في صحيفة المثال", "نشر المقال أصلا على موقع المثال"),
        near_misses=("نشر الجيش قواته في المدينة.",),
    ),
    ProvenanceRule(
        name="any-ar-byline",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=r"(?P<byline>(?:بقلم|كتب|كتبت|[إا]عداد|تحرير) ?[:/-] ?[^\W\d]+(?: [^\W\d]+){1,4})",
        examples=("بقلم: أحمد علي", "إعداد: ليلى حسن"),
        near_misses=("كتب الرئيس رسالة إلى شعبه.",),
    ),
)  # fmt: skip

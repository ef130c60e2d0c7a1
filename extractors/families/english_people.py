"""What an English page says of its writers, its sellers and itself."""

from __future__ import annotations

from extractors.families.wording import SOCIAL, prompt
from extractors.vocabulary import BoilerplateRule, Scope, Where
from storage.article import Family

_NAME = r"(?-i:[A-Z\u00c0-\u00de])[\w'.-]*(?: (?-i:[A-Z\u00c0-\u00de])[\w'.-]*){1,4}"
_TRADE = (
    r"(?:(?:senior|staff|freelance|investigative|independent|political|foreign|national|business|sports|award-winning|chief|deputy|managing|associate|contributing|general assignment|breaking news|freelance) ){0,3}"
    r"(?:reporter|journalist|correspondent|editor|writer|columnist|contributor|broadcaster|photojournalist|fellow|geopolitical analyst)"
)

RULES: tuple[BoilerplateRule, ...] = (
    BoilerplateRule(
        name="any-author-heading",
        family=Family.BIOGRAPHY,
        pattern=prompt(r"(?:(?:more )?about (?:the )?(?:author|authors|writer|contributor|reporter)s?|(?:the )?author bio(?:graphy)?|meet the (?:author|writer)s?|written by|author profile|contributors?)"),
        examples=("About the author", "About the authors:", "Author bio"),
        near_misses=("About the author little is known.", "Written by hand, the letter reached Rome."),
    ),
    BoilerplateRule(
        name="any-author-reach",
        family=Family.BIOGRAPHY,
        # Only a biography ends in an address at which its subject is followed or written to.
        pattern=rf"(?:{_NAME} (?:is|was|has|covers|writes|reports|works|joined)\b.{{10,250}}[.!] )?(?:(?:you can )?(?:follow|find|reach|contact|email|e-mail) (?:him|her|them|{_NAME}|the (?:author|writer|reporter))|(?:{_NAME}|he|she|they) (?:can be|is|are) (?:reached|contacted|followed|on twitter|on x))\b[^?!]{{0,60}}?(?:@\w|\b{SOCIAL}\b)[^?!]{{0,160}}",
        examples=(
            "Jane Doe is a reporter for The Example. Follow her on Twitter at @janedoe.",
            "Follow him at @johnroe",
            "Jane Doe can be reached at jane.doe@example.org.",
            "Email her at jane@example.org",
        ),
        near_misses=(
            "Follow him on his way through the village and you will see what is left.",
            "Jane Doe is a reporter for The Example. She was freed on Monday.",
            "He can be reached.",
        ),
    ),
    BoilerplateRule(
        name="any-author-trade",
        family=Family.BIOGRAPHY,
        where=Where.TAIL,
        pattern=rf"{_NAME},? (?:is|was|has been|works as) (?:an? |the )?(?:[\w-]+(?: and)? )?{_TRADE}(?: and [\w ]{{2,30}})?(?:,? (?:for|at|with|of|based|covering|on|in|who)\b[^?!]{{0,200}})?\.?",
        examples=("Jane Doe is a staff reporter for The Example, based in Vienna.", "John Roe is an investigative journalist."),
        near_misses=("Jane Doe is a reporter?", "She is a reporter for the paper.", "Jane Doe is a journalist, he said, and free!"),
    ),
    BoilerplateRule(
        name="any-reporting-credit",
        family=Family.BIOGRAPHY,
        pattern=rf"[\[(]?(?:(?:additional )?(?:reporting|writing|editing|compiled|research|translated)(?: and (?:writing|reporting|editing))? by|edited by|with (?:additional )?reporting (?:by|from)) {_NAME}.{{0,200}}|(?:{_NAME}|the associated press|reuters|afp|agence france-presse)(?:(?:,| and) {_NAME})* (?:also )?contributed (?:reporting|to this (?:report|story|article))\b[^?!]{{0,80}}",
        examples=("Reporting by Jane Doe; editing by John Roe", "Additional reporting by Jane Doe in Vienna", "Jane Doe contributed to this report.", "The Associated Press contributed to this report."),
        near_misses=("Reporting by drone has changed the war.", "Jane Doe contributed to this success."),
    ),
    BoilerplateRule(
        name="any-buy-book",
        family=Family.PRODUCT,
        pattern=prompt(
            r"(?:click here to )?(?:buy|order|pre-?order|purchase|get) (?:the|this|his|her|your|a) (?:book|e-?book|paperback|copy(?: of [^.?!]{2,80}?)?)(?: (?:here|now|today|directly from .{2,60}|(?:on|from|at) (?:amazon|bookshop\.org|our (?:online )?(?:store|shop))))|"
            r"(?:buy|view|shop|see (?:it|price)|check price|order)(?: now)? (?:on|at|from) (?:amazon|ebay|walmart|best buy|target|bookshop\.org)|(?:buy|shop|order|pre-?order) now|visit our (?:online )?(?:store|shop)"
        ),
        examples=("Buy the book here", "Order your copy now", "Buy on Amazon"),
        near_misses=("Buy the rumor, sell the news.", "Order the troops home now, he said.", "Price: what it costs to live"),
    ),
    BoilerplateRule(
        name="any-affiliate",
        family=Family.PRODUCT,
        scope=Scope.START,
        pattern=r"(?:disclosure ?: ?)?(?:(?:this|our|some of (?:my|our|the)) (?:post|article|page|site|story|blog|posts|links)[^.]{0,60} (?:may )?(?:contains?|includes?|be|are|use) (?:\w+ )?affiliate|(?:we|i|this site|the (?:site|author|publisher)) (?:may|might|can|could|will) (?:also )?(?:earn|receive|get|make) (?:an? )?(?:small |affiliate |referral )*(?:commission|compensation|fee)s?\b[^.]{0,100} (?:link|purchase|buy|product|no (?:extra|additional) cost)|"
        r"as an (?:amazon associate|affiliate)\b|\*?affiliate links (?:are|may be) used|all (?:products|items|recommendations)[^.]{0,40} (?:are|is|were) (?:independently|hand-?) ?(?:chosen|selected|picked|reviewed|tested)|we (?:earn|receive|get) (?:an? )?(?:commissions?|compensation) (?:from|when|for|on|if)\b|we (?:may|might) be compensated (?:when|if|for)\b|(?:we are|this (?:site|newsletter|publication) is|our (?:site|work) is) (?:a )?(?:reader|audience)-supported\b|(?:if|when) you (?:buy|purchase|click|make a purchase|shop)\b[^.]{0,80}, (?:we|i) (?:may|might|will) (?:earn|receive|get|make))",
        examples=(
            "This post may contain affiliate links.",
            "We may earn a commission if you buy something through our links.",
            "If you buy something using our links, we may earn a commission.",
            "As an Amazon Associate I earn from qualifying purchases.",
            "All products featured here are independently selected by our editors.",
            "We may be compensated when you click on a link.",
        ),
        near_misses=("This article contains affidavits of three witnesses.", "We may earn less next year, the farmers said.", "All products of the mill went up in flames.", "If you buy a house, we may lose one."),
    ),
    BoilerplateRule(
        name="any-isbn",
        family=Family.PRODUCT,
        pattern=r"isbn(?:-1[03])? ?:? ?[\dx -]{10,20}.{0,60}",
        examples=("ISBN: 978-0-00-000000-2", "ISBN-13 9780000000002"),
        near_misses=("ISBN numbers are running out.",),
    ),
)  # fmt: skip

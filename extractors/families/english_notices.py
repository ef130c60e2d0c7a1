"""What an English page says for the record: disclaimers, rights, whom to ask."""

from __future__ import annotations

from extractors.vocabulary import BoilerplateRule, Scope
from storage.article import Family

RULES: tuple[BoilerplateRule, ...] = (
    BoilerplateRule(
        name="any-disclaimer",
        family=Family.DISCLAIMER,
        scope=Scope.START,
        pattern=r"disclaimer ?: ?(?:the (?:contents?|views?|opinions?|information|statements?)|views|opinions|this (?:article|site|content|material|website)|all (?:content|views|information)|nothing|any)|"
        r"(?:the )?(?:views|opinions)(?:,? (?:and|or) (?:views|opinions|statements))? expressed (?:in|by|here|herein|above|on)[^.]{0,120} (?:are|is|do not|does not|belong|need not)|"
        r"the contents? of this (?:article|site) (?:is|are) (?:of|the) sole responsibility|"
        r"(?:the|this|all|any) (?:content|contents|information|material|article|blog|post|blog post|site|website|page|views)(?: (?:included|contained|provided|presented|here|herein|on|in|of|and opinions|this|our|the|blog|post|article|site|website|page|website\.)){0,8} (?:is|are) (?:not intended (?:as|to)|(?:provided |designed |intended |meant |offered |made available )*(?:solely |only )?for (?:your )?(?:general )?(?:informational|information|educational)(?: (?:and|or) (?:general |educational |informational |entertainment )?)?(?:educational|informational|entertainment)? ?(?:purposes?|use))\b",
        examples=(
            "Disclaimer: The contents of this article are of sole responsibility of the author(s). The Centre will not be responsible for any inaccurate statement.",
            "The information included here is for general informational purposes only and no legal advice.",
            "The views expressed in this article are those of the author and do not necessarily reflect those of the paper.",
        ),
        near_misses=(
            "The information in the report is for the court to judge.",
            '"Disclaimer: the contents of this article are of sole responsibility of the author," the site wrote.',
            "Disclaimer: I once worked for the ministry.",
        ),
    ),
    BoilerplateRule(
        name="any-fair-use",
        family=Family.FAIR_USE,
        scope=Scope.START,
        pattern=r"(?:fair use notice ?:? ?)?(?:this (?:site|page|website|article|video)|(?:https?://)?www\.[\w-]+\.[a-z.]{2,8}) (?:may )?contains? copyrighted material|(?:fair use|copyright) (?:notice|disclaimer)\b ?:?(?: this (?:site|website|video)|$)",
        examples=(
            "www.globalresearch.ca contains copyrighted material the use of which has not always been specifically authorized by the copyright owner.",
            "FAIR USE NOTICE: This site contains copyrighted material",
        ),
        near_misses=("The court ruled that fair use covers quotation.",),
    ),
    BoilerplateRule(
        name="any-media-inquiries",
        family=Family.MEDIA_INQUIRIES,
        pattern=r"(?:for )?(?:media|press) (?:inquiries|enquiries|contacts?)(?: only)? ?(?::|,|please).{0,120}",
        examples=("For media inquiries: publications@globalresearch.ca", "Media contact: press@example.org"),
        near_misses=("Media inquiries multiplied after the strike.",),
    ),
    BoilerplateRule(
        name="any-rights-reserved",
        family=Family.COPYRIGHT,
        pattern=r".{0,120}\ball rights reserved\b(?![\"\']).{0,60}|(?:reproduction|republication|redistribution)[^.]{0,80}(?:prohibited|forbidden|not permitted)[^.]{0,80}\.?",
        examples=("2022 Example News. All rights reserved.", "Reproduction without permission is prohibited."),
        near_misses=("All rights were reserved to the crown under the treaty of 1648, historians say.",),
    ),
)  # fmt: skip

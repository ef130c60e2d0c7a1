"""Lines that are boilerplate on any site: rules as data, each with a line that it takes and one that it leaves.

Their names begin with "any-", so that the ledger tells them from an outlet's.

Only wordings that no article uses as a line of its own stand here; what is aggressive belongs to the outlet
that needs it. Patterns see the matching form (`extractors.matching`) and explain the whole line unless they
say `Scope.START`.
"""

from __future__ import annotations

from extractors.vocabulary import DATE, BoilerplateRule, ProvenanceRule, Scope, Where
from storage.article import Family

_OUTLETS = r"(?:[^.?!]{2,80}?|[\w -]{0,60}?[\w-]+(?:\.[a-z]{2,6}){1,2})"


def _prompt(alternatives: str) -> str:
    """One of the alternatives, with whatever ends a prompt: a colon, an arrow, a full stop."""
    return rf"(?:{alternatives})[ .:!>\u00bb\u2192-]*"


RULES: tuple[BoilerplateRule, ...] = (
    BoilerplateRule(
        name="any-separator",
        family=Family.SEPARATOR,
        pattern=r"[\W_]+",
        examples=("*", "***", "* * *", "\u2014", "____", "\u2022"),
        near_misses=("1", "A", "\u4e2d"),
    ),
    BoilerplateRule(
        name="any-advertisement",
        family=Family.NAVIGATION,
        pattern=r"(?:-+ ?)?(?:advertisements?|story continues below(?: (?:this )?ad(?:vertisement)?)?|sponsored content|"
        r"article continues (?:below|after) (?:this )?ad(?:vertisement)?|continue reading(?: the main story)?|loading(?:\.\.\.)?)"
        r"(?: ?-+)?[ .:]*",
        examples=("Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "Loading..."),
        near_misses=("Advertisement spending fell by a third.",),
    ),
    BoilerplateRule(
        name="any-controls",
        family=Family.NAVIGATION,
        pattern=_prompt(
            r"(?:skip to (?:main )?content|back to top|top of page|print(?: this)?(?: (?:page|article|story))?|email(?: this)?(?: (?:page|article|story))?|"
        r"listen(?: to (?:this )?(?:article|story))?|play audio|toggle navigation|open menu|close menu|view comments|"
        r"add (?:us|.{2,30}) as a preferred source on google|copy (?:link|url)|link copied!?)"
        ),
        examples=("Skip to main content", "Print this article", "Listen to this article", "Copy link"),
        near_misses=("Print is dead.", "Listen to the wind"),
    ),
    BoilerplateRule(
        name="any-enlarge",
        family=Family.IMAGE,
        pattern=_prompt(
            r"[\[(]?(?:click (?:on |here )?(?:to |for |the |a |this )*(?:see |view |enlarge |open |larger |full[- ]?size |size |"
        r"image |map |picture |photo |infographic |chart |version |the |a |it |on |for |to |in |of |larger|enlarge)+"
        r"(?:image|map|picture|photo|infographic|chart|version|size|enlarge|view|resolution)?|(?:tap|click) to (?:enlarge|expand|zoom)|"
        r"view (?:full[- ]size|larger) (?:image|map))[\])]?"
        ),
        examples=("Click to see the full-size image", "Click to see full-size map", "(click to enlarge)", "CLICK TO SEE THE FULL-SIZE MAP"),
        near_misses=("Click to see what happened next in Aleppo",),
    ),
    BoilerplateRule(
        name="any-image-credit",
        family=Family.IMAGE,
        pattern=r"(?:featured image|cover image|header image|(?:image|photo|picture|illustration|graphic)s?(?: credits?| source| courtesy(?: of)?)?)(?: ?: ?| (?:is )?(?:from|by|courtesy of) ).{2,160}",
        examples=("Featured image is from South Front", "Photo: Reuters", "Image credit: NASA/JPL", "Featured image: Wikimedia Commons"),
        near_misses=("Photos of the damage were published on Monday by the army.", "Image problems haunt the party"),
    ),
    BoilerplateRule(
        name="any-donation",
        family=Family.DONATION,
        pattern=_prompt(
            r"(?:(?:please )?(?:donate|make a donation|consider (?:making )?a donation|click here to donate|support us|"
        r"support (?:our work|our journalism|independent (?:media|journalism)|the author)|help (?:us )?(?:keep|fund|support) (?:us|our|independent).{0,60}|"
        r"support us on (?:patreon|paypal)|become a patron|buy (?:me|us) a coffee)(?: (?:now|today|here|via paypal|to .{2,60}))?)"
        ),
        examples=("Donate", "DONATE NOW", "Please donate today", "Support us", "Support independent journalism", "Become a Patron!"),
        near_misses=("Donate blood at the hospital in Homs, the ministry asked.", "Support us or resign, he told them"),
    ),
    BoilerplateRule(
        name="any-support-label",
        family=Family.DONATION,
        pattern=r"support [\w .'-]{2,40} ?:",
        examples=("SUPPORT SOUTHFRONT:", "Support South Front:"),
        near_misses=("Support for the government: a survey",),
    ),
    BoilerplateRule(
        name="any-payment-address",
        family=Family.DONATION,
        scope=Scope.START,
        pattern=r"(?:via )?pay ?pal ?: ?\S+@\S+|(?:bitcoin|btc|eth|ethereum|usdt|bch|litecoin|monero)(?: \([a-z0-9-]+\))?(?: wallet| address)? ?: ?[a-z0-9]{20,}",
        examples=("PayPal: editor@example.org, http://example.org/donate/ or via: https://www.patreon.com/example", "BTC: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        near_misses=("PayPal: the company that changed payments", "Bitcoin: what to know"),
    ),
    BoilerplateRule(
        name="any-membership",
        family=Family.MEMBERSHIP,
        pattern=_prompt(
            r"(?:(?:please )?(?:become|be) a (?:member|subscriber|supporter)(?: of [\w .'-]{2,40}| today| now)?|join (?:us|our (?:community|membership))(?: today| now)?|"
        r"(?:click here to )?(?:join|subscribe) (?:now|today)|subscribe(?: for full access| to continue)?|already a (?:member|subscriber)\?(?: (?:log|sign) in.{0,20})?|"
        r"(?:log|sign) in(?: or (?:register|subscribe|sign up))?|register(?: now| for free)?)"
        ),
        examples=("Become a Member of Global Research", "Subscribe now", "Already a subscriber? Log in", "Sign in"),
        near_misses=("Become a member of parliament, she was told, or leave politics", "Join us in mourning the victims"),
    ),
    BoilerplateRule(
        name="any-newsletter",
        family=Family.NEWSLETTER,
        pattern=_prompt(
            r"(?:(?:click here )?to (?:receive|get) [^.?!]{0,80}newsletter[^.?!]{0,60}|(?:please )?(?:sign up|subscribe|register)(?: here| now| today)? (?:for|to)(?: our| the| my| .{2,40}'s)?[^.?!]{0,50}"
        r"(?:newsletters?|e-?mail list|mailing list|daily briefing|updates)[^.?!]{0,80}|(?:get|receive) (?:our|the)(?: best| latest| top)?[^.?!]{0,60}(?:in|to|into) your (?:inbox|e-?mail)[^.?!]{0,30}|"
        r"(?:our |free |daily |weekly )*newsletters?(?: sign-?up)?|enter your e-?mail(?: address)?[^.?!]{0,60})"
        ),
        examples=(
            "To receive Global Research's Daily Newsletter (selected articles), click here.",
            "Sign up for our newsletter",
            "Subscribe to our mailing list",
            "Get the latest news in your inbox",
        ),
        near_misses=("Subscribe to the view that war is over and you will be surprised.", "He edits a newsletter on energy."),
    ),
    BoilerplateRule(
        name="any-follow",
        family=Family.FOLLOW,
        pattern=_prompt(
            r"(?:please )?(?:visit and )?(?:follow|like|find|join|subscribe to|connect with)(?: (?:us|me|him|her|them|our (?:page|channel)s?|@?\w+(?: \w+){0,3}))?(?:'s)?(?: (?:live|updates|channel|page))* "
        r"(?:on|via|at) (?:our |the )?(?:social media|facebook|twitter|x|instagram|telegram|youtube|linkedin|vk|tiktok|whatsapp|google news|rumble|substack|bluesky|threads|mastodon|gab|parler|odysee|bitchute)\b[^.?!]{0,100}"
        r"(?:[.,] ?@?[\w./-]{2,60})?"
        ),
        examples=(
            "Visit and follow us on Instagram at @globalresearch_crg.",
            "Follow us on Twitter",
            "Follow us on Facebook, Telegram and X",
            "Like us on Facebook",
        ),
        near_misses=("Follow the money on this one", "Find out more on page four of the report."),
    ),
    BoilerplateRule(
        name="any-share",
        family=Family.SHARE,
        pattern=_prompt(
            r"(?:please )?(?:share|tweet|retweet|forward|like|pin|whatsapp|facebook|twitter|x|telegram|linkedin|reddit|email|copy link|print|pocket|flipboard|vk)"
        r"(?:(?: ?[,|/&] ?| and | or | )(?:share|tweet|forward|pin|whatsapp|facebook|twitter|x|telegram|linkedin|reddit|email|e-mail|copy link|print|pocket|flipboard|vk|more|this|on|via|article|story|post|page|with (?:your )?friends|us))*"
        ),
        examples=("Share", "Share this article", "Share on Facebook", "Facebook Twitter Email Print", "Please share this story"),
        near_misses=("Share prices fell", "Forward Operating Base Salerno"),
    ),
    BoilerplateRule(
        name="any-note-to-readers",
        family=Family.SHARE,
        scope=Scope.START,
        pattern=r"note to readers ?: ?(?:please|kindly|if you|help|share|click|forward|subscribe|donate|the author)|"
        r"(?:please )?click (?:on )?the share buttons? (?:above|below)|(?:please )?forward this (?:article|story) to (?:your|friends)",
        examples=(
            "Note to readers: Please click the share buttons above or below. Follow us on Instagram, @globalresearch_crg. Forward this article to your email lists.",
            "Click the share button below to email/forward this article to your friends and colleagues.",
        ),
        near_misses=("Note to readers: this report was corrected on 3 May; the number of victims was nine.",),
    ),
    BoilerplateRule(
        name="any-translation-notice",
        family=Family.TRANSLATION,
        scope=Scope.START,
        pattern=r"(?:all|these|our)? ?(?:[\w' ]{2,40} )?articles can (?:now )?be read in (?:\d+|[a-z-]+) languages|"
        r"(?:this article is )?(?:also )?available in (?:other|\d+) languages ?:|to read this article in the following languages|"
        r"(?:click|activate|activating|select|use) (?:on )?the \"?translate website",
        examples=(
            "All Global Research articles can be read in 51 languages by activating the \u201cTranslate Website\u201d drop down menu on the top banner of our home page (Desktop version).",
            "To read this article in the following languages, click the Translate Website button below the author's name.",
        ),
        near_misses=("The articles can be read as a warning.",),
    ),
    BoilerplateRule(
        name="any-app-prompt",
        family=Family.APP,
        pattern=_prompt(
            r"(?:please )?(?:download|get|install|open|try) (?:the|our)(?: free| new| [\w ]{2,30})? apps?[^.?!]{0,60}|(?:turn on|enable|allow|get) (?:push |browser |desktop |breaking )?(?:news )?(?:notifications|alerts)[^.?!]{0,40}|open in app"
        ),
        examples=("Download our app", "Get the BBC News app from the App Store", "Enable notifications", "Open in app"),
        near_misses=("Download speeds doubled", "The app was downloaded"),
    ),
    BoilerplateRule(
        name="any-read-also",
        family=Family.RELATED,
        pattern=_prompt(
            r"(?:read|see|watch|listen)(?: (?:also|more|next|now|on|further))? ?[:|>\u00bb\u2192] ?.{0,200}|(?:read|see) (?:also|more)(?: (?:about|on|at|from|in|here|stories|articles))?[^.?!]{0,80}|"
        r"(?:also read|you (?:may|might) (?:also )?(?:like|be interested in)|related(?: (?:articles?|stories|posts|content|news|topics|reading|links|coverage|video))?|"
        r"more (?:from|on|about|like) (?:this|the|our)? ?[\w &'-]{0,40}|recommended(?: (?:for you|stories|articles|reading))?|most (?:read|popular|viewed|shared)(?: [\w ]{2,20})?|"
        r"trending(?: (?:now|stories))?|latest (?:news|stories|articles|posts)|(?:next|previous|up next)(?: (?:article|story|post))?|editors?'? (?:picks?|choice)|"
        r"don'?t miss(?: (?:this|these|out))?|top stories|what to read next)"
        ),
        examples=("Read also: Oil rises again", "READ MORE", "Related articles", "You may also like", "Most read", "More from this author", "Related"),
        near_misses=("Read the report, he said, and you will see.", "Related to the president by marriage, he fled.", "Next week the talks go on"),
    ),
    BoilerplateRule(
        name="any-subject-tags",
        family=Family.METADATA_LINE,
        where=Where.TAIL,
        pattern=r"(?:tags?|topics?|filed under|tagged(?: (?:with|under))?|keywords|categories|category) ?:.{0,300}|(?:tags|topics)",
        examples=("Tags: Syria, Iraq", "Filed under: War", "Topics"),
        near_misses=("Topics discussed were trade and water.",),
    ),
    BoilerplateRule(
        name="any-articles-by",
        family=Family.METADATA_LINE,
        pattern=r"(?:all |more |other |view all |see all )?(?:articles|posts|stories) (?:by|from) ?:? ?(?-i:[A-Z\u00c0-\u00de])[^.?!]{1,80}|(?:view|see) all (?:posts|articles)",
        examples=("Articles by: South Front", "More articles by Jane Doe", "View all posts"),
        near_misses=("Articles by dissidents were banned.", "articles by hand"),
    ),
    BoilerplateRule(
        name="any-reading-time",
        family=Family.METADATA_LINE,
        pattern=r"(?:(?:estimated )?reading time ?:? ?)?(?:about )?\d{1,3} ?(?:-|to)? ?\d{0,2} ?min(?:ute)?s? ?(?:read|reading(?: time)?)|reading time ?:? ?\d{1,3} ?min(?:ute)?s?",
        examples=("5 min read", "Reading time: 4 minutes", "3 minute read"),
        near_misses=("5 minutes later the siren went off",),
    ),
    BoilerplateRule(
        name="any-comments",
        family=Family.COMMENTS,
        pattern=_prompt(
            r"(?:\d+ )?comments?(?: (?:are closed|off|policy|section))?(?: \(\d+\))?|(?:leave|post|write|add) a (?:comment|reply)|(?:cancel|leave a) reply(?: cancel reply)?|(?:join|start) the (?:conversation|discussion)|"
        r"comment on .{2,60} (?:articles? )?on (?:our )?facebook(?: page)?|(?:please )?(?:log|sign) in to (?:comment|leave a comment)|your email address will not be published\.?.{0,60}|have your say|what do you think\??(?: (?:leave|let us).{0,60})?"
        ),
        examples=("Comments", "12 comments", "Leave a comment", "Comment on Global Research Articles on our Facebook page", "Comments are closed."),
        near_misses=("Comments by the minister caused anger.", "What do you think the army will do?"),
    ),
    BoilerplateRule(
        name="any-disclaimer",
        family=Family.DISCLAIMER,
        scope=Scope.START,
        pattern=r"disclaimer ?: ?(?:the (?:contents?|views?|opinions?|information|statements?)|views|opinions|this (?:article|site|content|material|website)|all (?:content|views|information)|nothing|any)|"
        r"(?:the )?(?:views|opinions)(?:,? (?:and|or) (?:views|opinions|statements))? expressed (?:in|by|here|herein|above|on)[^.]{0,120} (?:are|is|do not|does not|belong|need not)|"
        r"the contents? of this (?:article|site) (?:is|are) (?:of|the) sole responsibility",
        examples=(
            "Disclaimer: The contents of this article are of sole responsibility of the author(s). The Centre will not be responsible for any inaccurate statement.",
            "The views expressed in this article are those of the author and do not necessarily reflect those of the paper.",
        ),
        near_misses=(
            '"Disclaimer: the contents of this article are of sole responsibility of the author," the site wrote.',
            "Disclaimer: I once worked for the ministry.",
        ),
    ),
    BoilerplateRule(
        name="any-fair-use",
        family=Family.FAIR_USE,
        scope=Scope.START,
        pattern=r"(?:fair use notice ?:? ?)?(?:this (?:site|page|website|article|video)|(?:https?://)?(?:www\.)?[\w-]+\.[a-z.]{2,8}) (?:may )?contains? copyrighted material|(?:fair use|copyright) (?:notice|disclaimer)\b ?:?(?: this (?:site|website|video)|$)",
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
        pattern=r".{0,120}\ball rights reserved\b.{0,60}|(?:reproduction|republication|redistribution)[^.]{0,80}(?:prohibited|forbidden|not permitted)[^.]{0,80}\.?",
        examples=("2022 Example News. All rights reserved.", "Reproduction without permission is prohibited."),
        near_misses=("All rights were reserved to the crown under the treaty of 1648, historians say.",),
    ),
    BoilerplateRule(
        name="any-consent",
        family=Family.CONSENT,
        pattern=_prompt(
            r"(?:we|this (?:site|website)) uses? cookies\b.{0,300}|(?:by (?:continuing|using) (?:to use )?(?:this|our) (?:site|website)).{0,200}|(?:accept|reject|manage)(?: all)?(?: cookies| preferences| settings)|cookie (?:settings|policy|preferences)"
        ),
        examples=("This website uses cookies to ensure you get the best experience.", "Accept all cookies", "Cookie settings"),
        near_misses=("We used cookies and milk to lure him.",),
    ),
    BoilerplateRule(
        name="any-paywall",
        family=Family.PAYWALL,
        pattern=_prompt(
            r"(?:this (?:article|content|story) is (?:only )?(?:available )?(?:for|to|reserved for) (?:our )?(?:subscribers|members|premium|registered)[^.]{0,60}|"
        r"(?:subscribe|register|sign up|log in|sign in)(?: now| today)? to (?:continue|keep|unlock|read)(?: reading)?(?: (?:the|this) (?:full |rest of the |whole )?(?:article|story))?[^.]{0,60}|"
        r"you(?: have|'ve) (?:reached|read|used) (?:your|all|the)[^.]{0,60}(?:free )?(?:articles?|limit)[^.]{0,40}|to continue reading,? (?:please )?(?:subscribe|log in|register)[^.]{0,60})"
        ),
        examples=("Subscribe to continue reading", "This article is for subscribers only.", "You have reached your limit of free articles."),
        near_misses=("This article is for peace.",),
    ),
)  # fmt: skip

PROVENANCE: tuple[ProvenanceRule, ...] = (
    ProvenanceRule(
        name="any-original-source",
        family=Family.SOURCE_LINE,
        # Some pages glue the copyright line to this one without a space.
        pattern=rf"the original source(?: of this (?:article|text|post))? is:? (?P<outlet>{_OUTLETS})\.? ?(?P<holders>copyright \u00a9.{{1,200}})?",
        examples=(
            "The original source of this article is South Front",
            "The original source of this article is South FrontCopyright \u00a9 South Front, South Front, 2022",
        ),
        near_misses=("The original source of the river is unknown. It has been searched for since 1855.",),
    ),
    ProvenanceRule(
        name="any-first-published",
        family=Family.SOURCE_LINE,
        pattern=r"(?:\W{0,2}(?:(?:this|the) (?:article|story|piece|essay|post|report|interview|text|analysis|column)(?: was| has been| is| had been)? )?)"
        r"(?:first|originally|previously) (?:published|appeared|posted|printed|released)(?: (?:online|here))? (?:on|in|by|at|with) "
        rf"(?P<outlet>(?!{DATE}){_OUTLETS})(?:,? (?:and|but|under|with the title|as|at https?:).{{0,120}})?(?:,? (?:on |in )?(?P<date>{DATE}))?\W{{0,3}}",
        examples=(
            "This article was originally published on South Front.",
            "Originally published by Mint Press News on January 3, 2021",
            "First published on southfront.org",
        ),
        near_misses=(
            "The report was first published in 2012. It has been updated since, and the ministry now wants another.",
            "First published in Paris, the novel sold a million copies. Its author never knew.",
        ),
    ),
    ProvenanceRule(
        name="any-first-published-date",
        family=Family.SOURCE_LINE,
        pattern=rf"(?:this (?:article|story|piece|post|text)(?: was)? )?(?:first|originally) (?:published|posted)(?: on(?: this site)?| here)?:? ?(?P<date>{DATE})\W{{0,3}}",
        examples=("First published on March 3, 2019", "Originally published: 3 March 2019"),
    ),
    ProvenanceRule(
        name="any-republished-from",
        family=Family.SOURCE_LINE,
        pattern=rf"\W{{0,2}}(?:(?:this (?:article|story|piece|post|text) (?:is|was|has been) )?(?:republished|reprinted|reposted|reproduced|cross-?posted)(?: here)?(?: with(?: the)? permission)? (?:from|by|of)) (?P<outlet>{_OUTLETS})(?: under .{{2,80}})?(?:,? (?:on )?(?P<date>{DATE}))?\W{{0,3}}",
        examples=("Republished from The Conversation under a Creative Commons license.", "Reprinted with permission from Kaiser Health News"),
        near_misses=("Reprinted in many languages, the book won prizes.",),
    ),
    ProvenanceRule(
        name="any-source-label",
        family=Family.SOURCE_LINE,
        where=Where.TAIL,
        pattern=r"\W?(?:original )?(?:source|via) ?: ?(?P<outlet>[\w .&'/-]{2,50})\W?",
        examples=("Source: Reuters", "Source: South Front"),
        near_misses=("Source: a person who was in the room, speaking on condition of anonymity, and two others",),
    ),
    ProvenanceRule(
        name="any-copyright",
        family=Family.COPYRIGHT,
        pattern=r"(?P<holders>(?:copyright ?(?:\u00a9|\(c\))?|\u00a9|\(c\)) ?(?:(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?|(?-i:[A-Z\u00c0-\u00de])[^.]{1,100}?,? ?(?:19|20)\d\d|(?-i:[A-Z])[\w ,&'-]{1,60})[^.]{0,80}\.?)",
        examples=("Copyright \u00a9 South Front, South Front, 2022", "\u00a9 2022 Example News", "(c) 2021 The Example Post"),
        near_misses=("Copyright law is a maze, said the judge.",),
    ),
    ProvenanceRule(
        name="any-byline",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=r"(?P<byline>(?:(?:written |reported |posted )?by|authors? ?:) (?:(?-i:[A-Z\u00c0-\u00de@])[\w.'@-]*|and|&|of|for|the|de|van|von|der|al|bin|in|[,|/])(?:,? (?:(?-i:[A-Z\u00c0-\u00de@])[\w.'@-]*|and|&|of|for|the|de|van|von|der|al|bin|in|[|/]))*)(?: ?[|,-]? ?(?P<published>" + DATE + r"))?(?: \d\d?:\d\d.{0,20})?",
        examples=("By South Front", "By Jane Doe and John Roe", "by Prof. Michel Chossudovsky", "By Jane Doe, January 3, 2022"),
        near_misses=("By sea they came, and by land.", "By Monday the town had fallen to the army."),
    ),
    ProvenanceRule(
        name="any-date-line",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=rf"(?:(?:date|published|posted|publication date)(?: on| at)? ?:? ?)?(?P<published>{DATE})(?:[ ,|-]+(?:at )?\d{{1,2}}[:.]\d\d.{{0,25}})?",
        examples=("January 31, 2022", "Published: 31 January 2022", "01/31/2022", "Posted on February 2, 2022 at 10:15 AM"),
        near_misses=("January 31, 2022 was a cold day.",),
    ),
    ProvenanceRule(
        name="any-updated-line",
        family=Family.METADATA_LINE,
        where=Where.HEAD,
        pattern=rf"(?:last )?(?:updated|modified)(?: on| at)? ?:? ?{DATE}.{{0,30}}",
        examples=("Updated: January 31, 2022", "Last updated on 31 January 2022, 10:00 GMT"),
    ),
    ProvenanceRule(
        name="any-section-label",
        family=Family.METADATA_LINE,
        pattern=r"(?:region|theme|section|category|categories|filed under|posted in) ?: (?P<section>[^.?!]{2,120})",
        examples=("Region: Middle East & North Africa", "Theme: Terrorism"),
        near_misses=("Region: what we know. It is big.",),
        where=Where.HEAD,
    ),
    ProvenanceRule(
        name="any-keyword-label",
        family=Family.METADATA_LINE,
        pattern=r"(?:in-depth report|tags?|keywords?|topics?) ?: (?P<keyword>[^.?!]{2,160})",
        examples=("In-depth Report: SYRIA", "Tags: Syria, war"),
        where=Where.HEAD,
    ),
)  # fmt: skip

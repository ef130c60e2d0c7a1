"""What an English page prints around a text: controls, rails, credits, labels."""

from __future__ import annotations

from extractors.families.wording import prompt
from extractors.vocabulary import BoilerplateRule, Scope, Where
from storage.article import Family

_NAMES = r"(?:(?-i:[A-Z\d@\u00a9\u00c0-\u00de])\S*|https?://\S+|the|of|and|for|via|on|[/&|-])"

RULES: tuple[BoilerplateRule, ...] = (
    BoilerplateRule(
        name="any-advertisement",
        family=Family.NAVIGATION,
        pattern=r"(?:-+ ?)?(?:advertisements?|story continues below(?: (?:this )?ad(?:vertisement)?)?|sponsored content|"
        r"article continues (?:below|after) (?:this )?ad(?:vertisement)?|continue reading(?: the main story)?|loading(?:\.\.\.)?|ad|(?:skip|after) ad(?:vertisement)?|(?:video player is|like) loading(?:\.\.\.)?|there was an error while loading\. please reload this page|this (?:advertisement has not loaded yet.{0,80}|ad will end in.{0,20}))"
        r"(?: ?-+)?[ .:]*",
        examples=("Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "Loading..."),
        near_misses=("Advertisement spending fell by a third.",),
    ),
    BoilerplateRule(
        name="any-controls",
        family=Family.NAVIGATION,
        pattern=prompt(
            r"(?:skip to (?:main )?content|back to top|top of page|print(?: this)?(?: (?:page|article|story))?|email(?: this)?(?: (?:page|article|story))?|"
        r"listen(?: to (?:this )?(?:article|story))?|play audio|toggle navigation|open menu|close menu|view comments|"
        r"add (?:us|.{2,30}) as a preferred source on google|copy (?:link|url)|link copied!?|(?:this link )?opens in (?:a )?new (?:window|tab)|\(opens in (?:a )?new (?:window|tab)\)|play video|watch (?:the )?video(?: above| below)?|show (?:more|less)|load more|view (?:more|comments)|expand|close|menu|home|search|go back|play|pause|mute|video player)"
        ),
        examples=("Skip to main content", "Print this article", "Listen to this article", "Copy link"),
        near_misses=("Print is dead.", "Listen to the wind"),
    ),
    BoilerplateRule(
        name="any-enlarge",
        family=Family.IMAGE,
        pattern=prompt(
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
        pattern=rf"(?:featured?|cover|lead|header) image(?: ?: ?| (?:is )?(?:from|by|courtesy of) ).{{2,160}}|(?:credits?(?= ?:)|(?:image|photo|picture|illustration|graphic)s?(?: credits?| source| courtesy(?: of)?)?)(?: ?: ?.{{2,160}}| (?:is )?(?:from|by|courtesy of) {_NAMES}(?: {_NAMES}){{0,12}})|(?:image|media|video) (?:source|caption), .{{2,160}}",
        examples=("Credit: Example Agency", "Image source, Getty Images", "Featured image is from South Front", "Photo: Reuters", "Image credit: NASA/JPL", "Featured image: Wikimedia Commons"),
        near_misses=("Credit where it is due.", "Photos from Homs show what is left of the market.", "Photos of the damage were published on Monday by the army.", "Image problems haunt the party"),
    ),
    BoilerplateRule(
        name="any-agency-credit",
        family=Family.IMAGE,
        pattern=r"\(?(?:[\w .'-]{2,40}/ ?)?(?:getty images|ap photo|shutterstock|istock|alamy|pa media|epa-efe|(?:afp|reuters|anadolu) via getty(?: images)?)(?: ?[/|] ?[\w .'-]{2,60})?\)?",
        examples=("Jane Doe/AFP via Getty Images", "AP Photo/John Roe", "Getty Images"),
        near_misses=("Getty Images sued the firm.", "Reuters"),
    ),
    BoilerplateRule(
        name="any-translation-notice",
        family=Family.TRANSLATION,
        scope=Scope.START,
        pattern=r"(?:all|these|our) (?:[\w' ]{2,40} )?articles can (?:now )?be read in (?:\d+|[a-z-]+) languages|"
        r"(?:this article is )?(?:also )?available in (?:other|\d+) languages ?:|to read this article in the following languages|"
        r"(?:click|activate|activating|select|use) (?:on )?the \"?translate website",
        examples=(
            "All Global Research articles can be read in 51 languages by activating the \u201cTranslate Website\u201d drop down menu on the top banner of our home page (Desktop version).",
            "To read this article in the following languages, click the Translate Website button below the author's name.",
        ),
        near_misses=("The articles can be read as a warning.",),
    ),
    BoilerplateRule(
        name="any-read-headline",
        family=Family.RELATED,
        # Without "more" or "also" only in capitals: "Watch: the second half" may be a sentence.
        pattern=r"(?:(?:read|see|watch|listen|also read|view) (?:also|more|next|now|on|further)|also (?:read|see)|must read|related(?: (?:article|story|news|coverage|video|stories|reading))?|recommended|more(?: (?:news|on this))?|don't miss|(?-i:READ|WATCH|SEE|LISTEN)) ?[:>|\u2192-] ?[^|]{3,200}",
        examples=("Read more: Oil rises again", "READ ALSO: Oil rises again", "WATCH: Rescue at sea", "Related: What we know of the fire", "Also read: Oil rises"),
        near_misses=("Watch: this is how it begins.", "See: nothing has changed", "Read on; it gets worse."),
    ),
    BoilerplateRule(
        name="any-read-also",
        family=Family.RELATED,
        pattern=prompt(
            r"(?:read|see) (?:also|more)(?: (?:about|on|at|from|in|here|stories|articles))?[^.?!]{0,80}|"
        r"(?:also read|you (?:may|might) (?:also )?(?:like|be interested in)|related(?: (?:articles?|stories|posts|content|news|topics|reading|links|coverage|video))?|"
        r"more (?:from|on|about|like) (?:this|the|our)? ?[\w &'-]{0,40}|recommended(?: (?:for you|stories|articles|reading))?|most (?:read|popular|viewed|shared)(?: [\w ]{2,20})?|"
        r"trending(?: (?:now|stories))?|latest (?:news|stories|articles|posts)|(?:next|previous|up next)(?: (?:article|story|post))?|editors?'? (?:picks?|choice)|"
        r"don'?t miss(?: (?:this|these|out))?|top stories|what to read next)"
        ),
        examples=("READ MORE", "Related articles", "You may also like", "Most read", "More from this author", "Related"),
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
)  # fmt: skip

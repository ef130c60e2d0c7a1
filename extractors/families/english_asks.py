"""What an English page asks of its reader: money, an address, an account, a click, an opinion."""

from __future__ import annotations

from extractors.families.wording import prompt
from extractors.vocabulary import BoilerplateRule, Scope
from storage.article import Family

RULES: tuple[BoilerplateRule, ...] = (
    BoilerplateRule(
        name="any-donation",
        family=Family.DONATION,
        pattern=prompt(
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
        name="any-membership",
        family=Family.MEMBERSHIP,
        pattern=prompt(
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
        pattern=prompt(
            r"(?:(?:click here )?to (?:receive|get) [^.?!]{0,80}newsletter[^.?!]{0,60}|join our (?:free |daily |weekly |e-?mail )*(?:newsletter|mailing list|e-?mail list)\b[^.?!]{0,100}|(?:please )?(?:sign up|subscribe|register)(?: here| now| today)? (?:for|to)(?: our| the| my| .{2,40}'s)?[^.?!]{0,50}"
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
        name="any-newsletter-opening",
        family=Family.NEWSLETTER,
        scope=Scope.START,
        pattern=r"(?:sign up|subscribe|register)(?: here| now| today)?,? (?:(?:for|to) (?:our|the [\w' ]{2,30}) (?:free |daily |weekly |e-?mail )*(?:newsletters?|mailing list|e-?mails|e-?mail list|e-?mail updates)\b|to (?:get|receive)\b[^.?!]{0,100}(?:e-?mails?|inbox|newsletters?|updates)\b)|"
        r"by (?:subscribing|signing up|submitting (?:this form|your e-?mail|above)|providing (?:your|an) e-?mail|clicking (?:subscribe|sign up|submit))[^.?!]{0,60},? (?:you|i) (?:agree|accept|consent|confirm|acknowledge)|you (?:can|may) unsubscribe (?:at any time|anytime)|thanks? (?:you )?for (?:subscribing|signing up)\b|please (?:check your (?:inbox|e-?mail) to confirm|enter a valid e-?mail)",
        examples=(
            "Subscribe to our newsletter for a chance to win. We draw each month.",
            "Sign up to get the best stories of the week in your inbox. It is free.",
            "By signing up, you agree to our terms.",
            "You can unsubscribe at any time.",
            "Thank you for subscribing!",
        ),
        near_misses=('"Sign up for our newsletter," said the page that stole their names.', "Subscribe to the theory and all is lost.", "By signing up as a soldier he escaped prison."),
    ),
    BoilerplateRule(
        name="any-follow",
        family=Family.FOLLOW,
        pattern=prompt(
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
        pattern=prompt(
            r"click to (?:share|e-?mail|print)[^.?!]{0,60}(?:\(opens in (?:a )?new window\))?[\w ]{0,20}|share (?:this|on)[\w ]{0,30}\(opens in (?:a )?new (?:window|tab)\)|(?:please )?(?:share|tweet|retweet|forward|like|pin|whatsapp|facebook|twitter|x|telegram|linkedin|reddit|email|copy link|print|pocket|flipboard|vk)"
        r"(?:(?: ?[,|/&] ?| and | or | )(?:share|tweet|forward|pin|whatsapp|facebook|twitter|x|telegram|linkedin|reddit|email|e-mail|copy link|print|pocket|flipboard|vk|more|this|on|via|article|story|post|page|with (?:your )?friends|us))*"
        ),
        examples=("Click to share on Facebook (Opens in new window)", "Share", "Share this article", "Share on Facebook", "Facebook Twitter Email Print", "Please share this story"),
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
        name="any-app-prompt",
        family=Family.APP,
        pattern=prompt(
            r"(?:please )?(?:download|get|install|open|try) (?:the|our)(?: free| new| [\w ]{2,30})? apps?\b[^.?!]{0,60}|(?:turn on|enable|allow|get) (?:push |browser |desktop |breaking )?(?:news )?(?:notifications|alerts)[^.?!]{0,40}|open in app"
        ),
        examples=("Download our app", "Get the BBC News app from the App Store", "Enable notifications", "Open in app"),
        near_misses=("Download speeds doubled", "The app was downloaded"),
    ),
    BoilerplateRule(
        name="any-comments",
        family=Family.COMMENTS,
        pattern=prompt(
            r"(?:\d+ )?comments?(?: (?:are closed|off|policy|section))?(?: \(\d+\))?|(?:leave|post|write|add) a (?:comment|reply)|(?:cancel|leave a) reply(?: cancel reply)?|(?:join|start) the (?:conversation|discussion)|"
        r"comment on .{2,60} (?:articles? )?on (?:our )?facebook(?: page)?|(?:please )?(?:log|sign) in to (?:comment|leave a comment)|your email address will not be published\.?.{0,60}|save my (?:name|information)[^.?!]{0,80}for the next time i comment|(?:show|hide|read|load)(?: (?:all|more))? (?:\d+ )?comments|have your say|what do you think\??(?: (?:leave|let us).{0,60})?"
        ),
        examples=("Comments", "12 comments", "Leave a comment", "Comment on Global Research Articles on our Facebook page", "Comments are closed."),
        near_misses=("Comments by the minister caused anger.", "What do you think the army will do?"),
    ),
    BoilerplateRule(
        name="any-consent",
        family=Family.CONSENT,
        pattern=prompt(
            r"(?:we|this (?:site|website)) uses? cookies\b.{0,300}|(?:by (?:continuing|using) (?:to use )?(?:this|our) (?:site|website)).{0,200}|(?:accept|reject|manage)(?: all)?(?: cookies| preferences| settings)|cookie (?:settings|policy|preferences)"
        ),
        examples=("This website uses cookies to ensure you get the best experience.", "Accept all cookies", "Cookie settings"),
        near_misses=("We used cookies and milk to lure him.",),
    ),
    BoilerplateRule(
        name="any-consent-opening",
        family=Family.CONSENT,
        scope=Scope.START,
        pattern=r"(?:this cookie is (?:set|used|installed)|(?:strictly )?(?:necessary|functional|performance|analytical|analytics|advertisement|advertising|marketing|targeting|essential|third[- ]party) cookies (?:are|help|may|enable|track|provide)\b|these cookies (?:are|allow|enable|help|may|do not)\b|we and our (?:\d+ )?(?:[\w-]+ )?partners\b|to provide the best experiences, we use|the technical storage or access|"
        r"this (?:site|form|website) is protected by (?:recaptcha|hcaptcha)|(?:we|our (?:site|website)|this (?:site|website)) (?:use|uses|and our partners use) (?:[\w ,-]{0,60} )?(?:cookies (?:and|to|on|or|for)|similar technologies)\b|you (?:can|may) (?:change|manage|withdraw) your (?:cookie |privacy )?(?:consent|preferences|choices|settings))",
        examples=(
            "This cookie is set by the consent plugin.",
            "Functional cookies help to perform certain functions. They are harmless.",
            "We and our 104 partners store information on a device.",
            "This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.",
        ),
        near_misses=("We and our children ate.", "These cookies were baked by prisoners.", "We use butter in all cookies"),
    ),
    BoilerplateRule(
        name="any-paywall",
        family=Family.PAYWALL,
        pattern=prompt(
            r"(?:this (?:article|content|story) is (?:only )?(?:available )?(?:for|to|reserved for) (?:our )?(?:subscribers|members|premium|registered)[^.]{0,60}|"
        r"(?:subscribe|register|sign up|log in|sign in)(?: now| today)? to (?:continue|keep|unlock|read)(?: reading)?(?: (?:the|this) (?:full |rest of the |whole )?(?:article|story))?[^.]{0,60}|"
        r"you(?: have|'ve) (?:reached|read|used) (?:your|all|the)[^.]{0,60}(?:free )?(?:articles?|limit)[^.]{0,40}|to continue reading,? (?:please )?(?:subscribe|log in|register)[^.]{0,60})"
        ),
        examples=("Subscribe to continue reading", "This article is for subscribers only.", "You have reached your limit of free articles."),
        near_misses=("This article is for peace.",),
    ),
)  # fmt: skip

"""What German pages print around a text."""

from __future__ import annotations

from extractors.families.wording import RIGHTS_OF, SOCIAL, Language
from extractors.vocabulary import Where
from storage.article import Family

_DE = Language("de")

RULES = (
    _DE.line(
        "donation", Family.DONATION,
        r"(?:jetzt |hier )?(?:spenden|unterstützen)(?: sie uns)?(?: jetzt)?|(?:bitte )?(?:unterstützen|fördern) sie (?:uns|unsere (?:arbeit|redaktion|recherchen)|(?:unseren )?(?:unabhängigen|kritischen|freien) journalismus)(?: (?:mit einer spende|jetzt|finanziell))?[^.?!,]{0,40}|"
        r"(?:ihre|deine|eine) spende (?:hilft|ermöglicht|sichert)(?: uns)?\b[^.?!]{0,80}|spendenkonto ?:.{2,120}",
        examples=("Jetzt spenden", "Unterstützen Sie unsere Arbeit mit einer Spende", "Spendenkonto: DE00 1234"),
        near_misses=("Spenden für die Opfer gingen am Montag ein.", "Unterstützen Sie den Antrag oder treten Sie zurück, sagte er."),
    ),
    _DE.line(
        "membership", Family.MEMBERSHIP,
        r"(?:jetzt )?(?:abonnieren|mitglied werden|abo abschließen|anmelden|einloggen|registrieren|kostenlos registrieren|unterstützer werden)|werden sie (?:jetzt )?(?:mitglied|abonnent(?:in)?|unterstützer)|(?:bereits|schon) (?:abonnent(?:in)?|mitglied|registriert)\??(?: (?:hier )?(?:anmelden|einloggen))?|zum abo|(?:mein|ein) konto(?: erstellen)?",
        examples=("Jetzt abonnieren", "Werden Sie Mitglied", "Bereits Abonnent? Anmelden", "Anmelden"),
        near_misses=("Abonnieren heißt zahlen, auch im zweiten Jahr.", "Mitglied werden wollte sie nie."),
    ),
    _DE.line(
        "newsletter", Family.NEWSLETTER,
        r"(?:jetzt )?(?:(?:unseren|den|zum|zu unserem|kostenlosen) )*newsletter(?: (?:jetzt |kostenlos |hier )*(?:abonnieren|bestellen|anmelden))?|(?:abonnieren|bestellen) sie (?:unseren|den|hier)[^.?!]{0,40}newsletter[^.?!]{0,60}|melden sie sich (?:jetzt |hier )?(?:für|zu)[^.?!]{0,40}newsletter[^.?!]{0,60}|"
        r"(?:erhalten|bekommen) sie[^.?!]{0,80}(?:per e-?mail|in ihr postfach|newsletter)[^.?!]{0,40}|(?:ihre )?e-?mail-?adresse(?: eingeben)?",
        examples=("Newsletter abonnieren", "Abonnieren Sie unseren Newsletter", "Erhalten Sie die wichtigsten Nachrichten des Tages per E-Mail"),
        near_misses=("Newsletter und Briefe der Partei wurden beschlagnahmt.",),
    ),
    _DE.line(
        "follow", Family.FOLLOW,
        rf"(?:folgen sie|folgt|folge|besuchen sie)(?: uns| ihm| ihr| [\w' ]{{2,40}})?(?: auch)? (?:auf|bei|via) (?:unserem kanal (?:auf|bei) |unserer )?(?:social media|{SOCIAL})\b[^.?!]{{0,80}}|(?:folgen sie|folgt|folge) uns",
        examples=("Folgen Sie uns auf Facebook", "Folge uns auf Telegram und X", "Folgen Sie uns"),
        near_misses=("Folgen Sie dem Geld, riet der Staatsanwalt.",),
    ),
    _DE.line(
        "share", Family.SHARE,
        rf"(?:(?:diesen |den )?(?:artikel|beitrag|text) )?(?:teilen|weiterleiten|weitersagen|verschicken|merken)(?: (?:auf|bei|über|per|via) (?:e-?mail|{SOCIAL}))?|(?:auf|bei|per|via) (?:e-?mail|{SOCIAL}) (?:teilen|versenden|verschicken)|teilen sie (?:diesen|den) (?:artikel|beitrag)[^.?!]{{0,60}}|(?:link|url) kopieren|link kopiert|per e-?mail (?:senden|teilen)",
        examples=("Teilen", "Artikel teilen", "Auf Facebook teilen", "Link kopieren", "Teilen Sie diesen Beitrag mit Freunden"),
        near_misses=("Teilen will die Macht dort niemand.", "Teilen Sie das Brot, bat der Pfarrer."),
    ),
    _DE.line(
        "translation", Family.TRANSLATION,
        r"(?:dieser (?:artikel|beitrag|text) ist )?(?:auch )?(?:auf|in) (?:englisch|arabisch|französisch|spanisch|russisch|italienisch|anderen sprachen|\d+ sprachen) (?:verfügbar|lesen|erschienen)|(?:zur )?(?:englischen?|deutschen?) (?:version|fassung)|read in english",
        examples=("Dieser Artikel ist auch auf Englisch verfügbar", "Auf Englisch lesen", "Zur englischen Version"),
        near_misses=("Auf Englisch sprach sie dann weiter.",),
    ),
    _DE.line(
        "app", Family.APP,
        r"(?:laden sie|hol dir|holen sie sich|lade|installieren sie) (?:jetzt |dir )?(?:unsere|die)(?: kostenlose| neue| [\w-]{2,30})? ?app\b(?: (?:herunter|jetzt|kostenlos|für|auf|im)\b[^.?!]{0,50})?|(?:push-?)?(?:benachrichtigungen|mitteilungen) (?:aktivieren|erhalten|einschalten)|in (?:der )?app öffnen|zur app",
        examples=("Laden Sie unsere App herunter", "Push-Benachrichtigungen aktivieren", "In der App öffnen"),
        near_misses=("Laden Sie die App nicht, warnte das Amt.",),
    ),
    _DE.line(
        "related", Family.RELATED,
        r"(?:lesen|sehen|hören) sie (?:auch|dazu|hier|mehr|dazu auch|mehr dazu)(?: ?[:|>\u2192] ?.{1,200}| hier)?|(?:mehr|weiter|jetzt) (?:lesen|dazu|zum thema|erfahren)(?: ?: ?.{1,200})?|weiterlesen(?: nach der anzeige)?|(?:auch|das könnte sie auch|das könnte dich auch|könnte sie auch) interess(?:ant|ieren)|"
        r"(?:ähnliche|verwandte|weitere|empfohlene|neueste|neuste|passende) (?:artikel|beiträge|themen|meldungen|nachrichten|inhalte)|(?:zum|mehr zu diesem|lesen sie zum) thema(?: ?: ?.{1,120})?|meistgelesen(?:e artikel)?|(?:am )?meist(?:en)? gelesen|(?:vorheriger|nächster) (?:artikel|beitrag)|empfehlungen der redaktion|siehe auch(?: ?: ?.{1,200})?",
        examples=("Lesen Sie auch: Ölpreis steigt", "Lesen Sie auch", "Mehr zum Thema", "Das könnte Sie auch interessieren", "Meistgelesen", "Weiterlesen"),
        near_misses=("Lesen Sie auch das Kleingedruckte, rät sie.", "Mehr dazu sagte der Sprecher nicht."),
    ),
    _DE.line(
        "image", Family.IMAGE,
        r"(?:bild|foto|fotos|titelbild|symbolbild|grafik|bildquelle|bildnachweis|quelle bild|fotoquelle)(?: ?: ?| \(symbolbild\):? ?).{2,120}|symbol(?:bild|foto)|(?:bild|grafik|karte) (?:vergrößern|anklicken)|(?:zum )?vergrößern (?:anklicken|klicken)|(?:hier )?klicken,? um (?:das bild )?zu vergrößern",
        examples=("Foto: dpa", "Bildquelle: Example/Jane Doe", "Symbolbild", "Bild vergrößern"),
        near_misses=("Bilder der Zerstörung gingen um die Welt.", "Foto und Film zeigen den Brand."),
    ),
    _DE.line(
        "biography", Family.BIOGRAPHY,
        r"(?-i:[A-ZÄÖÜ])[\w'.-]+(?: (?-i:[A-ZÄÖÜ])[\w'.-]+){1,3} ist (?:freier? |politischer? )?(?:journalist|redakteur|korrespondent|reporter|autor|kolumnist|volontär)(?:in)? (?:bei|beim|der|des|für|in|und)\b[^.?!]{0,160}|(?:über (?:den autor|die autorin)|zur person|zum autor|zur autorin)",
        examples=("Jana Muster ist Redakteurin bei Beispiel", "Über den Autor", "Zur Person"),
        near_misses=("Sie ist Redakteurin bei einer Zeitung.", "Jan Muster ist Autor, und er bleibt es. Punkt."),
        where=Where.TAIL,
    ),
    _DE.line(
        "product", Family.PRODUCT,
        r"(?:jetzt |hier )?(?:das |dieses )?(?:buch|heft|magazin) (?:jetzt |hier )?(?:bestellen|kaufen)(?: bei .{2,40})?|(?:bei|auf) amazon (?:kaufen|bestellen|ansehen)|(?:dieser artikel|diese seite) enthält (?:affiliate|provisions)-?links.{0,160}|mit \* (?:gekennzeichnete|markierte) links.{0,200}",
        examples=("Jetzt das Buch bestellen", "Bei Amazon kaufen", "Dieser Artikel enthält Affiliate-Links."),
        near_misses=("Das Buch kaufen vor allem Schüler.",),
    ),
    _DE.line(
        "copyright", Family.COPYRIGHT,
        rf"{RIGHTS_OF}alle rechte vorbehalten\b.{{0,80}}|(?:nachdruck|vervielfältigung|weiterverbreitung|wiedergabe)[^.?!]{{0,60}} (?:verboten|untersagt|nicht gestattet)|(?:nachdruck|vervielfältigung) nur mit (?:schriftlicher )?genehmigung[^.?!]{{0,60}}",
        examples=("© Beispiel. Alle Rechte vorbehalten.", "Nachdruck, auch auszugsweise, verboten"),
        near_misses=("Alle Rechte hat der Staat, sagte sie.",),
    ),
    _DE.opening(
        "disclaimer", Family.DISCLAIMER,
        r"(?:die (?:in diesem (?:artikel|beitrag|text) )?(?:hier )?(?:geäußerten?|vertretenen?|ausgedrückten?|dargestellten?) (?:meinung|ansicht|auffassung)(?:en)?[^.]{0,80}(?:ist|sind|spiegel[nt]|geb?en|müssen|entsprechen|decken)|(?:dieser|der) (?:artikel|beitrag|kommentar|text) gibt (?:ausschließlich |nur |allein )?die meinung|haftungsausschluss ?: (?:die|dieser|alle) |(?:namentlich gekennzeichnete|gast)-?beiträge (?:geben|müssen))",
        examples=("Die in diesem Artikel geäußerten Meinungen sind die des Autors und nicht die der Redaktion.", "Dieser Beitrag gibt die Meinung des Autors wieder."),
        near_misses=("Die vertretene Partei gewann.", '"Dieser Beitrag gibt die Meinung des Autors wieder", schrieb er.'),
    ),
    _DE.opening(
        "fair-use", Family.FAIR_USE,
        r"(?:diese (?:seite|website|webseite)|dieser artikel|dieses video|www\.[\w.-]+) (?:kann |enthält )(?:möglicherweise )?(?:urheberrechtlich|copyright-?) ?geschütztes? (?:material|inhalte|werke)",
        examples=("Diese Seite enthält urheberrechtlich geschütztes Material, dessen Verwendung nicht genehmigt wurde.",),
        near_misses=("Diese Seite enthält Fehler, gab das Amt zu.",),
    ),
    _DE.line(
        "media-inquiries", Family.MEDIA_INQUIRIES,
        r"(?:presse|medien)(?:kontakt|anfragen|stelle)? ?: ?.{2,120}|(?:für )?(?:presse|medien)anfragen (?:bitte )?(?:an|wenden).{2,120}",
        examples=("Pressekontakt: presse@beispiel.de", "Medienanfragen an presse@beispiel.de"),
        near_misses=("Pressekontakte pflegt der Minister kaum.",),
    ),
    _DE.line(
        "comments", Family.COMMENTS,
        r"(?:\d+ )?kommentare?(?: \(\d+\))?|(?:einen )?kommentar (?:schreiben|verfassen|hinterlassen|abgeben)|(?:kommentare|diskussion) (?:lesen|anzeigen|ansehen|geschlossen)|(?:schreiben sie|schreibe|hinterlasse|hinterlassen sie) einen kommentar[^.?!]{0,40}|(?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht\.?.{0,80}|(?:jetzt )?mitdiskutieren|diskutieren sie mit",
        examples=("Kommentar schreiben", "12 Kommentare", "Deine E-Mail-Adresse wird nicht veröffentlicht.", "Diskutieren Sie mit"),
        near_misses=("Kommentare der Minister sorgten für Ärger.",),
    ),
    _DE.line(
        "controls", Family.NAVIGATION,
        r"anzeige|werbung|(?:artikel|text) (?:geht )?(?:weiter )?nach der (?:anzeige|werbung)(?: weiter)?|(?:zum|nach|zurück zum) (?:seitenanfang|inhalt|anfang|hauptinhalt)|nach oben|zurück zur (?:startseite|übersicht)|(?:artikel )?(?:drucken|anhören|vorlesen)|(?:wird )?(?:geladen|laden)(?:\.\.\.)|(?:lesezeit|lesedauer) ?:? ?(?:ca\. ?)?\d{1,3} ?min(?:uten?)?\.?|\d{1,3} ?min(?:uten?)?\.? (?:lesezeit|lesedauer)|mehr anzeigen",
        examples=("Anzeige", "Artikel geht nach der Anzeige weiter", "Nach oben", "Drucken", "Lesezeit: 5 Minuten", "Artikel anhören"),
        near_misses=("Anzeige erstattete die Frau am Montag.", "Werbung ist teuer."),
    ),
    _DE.line(
        "consent", Family.CONSENT,
        r"(?:diese (?:website|webseite|seite)|wir) (?:verwende[nt]|nutz(?:t|en)|setzen) (?:cookies\b|sogenannte cookies).{0,300}|(?:alle )?(?:cookies )?(?:akzeptieren|ablehnen)(?: und (?:schließen|weiter))?|alle(?:n)? zustimmen|cookie-?(?:einstellungen|richtlinie|hinweis)|(?:durch|mit) (?:die|der) (?:weitere[nr]? )?nutzung (?:dieser|unserer) (?:seite|website|webseite)\b.{0,200}|(?:datenschutz|privatsphäre)-?einstellungen",
        examples=("Diese Website verwendet Cookies, um Ihnen den besten Dienst zu bieten.", "Alle akzeptieren", "Cookie-Einstellungen"),
        near_misses=("Akzeptieren muss das niemand.",),
    ),
    _DE.line(
        "paywall", Family.PAYWALL,
        r"(?:dieser|der) (?:artikel|beitrag|text|inhalt) ist (?:nur |exklusiv )?für (?:unsere )?(?:abonnenten|mitglieder|registrierte)[^.?!]{0,60}|(?:jetzt )?(?:weiterlesen|weiter lesen) mit .{2,60}|(?:melden sie sich an|registrieren sie sich|abonnieren sie),? um (?:weiterzulesen|den (?:ganzen |vollständigen )?artikel zu lesen)[^.?!]{0,60}|sie haben (?:ihr|alle)[^.?!]{0,60}(?:artikel|limit)[^.?!]{0,40}|(?:exklusiv )?(?:nur )?für abonnenten",
        examples=("Dieser Artikel ist nur für Abonnenten verfügbar", "Weiterlesen mit Beispiel Plus", "Registrieren Sie sich, um weiterzulesen"),
        near_misses=("Dieser Artikel ist für den Frieden geschrieben.",),
    ),
)  # fmt: skip

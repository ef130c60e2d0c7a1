"""What Italian pages print around a text."""

from __future__ import annotations

from extractors.families.wording import RIGHTS_OF, SOCIAL, Language
from extractors.vocabulary import Where
from storage.article import Family

_IT = Language("it")

RULES = (
    _IT.line(
        "donation", Family.DONATION,
        r"(?:dona|donate|fai una donazione|fate una donazione|sostienici|sosteneteci)(?: (?:ora|adesso|qui|oggi|con .{2,40}))?|(?:sostieni|sostenete|supporta) (?:il nostro (?:lavoro|giornale|giornalismo)|la nostra redazione|il giornalismo (?:libero|indipendente)|l'informazione (?:libera|indipendente))(?: [^.?!,]{2,40})?|"
        r"aiutaci a (?:continuare|restare|rimanere)\b[^.?!,]{0,60}|la tua donazione (?:ci aiuta|ci permette|rende possibile)\b[^.?!]{0,80}",
        examples=("Dona ora", "Fai una donazione", "Sostienici", "Sostieni il giornalismo indipendente"),
        near_misses=("Dona il sangue sabato, chiede l'ospedale.", "Sostieni il testo o dimettiti, gli disse."),
    ),
    _IT.line(
        "membership", Family.MEMBERSHIP,
        r"(?:abbonati|iscriviti|registrati|associati|tesserati)(?: (?:ora|subito|adesso|gratis|qui|da .{2,30}|a partire da .{2,30}))?|(?:diventa|diventate) (?:socio|socia|membro|sostenitore|abbonato)(?: (?:ora|subito))?|(?:sei )?già (?:abbonato|registrato|iscritto)\??(?: (?:accedi|entra))?|accedi|effettua (?:il )?(?:login|accesso)|crea (?:un|il tuo) account",
        examples=("Abbonati ora", "Sei già abbonato? Accedi", "Diventa socio", "Accedi"),
        near_misses=("Abbonati e tifosi protestano.", "Diventa membro del governo a trent'anni."),
    ),
    _IT.line(
        "newsletter", Family.NEWSLETTER,
        r"(?:iscriviti|iscrivetevi|abbonati|registrati) (?:gratis )?(?:alla|alle|per ricevere la)(?: nostr[ae])? newsletter\b[^.?!]{0,60}|(?:ricevi|ricevete) (?:ogni (?:giorno|mattina|settimana) )?(?:la|le|il|i|tutte le)[^.?!]{0,60}(?:nella tua (?:casella|e-?mail|posta)|via e-?mail|newsletter)[^.?!]{0,30}|(?:la nostra |le nostre )?newsletter|(?:inserisci )?(?:la tua |il tuo )(?:e-?mail|indirizzo e-?mail)",
        examples=("Iscriviti alla newsletter", "Ricevi ogni mattina le notizie via email", "Newsletter"),
        near_misses=("La newsletter del ministero è stata letta da mille persone.",),
    ),
    _IT.line(
        "follow", Family.FOLLOW,
        rf"(?:seguici|seguiteci|segui [\w' ]{{2,40}}|unisciti a noi|iscriviti) (?:anche )?(?:su|sul|sulla|al) (?:nostr[oa] (?:canale|pagina) (?:di )?|canale )?(?:social|{SOCIAL})\b[^.?!]{{0,80}}|(?:seguici|seguiteci)",
        examples=("Seguici su Facebook", "Seguiteci su Telegram e X", "Seguici"),
        near_misses=("Segui i soldi e troverai la risposta.",),
    ),
    _IT.line(
        "share", Family.SHARE,
        rf"(?:condividi|condividete)(?: (?:questo|l'|quest')? ?articolo| la notizia)?(?: (?:su|via|con|tramite) (?:e-?mail|gli amici|{SOCIAL}))?|(?:invia|inoltra) (?:per|via) e-?mail|invia a un amico|copia (?:il )?link|link copiato",
        examples=("Condividi", "Condividi questo articolo", "Condividi su Facebook", "Copia link"),
        near_misses=("Condividi il pane con loro, disse.", "Condivide la casa con due attori."),
    ),
    _IT.line(
        "translation", Family.TRANSLATION,
        r"(?:questo articolo è )?(?:anche )?(?:disponibile|leggi|leggilo)(?: questo articolo)? (?:anche )?in (?:inglese|arabo|francese|spagnolo|tedesco|russo|altre lingue|\d+ lingue)|(?:leggi la )?versione (?:inglese|in inglese|originale)|read in english",
        examples=("Questo articolo è disponibile in inglese", "Leggi in inglese", "Versione inglese"),
        near_misses=("Leggi in inglese e leggi in latino: il museo ne ha mille.",),
    ),
    _IT.line(
        "app", Family.APP,
        r"(?:scarica|installa|scaricate) (?:la nostra|l'|la|gratis la nostra) ?(?:nuova )?app(?:licazione)?(?: (?:di|del|per|gratis|su|da)\b[^.?!]{0,50})?|(?:attiva|ricevi) (?:le )?notifiche(?: push)?|apri nell'app",
        examples=("Scarica la nostra app", "Attiva le notifiche", "Apri nell'app"),
        near_misses=("Scarica l'app, ruba i dati e si cancella.",),
    ),
    _IT.line(
        "related", Family.RELATED,
        r"(?:leggi|guarda|vedi|ascolta)(?: (?:anche|tutto|di più|ora))? ?[:|>\u2192] ?.{1,200}|(?:leggi|guarda|vedi) (?:anche|di più|tutto|l'articolo(?: completo)?)|continua a leggere|(?:potrebbe|può|potrebbero) (?:anche )?interessarti(?: anche)?|ti potrebbe(?:ro)? interessare(?: anche)?|"
        r"(?:articoli|notizie|contenuti|post|argomenti) (?:correlat[ie]|simili|consigliat[ie]|collegat[ie])|(?:i|le|gli articoli) ?più (?:lett[ie]|vist[ie])|(?:ultime|altre) notizie|(?:articolo|notizia) (?:precedente|successiv[oa])|da non perdere|correlati|approfondimenti",
        examples=("Leggi anche: Il petrolio sale", "Leggi anche", "Articoli correlati", "I più letti", "Potrebbe interessarti", "Continua a leggere"),
        near_misses=("Leggi anche severe non bastano.", "Guarda avanti, disse il padre."),
    ),
    _IT.line(
        "image", Family.IMAGE,
        r"(?:crediti|foto|immagine|immagini|fotografia|illustrazione)(?: (?:foto|di copertina|d'archivio|di repertorio))? ?: ?.{2,120}|(?:foto|immagine) (?:d'archivio|di repertorio)|(?:clicca|cliccare) (?:qui |sull'immagine )?per (?:ingrandire|ingrandirla)|ingrandisci(?: (?:l')?immagine)?",
        examples=("Foto: ANSA", "Immagine di copertina: Anna Rossi/Reuters", "Clicca per ingrandire", "Foto d'archivio"),
        near_misses=("Foto dei danni sono circolate lunedì.",),
    ),
    _IT.line(
        "biography", Family.BIOGRAPHY,
        r"(?-i:[A-ZÀ-Þ])[\w'.-]+(?: (?-i:[A-ZÀ-Þ])[\w'.-]+){1,3} è (?:una? )?(?:giornalista|corrispondente|inviat[oa]|redat(?:tore|trice)|editorialista|reporter) (?:di|del|della|de|per|a|freelance|e)\b[^.?!]{0,160}|(?:sull'|l')autore|sull'autrice|informazioni sull'autore",
        examples=("Anna Rossi è giornalista di Esempio", "Sull'autore"),
        near_misses=("Lei è giornalista a Roma.", "Anna Rossi è reporter, e lo resta. Punto."),
        where=Where.TAIL,
    ),
    _IT.line(
        "product", Family.PRODUCT,
        r"(?:acquista|compra|ordina) (?:il|questo|la) (?:libro|numero|volume|rivista)(?: (?:qui|ora|su .{2,40}))?|(?:acquista|compra|vedi) su amazon|visita il nostro negozio|(?:questo articolo|questa pagina) (?:può contenere|contiene) link (?:di affiliazione|affiliati).{0,160}",
        examples=("Acquista il libro su Amazon", "Compra su Amazon", "Questo articolo contiene link di affiliazione."),
        near_misses=("Compra il libro e poi lo brucia.",),
    ),
    _IT.line(
        "copyright", Family.COPYRIGHT,
        rf"{RIGHTS_OF}tutti i diritti (?:sono )?riservati\b.{{0,80}}|{RIGHTS_OF}riproduzione (?:(?:anche )?(?:totale|parziale|totale o parziale) )?(?:riservata|vietata)[^.?!]{{0,60}}",
        examples=("© Esempio. Tutti i diritti riservati.", "© Riproduzione riservata", "Riproduzione riservata"),
        near_misses=("Tutti i diritti nascono dal lavoro, disse.", "Riproduzione assistita: la legge cambia."),
    ),
    _IT.opening(
        "disclaimer", Family.DISCLAIMER,
        r"(?:le (?:opinioni|idee|tesi) (?:espresse|contenute|riportate) (?:in|nel|nell'|da|dall'|qui|sono)\b[^.]{0,120}(?:sono|non (?:riflettono|rappresentano|coincidono|necessariamente)|appartengono|esclusiv)|(?:questo articolo|questo testo) (?:riflette|rappresenta|esprime) (?:solo |esclusivamente )?(?:l'opinione|le opinioni|il punto di vista)|(?:disclaimer|avvertenza) ?: (?:le|questo|il|gli) )",
        examples=("Le opinioni espresse in questo articolo sono dell'autore e non riflettono quelle della redazione.", "Disclaimer: Questo contenuto è informativo."),
        near_misses=("Le opinioni espresse in piazza cambiano ogni giorno.", "\"Questo articolo esprime l'opinione dell'autore\", scrisse."),
    ),
    _IT.opening(
        "fair-use", Family.FAIR_USE,
        r"(?:questo (?:sito(?: web)?|articolo|video)|questa pagina|www\.[\w.-]+) (?:può contenere|contiene) (?:materiale|materiali|contenuti|opere) (?:protett[oi]|coperto|coperti|soggett[oi]) (?:da|a|dal) (?:diritto d'autore|diritti d'autore|copyright)",
        examples=("Questo sito contiene materiale protetto da copyright il cui uso non è stato autorizzato.",),
        near_misses=("Questo sito contiene materiale che la polizia cercava.",),
    ),
    _IT.line(
        "media-inquiries", Family.MEDIA_INQUIRIES,
        r"(?:contatti?|ufficio|richieste) (?:per la |della )?(?:stampa|media) ?: ?.{2,120}|per (?:richieste|informazioni) (?:della )?stampa[:,] .{2,120}",
        examples=("Ufficio stampa: stampa@esempio.it", "Contatti stampa: stampa@esempio.it"),
        near_misses=("Ufficio stampa del re, sapeva tutto.",),
    ),
    _IT.line(
        "comments", Family.COMMENTS,
        r"(?:\d+ )?commenti?(?: \(\d+\)| chiusi)?|(?:lascia|lasciare|scrivi|aggiungi|pubblica|invia) un (?:commento|risposta)|lascia una risposta|commenta(?: (?:questo articolo|la notizia))?|(?:leggi|vedi|mostra)(?: tutti)? i commenti|i commenti sono chiusi|il tuo indirizzo e-?mail non sarà pubblicato\.?.{0,80}",
        examples=("Lascia un commento", "12 commenti", "Il tuo indirizzo email non sarà pubblicato."),
        near_misses=("Commenti del ministro hanno suscitato ira.",),
    ),
    _IT.line(
        "controls", Family.NAVIGATION,
        r"pubblicità|annuncio pubblicitario|(?:l'articolo |la notizia )?(?:continua|prosegue) dopo la pubblicità|contenuto sponsorizzato|(?:torna|vai|torna all') ?(?:su|a inizio pagina|inizio|all'inizio|al contenuto(?: principale)?)|stampa(?: (?:questo|l'|quest') ?articolo)?|(?:ascolta|salva)(?: (?:questo |l'|quest')articolo| la notizia)?|caricamento(?: in corso)?(?:\.\.\.)?|(?:tempo di )?lettura ?:? ?\d{1,3} ?min(?:ut[oi])?|\d{1,3} ?min(?:ut[oi])?\.? di lettura|mostra altro|carica altro",
        examples=("Pubblicità", "L'articolo continua dopo la pubblicità", "Torna su", "Stampa", "Tempo di lettura: 5 minuti", "Ascolta l'articolo"),
        near_misses=("Stampa e potere: un vecchio matrimonio.", "Ascolta chi governa."),
    ),
    _IT.line(
        "consent", Family.CONSENT,
        r"(?:questo sito(?: web)?|il (?:nostro )?sito|noi) (?:utilizza|usa|utilizziamo|usiamo)(?: i)? cookies?\b.{0,300}|(?:accetta|rifiuta)(?: tutt[io](?: i cookies?)?| i cookies?| e (?:chiudi|continua))|(?:gestisci|impostazioni|preferenze|informativa)(?: dei| sui| i)? ?cookies?|(?:continuando|proseguendo) (?:la|con la|a) (?:navigazione|navigare)\b.{0,200}|continua senza accettare",
        examples=("Questo sito utilizza cookie per migliorare la tua esperienza.", "Accetta tutti", "Informativa cookie"),
        near_misses=("Accetta tutto ma non firma.",),
    ),
    _IT.line(
        "paywall", Family.PAYWALL,
        r"(?:questo|il) (?:articolo|contenuto) è (?:riservato|disponibile solo|accessibile solo)(?: agli| per gli| ai| per i) (?:abbonati|soci|membri|iscritti)[^.?!]{0,60}|(?:contenuto )?riservato agli abbonati|(?:abbonati|registrati|accedi|iscriviti) per (?:continuare|leggere|accedere|proseguire)\b[^.?!]{0,60}|hai (?:raggiunto|esaurito|letto) (?:il|i|tutti)[^.?!]{0,60}articoli[^.?!]{0,40}",
        examples=("Questo contenuto è riservato agli abbonati", "Abbonati per continuare a leggere"),
        near_misses=("Il contenuto è riservato, dice il giudice.",),
    ),
)  # fmt: skip

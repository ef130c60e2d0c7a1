"""What French pages print around a text."""

from __future__ import annotations

from extractors.families.wording import RIGHTS_OF, SOCIAL, Language
from extractors.vocabulary import Where
from storage.article import Family

_FR = Language("fr")

RULES = (
    _FR.line(
        "donation", Family.DONATION,
        r"(?:je )?(?:fais|faites|faire) un don(?: (?:maintenant|ici|en ligne|mensuel|défiscalisé|dès aujourd'hui))?|"
        r"(?:soutenez|soutenir)(?:-nous| (?:notre|nos|la|une?|le) (?:rédaction|travail|média|équipe|site|presse|journalisme|info(?:rmation)?)(?: (?:libre|indépendante?|de qualité))?)(?: (?:maintenant|sur .{2,40}|par un don.{0,40}))?|"
        r"aidez-nous à (?:rester|continuer|financer|poursuivre)\b[^.?!]{0,60}",
        examples=("Faites un don", "Soutenez-nous", "Soutenez notre rédaction", "Aidez-nous à rester indépendants !"),
        near_misses=("Faites un don de sang samedi, demande l'hôpital de Lille.", "Soutenez le texte ou démissionnez, a-t-il dit."),
    ),
    _FR.line(
        "membership", Family.MEMBERSHIP,
        r"(?:abonnez-vous|je m'abonne|s'abonner)(?: (?:maintenant|dès maintenant|(?:pour|à partir de|dès) \d.{0,30}|sans engagement|au journal))?|(?:devenez|devenir) (?:membre|adhérente?|abonnée?)(?: (?:dès )?(?:maintenant|aujourd'hui))?|"
        r"(?:se connecter|connectez-vous|connexion|s'identifier|identifiez-vous|mon compte|(?:créer|créez) (?:un|votre|mon) compte|s'inscrire|inscrivez-vous)(?: gratuitement)?|"
        r"déjà (?:abonnée?|inscrite?|un compte) ?\??(?: (?:connectez|identifiez)-vous| se connecter)?",
        examples=("Abonnez-vous dès maintenant", "Déjà abonné ? Connectez-vous", "Créer un compte", "Devenez membre"),
        near_misses=("Devenez membre du gouvernement et vous comprendrez, dit-il.", "S'abonner au gaz coûte plus cher depuis mai."),
    ),
    _FR.line(
        "newsletter", Family.NEWSLETTER,
        r"(?:(?:abonnez|inscrivez)-vous|s'(?:inscrire|abonner)|je m'(?:inscris|abonne)) (?:gratuitement )?à (?:notre|nos|la|cette|ma) (?:newsletters?|lettres?|infolettres?)\b[^.?!]{0,60}|"
        r"recevez (?:gratuitement |chaque (?:jour|matin|semaine) )?(?:notre|nos|la|les|toute|l')[^.?!]{0,60}(?:newsletter|infolettre|boîte (?:mail|de réception)|par e-?mail)[^.?!]{0,30}|"
        r"(?:nos |la |notre )?(?:newsletters?|infolettres?)|(?:entrez |saisissez )?votre (?:adresse )?(?:e-?mail|électronique)",
        examples=("Inscrivez-vous à notre newsletter", "Recevez chaque matin l'essentiel de l'actualité dans votre boîte mail", "Newsletter"),
        near_misses=("La newsletter du ministère a été lue par mille agents.", "Recevez-les comme des amis, a dit le maire."),
    ),
    _FR.line(
        "follow", Family.FOLLOW,
        rf"(?:suivez|retrouvez|rejoignez|suivre)(?:-nous|-le|-la| [\w' ]{{2,40}})? (?:sur|via) (?:notre (?:page|chaîne|compte) |nos |les )?(?:réseaux sociaux|{SOCIAL})\b[^.?!]{{0,80}}|(?:suivez-nous|nous suivre)",
        examples=("Suivez-nous sur Facebook", "Retrouvez-nous sur Telegram et X", "Suivez-nous"),
        near_misses=("Suivez l'argent et vous trouverez la réponse.", "Rejoignez la colonne, criait-il sur la place."),
    ),
    _FR.line(
        "share", Family.SHARE,
        rf"(?:partager|partagez)(?: (?:cet |l')article| l'info)?(?: (?:sur|via|par) (?:les réseaux sociaux|e-?mail|{SOCIAL}))?|envoyer (?:par e-?mail|à un ami)|copier le lien|lien copié|transférez (?:cet |l')article[^.?!]{{0,60}}",
        examples=("Partager", "Partager cet article", "Partager sur Facebook", "Copier le lien"),
        near_misses=("Partager le pouvoir, voilà la question.", "Partagez le pain et le sel avec eux."),
    ),
    _FR.line(
        "translation", Family.TRANSLATION,
        r"(?:cet article est )?(?:aussi |également )?(?:disponible|à lire|lire)(?: cet article)? (?:en|dans) (?:anglais|arabe|espagnol|allemand|italien|russe|d'autres langues|\d+ langues)|(?:lire )?(?:la )?version (?:anglaise|originale|en anglais)|read in english",
        examples=("Cet article est également disponible en anglais", "Lire en anglais", "Version anglaise"),
        near_misses=("Le rapport est disponible en anglais et sera traduit, dit l'ONU.",),
    ),
    _FR.line(
        "app", Family.APP,
        r"(?:téléchargez|installez|obtenez|découvrez) (?:notre|l')(?: ?nouvelle)? ?(?:application|appli|app)\b[^.?!]{0,60}|(?:activez|recevez|activer)(?: les| nos| vos)? (?:notifications|alertes)(?: info| push)?[^.?!]{0,40}|ouvrir dans l'appli(?:cation)?",
        examples=("Téléchargez notre application", "Activer les notifications", "Ouvrir dans l'application"),
        near_misses=("Téléchargez moins, vivez mieux, conseille l'auteur.",),
    ),
    _FR.line(
        "related", Family.RELATED,
        r"(?:à |a )?(?:lire|voir|écouter|regarder|découvrir)(?: (?:aussi|également|ensuite|plus))? ?[:|>\u2192] ?.{1,200}|(?:à |a )?(?:lire|voir|écouter)(?: (?:aussi|également|ensuite))|lire (?:la suite|plus|l'article(?: complet)?)|voir plus|en savoir plus|"
        r"(?:sur|dans) (?:le même (?:sujet|thème)|la même (?:rubrique|thématique))|(?:nos |les )?(?:articles?|contenus|vidéos|sujets?) (?:liés?|similaires?|associés?|recommandés?|en relation|les plus lus)|(?:les )?plus (?:lus|vus|populaires)|"
        r"(?:à|vous) (?:pourriez (?:aussi )?aimer|aimerez aussi)|ne manquez pas|nos (?:derniers articles|recommandations)|(?:dernières|toutes les) (?:actualités|infos|news)|article (?:précédent|suivant)",
        examples=("Lire aussi : Le pétrole remonte", "À lire également", "Lire la suite", "Sur le même sujet", "Les plus lus", "Articles liés"),
        near_misses=("Lire aussi vite est un don, dit-elle.", "Voir Naples et mourir.", "Les plus lus des romans ne sont pas les meilleurs."),
    ),
    _FR.line(
        "image", Family.IMAGE,
        r"(?:crédits?(?: (?:photos?|images?))?|photos?|images?|illustration|visuel)(?: d'illustration)? ?: ?.{2,120}|(?:photo|image) d'(?:illustration|archives)|(?:cliquez|cliquer) (?:sur l'image )?pour agrandir[^.?!]{0,30}|agrandir(?: l'image)?|fermer l'image",
        examples=("Crédit photo : AFP", "Photo : Jeanne Dupont/Reuters", "Cliquez pour agrandir", "Image d'illustration"),
        near_misses=("Photos à l'appui, il a plaidé sa cause.", "Image ternie, caisses vides: le parti va mal."),
    ),
    _FR.line(
        "biography", Family.BIOGRAPHY,
        r"(?-i:[A-ZÀ-Þ])[\w'.-]+(?: (?-i:[A-ZÀ-Þ])[\w'.-]+){1,3} est (?:journaliste|correspondante?|rédact(?:eur|rice)(?: en chef)?|reporter|éditorialiste|chroniqueu(?:r|se)|grande? reporter) (?:à|au|aux|pour|chez|de|du|des|en|indépendante?)\b[^.?!]{0,160}|(?:à propos de l'|l')aut(?:eur|rice)",
        examples=("Jeanne Dupont est journaliste à L'Exemple", "À propos de l'auteur"),
        near_misses=("Elle est journaliste à Lyon.", "Jean Dupont est correspondant, et il le restera. Il l'a dit."),
        where=Where.TAIL,
    ),
    _FR.line(
        "product", Family.PRODUCT,
        r"(?:acheter|achetez|commander|commandez) (?:le|ce|son|notre) (?:livre|numéro|magazine|ouvrage)(?: (?:ici|en ligne|maintenant|sur .{2,40}))?|(?:voir|acheter) sur (?:amazon|fnac)|(?:découvrez|visitez) notre boutique|(?:cet article|cette page) (?:peut contenir|contient) des liens (?:affiliés|d'affiliation).{0,160}",
        examples=("Commander le livre en ligne", "Acheter sur Amazon", "Cet article contient des liens affiliés."),
        near_misses=("Acheter le livre ne suffit pas, il faut le lire.",),
    ),
    _FR.line(
        "copyright", Family.COPYRIGHT,
        rf"{RIGHTS_OF}tous droits (?:de reproduction (?:et de représentation )?)?réservés\b.{{0,80}}|(?:toute )?(?:reproduction|rediffusion|republication)(?: (?:totale|partielle|même partielle|totale ou partielle))?(?: est| sans (?:autorisation|accord)[^.?!]{{0,40}}(?: est)?)? (?:strictement )?interdite[^.?!]{{0,60}}",
        examples=("© L'Exemple. Tous droits réservés.", "Reproduction interdite", "Toute reproduction est strictement interdite"),
        near_misses=("La reproduction interdite de cette espèce en cage inquiète les vétérinaires, dit-on.",),
    ),
    _FR.opening(
        "disclaimer", Family.DISCLAIMER,
        r"(?:les (?:opinions|propos|points de vue|avis|idées) (?:exprimé|émis|contenu)e?s? (?:dans|par|ici|sur|en)\b[^.]{0,120}(?:n'engagent|n'engage|ne reflètent|ne représentent|sont (?:ceux|celles)|appartiennent)|(?:cet article|ce texte|cette tribune|ce contenu) n'engage que|avertissement ?: (?:les|cet article|ce texte|ce site) )",
        examples=("Les opinions exprimées dans cet article n'engagent que leur auteur.", "Ce texte n'engage que ses signataires."),
        near_misses=("Les opinions exprimées dans la rue ont changé depuis mai.", "« Cet article n'engage que moi », a-t-il écrit."),
    ),
    _FR.opening(
        "fair-use", Family.FAIR_USE,
        r"(?:ce site|cette page|cet article|cette vidéo|www\.[\w.-]+) (?:peut contenir|contient) (?:du|des) (?:matériel|matériaux|contenus?|éléments|documents?|œuvres)s? (?:protégée?s?|soumis|sous) (?:par|au|aux|le|des?)? ?(?:le |un |les )?(?:droits? d'auteur|copyright)",
        examples=("Ce site contient des documents protégés par le droit d'auteur dont l'utilisation n'a pas été autorisée.",),
        near_misses=("Ce site contient des documents que la police cherchait depuis un an.",),
    ),
    _FR.line(
        "media-inquiries", Family.MEDIA_INQUIRIES,
        r"(?:contacts?|relations?|service) (?:de )?(?:presse|médias?) ?: ?.{2,120}|(?:pour (?:toute )?)?(?:demandes?|questions?|renseignements?) (?:de (?:la )?|des )?(?:presse|médias?) ?[:,] ?.{2,120}",
        examples=("Contact presse : presse@exemple.fr", "Demandes de presse : presse@exemple.fr"),
        near_misses=("Contact presse rompu: le ministre ne parle plus.", "Service de presse du roi, elle savait tout."),
    ),
    _FR.line(
        "comments", Family.COMMENTS,
        r"(?:\d+ )?commentaires?(?: \(\d+\)| fermés)?|(?:laissez?r?|poster|postez|écrire|ajouter|publier|déposer)(?: un)? commentaire|commenter(?: (?:cet |l')article)?|(?:voir|lire|afficher)(?: tous)? les (?:\d+ )?commentaires|réagir(?: à (?:cet |l')article)?|les commentaires sont fermés|"
        r"votre (?:adresse )?(?:e-?mail|de messagerie) ne sera pas publiée?.{0,80}|donnez votre avis",
        examples=("Laisser un commentaire", "12 commentaires", "Réagir à cet article", "Votre adresse e-mail ne sera pas publiée."),
        near_misses=("Commentaires acerbes et rires ont suivi.", "Réagir à temps, voilà le but."),
    ),
    _FR.line(
        "controls", Family.NAVIGATION,
        r"publicité|(?:la suite|l'article continue|lire la suite|suite) après (?:cette |la )?publicité|contenu (?:sponsorisé|partenaire)|(?:retour|aller) (?:en haut(?: de (?:la )?page)?|à l'accueil|au contenu(?: principal)?)|haut de page|imprimer(?: (?:cet |l')article)?|(?:écouter|sauvegarder|enregistrer)(?: (?:cet |l')article)?|"
        r"chargement(?: en cours)?(?:\.\.\.)?|(?:temps de )?lecture ?:? ?(?:\d{1,3} ?min(?:utes?)?\.?)|\d{1,3} ?min(?:utes?)? de lecture|afficher plus",
        examples=("Publicité", "La suite après cette publicité", "Retour en haut de page", "Temps de lecture : 5 min", "Écouter l'article"),
        near_misses=("Publicité et presse: un vieux couple.", "Écouter, c'est gouverner."),
    ),
    _FR.line(
        "consent", Family.CONSENT,
        r"(?:ce site|notre site|nous) (?:utilise|utilisons|emploie) des cookies\b.{0,300}|tout (?:accepter|refuser)|(?:accepter|refuser)(?: tout| et fermer| (?:tous )?les cookies)|(?:paramétrer|gérer|gestion des|paramètres des) ?(?:les |mes |vos )?cookies|en (?:poursuivant|continuant) (?:votre|la) (?:navigation|visite)\b.{0,200}|continuer sans accepter",
        examples=("Ce site utilise des cookies pour améliorer votre expérience.", "Tout accepter", "Gestion des cookies"),
        near_misses=("Accepter tout compromis serait une faute.",),
    ),
    _FR.line(
        "paywall", Family.PAYWALL,
        r"(?:cet |la suite de cet |ce )?(?:article|contenu|la suite) (?:complet )?est réservée? (?:aux|à nos|à) (?:abonnés|membres|inscrits)[^.?!]{0,60}|(?:article |contenu )?réservé (?:aux|à nos) abonnés|il vous reste \d+(?:[.,]\d+)? ?% de cet article à lire.{0,100}|"
        r"(?:abonnez-vous|inscrivez-vous|connectez-vous) pour (?:lire|continuer|accéder|poursuivre)\b[^.?!]{0,60}|vous avez (?:atteint|épuisé|lu) (?:votre|vos|le|tous)[^.?!]{0,60}articles?[^.?!]{0,40}",
        examples=("Cet article est réservé aux abonnés", "Abonnez-vous pour lire la suite", "Il vous reste 75% de cet article à lire. La suite est réservée aux abonnés."),
        near_misses=("Le quai est réservé aux abonnés du port.",),
    ),
)  # fmt: skip

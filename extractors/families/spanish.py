"""What Spanish pages print around a text."""

from __future__ import annotations

from extractors.families.wording import RIGHTS_OF, SOCIAL, Language
from extractors.vocabulary import Where
from storage.article import Family

_ES = Language("es")

RULES = (
    _ES.line(
        "donation", Family.DONATION,
        r"¡? ?(?:dona|donar|haz(?: una| tu)? donación|haga una donación|haz un donativo)(?: (?:ahora|aquí|hoy))?|¡? ?(?:apóy[ae]nos|apoya(?: a)? (?:nuestro (?:trabajo|periodismo|medio)|el periodismo independiente)|apoye nuestro (?:trabajo|periodismo))(?: (?:ahora|con .{2,40}|en (?:patreon|paypal)))?|"
        r"ayúdanos a (?:seguir|continuar|mantener)\b[^.?!,]{0,60}|tu (?:donación|aporte|apoyo) (?:hace posible|nos permite|nos ayuda)\b[^.?!]{0,80}",
        examples=("Haz una donación", "¡Dona ahora!", "Apóyanos", "Apoya el periodismo independiente"),
        near_misses=("Dona sangre en Homs, pide el ministerio.", "Apoya el pacto o dimite, le dijo."),
    ),
    _ES.line(
        "membership", Family.MEMBERSHIP,
        r"¡? ?(?:suscríb(?:e|a)te|suscríbase|suscribirse|suscribirme)(?: (?:ahora|ya|gratis|aquí|desde .{2,30}))?|(?:hazte|hágase) (?:socio|socia|miembro|suscriptora?)(?: (?:ahora|ya|aquí))?|¿? ?ya (?:eres|es) (?:socio|suscriptor|miembro)\??(?: (?:inicia|inicie) sesión)?|(?:iniciar|inicia|inicie) sesión|(?:regístr(?:a|e)te|regístrese|registrarse|registro|crear cuenta|crea (?:una|tu) cuenta)(?: (?:gratis|aquí))?",
        examples=("Suscríbete ahora", "Hazte socio", "¿Ya eres suscriptor? Inicia sesión", "Iniciar sesión"),
        near_misses=("Hazte socio del club y verás, le dijo su padre.", "Suscribirse al acuerdo llevó años."),
    ),
    _ES.line(
        "newsletter", Family.NEWSLETTER,
        r"(?:suscríb[ea]te|suscríbase|apúntate|regístrate|inscríbete) (?:gratis )?(?:a|en|para recibir) (?:nuestr[oa]s?|la|el|los|las)[^.?!]{0,30}(?:newsletters?|boletin(?:es)?|boletín)\b[^.?!]{0,60}|(?:recibe|reciba|recibir) (?:gratis |cada (?:día|mañana|semana) )?(?:nuestr[oa]s?|las?|los?|el|en)[^.?!]{0,60}(?:en tu (?:correo|bandeja|e-?mail)|en su (?:correo|e-?mail)|newsletter|boletín)[^.?!]{0,30}|"
        r"(?:nuestr[ao] )?(?:newsletters?|boletín(?: de noticias| diario)?|boletines)|(?:introduce |escribe )?(?:tu|su) (?:correo electrónico|e-?mail)",
        examples=("Suscríbete a nuestra newsletter", "Recibe las noticias en tu correo", "Boletín"),
        near_misses=("El boletín del ejército habla de nueve heridos.",),
    ),
    _ES.line(
        "follow", Family.FOLLOW,
        rf"(?:síguenos|síganos|sigue(?: a| la cuenta de)? ?[\w' ]{{0,40}}|siga [\w' ]{{0,40}}|únete|encuéntranos|visítanos)(?: a nosotros)? ?(?:en|por|a través de|a nuestro canal de) (?:nuestr[oa]s? (?:página|canal|cuenta)s? de |las |nuestras )?(?:redes sociales|{SOCIAL})\b[^.?!]{{0,80}}|síg[ua](?:e)?nos|síguenos",
        examples=("Síguenos en Facebook", "Síganos en Telegram y X", "Síguenos"),
        near_misses=("Sigue el dinero y hallarás la respuesta.", "Sigue en Facebook la polémica por el vídeo. Nadie responde."),
    ),
    _ES.line(
        "share", Family.SHARE,
        rf"(?:compartir|comparte|comparta)(?: (?:este artículo|esta (?:noticia|nota)|la noticia|el artículo))?(?: (?:en|por|vía|con) (?:redes sociales|e-?mail|correo|tus amigos|{SOCIAL}))?|(?:enviar|reenviar) (?:por (?:correo|e-?mail)|a un amigo)|copiar (?:el )?enlace|enlace copiado",
        examples=("Compartir", "Comparte este artículo", "Compartir en Facebook", "Copiar enlace"),
        near_misses=("Compartir el poder, esa es la cuestión.", "Comparte casa con otros dos actores."),
    ),
    _ES.line(
        "translation", Family.TRANSLATION,
        r"(?:este artículo (?:está|también está) )?(?:también )?(?:disponible|leer|lea)(?: este artículo)? en (?:inglés|árabe|francés|alemán|ruso|italiano|otros idiomas|\d+ idiomas)|(?:versión|leer la versión) (?:en inglés|inglesa|original)|read in english",
        examples=("Este artículo también está disponible en inglés", "Leer en inglés", "Versión en inglés"),
        near_misses=("Leer en inglés le costaba, y aun así aprobó.",),
    ),
    _ES.line(
        "app", Family.APP,
        r"(?:descarga|descargue|descárgate|instala|consigue) (?:nuestra|la|gratis la) (?:app|aplicación)(?: (?:de|en|para|gratis|ya|aquí)\b[^.?!]{0,50})?|(?:activa|activar|recibe|recibir) (?:las )?(?:notificaciones|alertas)(?: push)?|abrir en la (?:app|aplicación)",
        examples=("Descarga nuestra aplicación", "Activar notificaciones", "Abrir en la app"),
        near_misses=("Descarga la aplicación, roba los datos y se borra sola.",),
    ),
    _ES.line(
        "related", Family.RELATED,
        r"(?:lea|lee|leer|vea|ver|mira|te puede interesar)(?: (?:también|además|más|aquí))? ?[:|>\u2192] ?.{1,200}|(?:lea|lee|leer|vea|ver|mira) (?:también|además|más)|(?:seguir|sigue|continuar) leyendo|(?:te|le) (?:puede|podría) (?:también )?interesar|también te (?:puede|podría) interesar|"
        r"(?:noticias|artículos|notas|contenidos?|entradas|temas) (?:relacionad[oa]s?|recomendad[oa]s?|similares)|(?:lo )?más (?:leído|leídas|leídos|visto|noticias|popular|sobre este tema)|(?:últimas|otras) noticias|(?:artículo|noticia) (?:anterior|siguiente)|no te (?:lo )?pierdas|relacionad[oa]s?",
        examples=("Lea también: El petróleo sube", "Lea también", "Te puede interesar", "Noticias relacionadas", "Lo más leído", "Seguir leyendo"),
        near_misses=("Leer también es viajar, decía.", "Ver más allá del puerto era imposible."),
    ),
    _ES.line(
        "image", Family.IMAGE,
        r"(?:crédito|créditos|foto|fotos|fotografía|imagen|imágenes|ilustración)(?: (?:de (?:portada|archivo)|principal|destacada))? ?: ?.{2,120}|(?:foto|imagen) de archivo|(?:haga|haz|hacer) clic (?:aquí |en la imagen )?para (?:ampliar|ver)(?: la (?:imagen|foto))?(?: más grande)?|(?:ampliar|ver) (?:imagen|foto)",
        examples=("Foto: EFE", "Imagen: Juan Pérez/Reuters", "Haga clic para ampliar", "Foto de archivo"),
        near_misses=("Fotos de los daños circularon el lunes.", "Imagen y sonido fallaron."),
    ),
    _ES.line(
        "biography", Family.BIOGRAPHY,
        r"(?-i:[A-ZÀ-Þ])[\w'.-]+(?: (?-i:[A-ZÀ-Þ])[\w'.-]+){1,3} es (?:periodista|corresponsal|reporter[oa]|redactora?|columnista|editora?) (?:de|del|en|para|y|independiente|freelance)\b[^.?!]{0,160}|(?:sobre el|acerca del|sobre la) autora?",
        examples=("Juana Pérez es periodista de El Ejemplo", "Sobre el autor"),
        near_misses=("Ella es periodista en Lima.", "Juan Pérez es editor, y lo será. Punto."),
        where=Where.TAIL,
    ),
    _ES.line(
        "product", Family.PRODUCT,
        r"(?:compra|comprar|compre|adquiere|pide) (?:el|este|su|nuestro) (?:libro|número|ejemplar)(?: (?:aquí|ahora|en .{2,40}))?|(?:comprar|ver) en amazon|(?:visita|conoce) nuestra tienda|(?:este artículo|esta página) (?:puede contener|contiene) enlaces de (?:afiliados?|afiliación).{0,160}",
        examples=("Compra el libro aquí", "Comprar en Amazon", "Este artículo contiene enlaces de afiliados."),
        near_misses=("Comprar el libro no basta, hay que leerlo.",),
    ),
    _ES.line(
        "copyright", Family.COPYRIGHT,
        rf"{RIGHTS_OF}(?:todos los derechos reservados|reservados todos los derechos)\b.{{0,80}}|(?:queda )?(?:prohibida|prohibido) (?:la |su |el )?(?:reproducción|uso|republicación)[^.?!]{{0,80}}",
        examples=("© El Ejemplo. Todos los derechos reservados.", "Prohibida la reproducción total o parcial"),
        near_misses=("Todos los derechos nacen del trabajo, dijo.",),
    ),
    _ES.opening(
        "disclaimer", Family.DISCLAIMER,
        r"(?:las (?:opiniones|ideas|afirmaciones) (?:expresadas|vertidas|contenidas|expuestas) (?:en|por|aquí|son)\b[^.]{0,120}(?:son|no (?:reflejan|representan|coinciden|necesariamente)|corresponden|pertenecen|exclusiv)|(?:este artículo|esta columna|este texto) (?:refleja|representa|expresa) (?:solo |únicamente |exclusivamente )?(?:la opinión|las opiniones)|(?:descargo|aviso) (?:de responsabilidad|legal) ?: )",
        examples=("Las opiniones expresadas en este artículo son responsabilidad exclusiva de su autor.", "Descargo de responsabilidad: Este contenido es informativo."),
        near_misses=("Las opiniones expresadas en la calle han cambiado desde mayo.", '"Este artículo expresa la opinión del autor", escribió.'),
    ),
    _ES.opening(
        "fair-use", Family.FAIR_USE,
        r"(?:este (?:sitio(?: web)?|artículo|video|vídeo)|esta (?:página|web)|www\.[\w.-]+) (?:puede contener|contiene) (?:material(?:es)?|contenidos?|obras) (?:protegid[oa]s? por|con|sujet[oa]s? a)(?: los| el)? (?:derechos de autor|copyright)",
        examples=("Este sitio contiene material protegido por derechos de autor cuyo uso no ha sido autorizado.",),
        near_misses=("Este sitio contiene material que la policía buscaba.",),
    ),
    _ES.line(
        "media-inquiries", Family.MEDIA_INQUIRIES,
        r"(?:contacto|atención|consultas|solicitudes) (?:de |a |para )?(?:la )?(?:prensa|medios)(?: de comunicación)? ?: ?.{2,120}|(?:para )?consultas de (?:prensa|medios)[:,] .{2,120}",
        examples=("Contacto de prensa: prensa@ejemplo.es", "Para consultas de prensa, prensa@ejemplo.es"),
        near_misses=("Contacto de prensa del rey, lo sabía todo.",),
    ),
    _ES.line(
        "comments", Family.COMMENTS,
        r"(?:\d+ )?comentarios?(?: \(\d+\)| cerrados)?|(?:deja|dejar|deje|escribe|escribir|publicar|añadir|agregar)(?: (?:un|tu|su))? (?:comentario|respuesta)|comentar(?: (?:esta noticia|este artículo))?|(?:ver|leer|mostrar)(?: los| todos los)? comentarios|los comentarios están cerrados|tu (?:dirección de )?(?:correo electrónico|e-?mail) no será publicad[oa]\.?.{0,80}|¿? ?qué opinas\??",
        examples=("Deja un comentario", "12 comentarios", "Tu dirección de correo electrónico no será publicada."),
        near_misses=("Comentarios del ministro causaron enojo.", "¿Qué opinas del ejército?"),
    ),
    _ES.line(
        "controls", Family.NAVIGATION,
        r"publicidad|anuncio|(?:la noticia |el artículo )?continúa (?:después de|tras) la publicidad|contenido patrocinado|(?:volver|ir|subir) (?:arriba|al inicio|al contenido(?: principal)?)|imprimir(?: (?:este artículo|esta noticia))?|(?:escuchar|escucha|guardar)(?: (?:el |este )?artículo| la noticia| esta noticia)?|cargando(?:\.\.\.)?|(?:tiempo de )?lectura ?:? ?\d{1,3} ?min(?:utos?)?|\d{1,3} ?min(?:utos?)?\.? de lectura|(?:ver|cargar|mostrar) más",
        examples=("Publicidad", "Continúa después de la publicidad", "Volver arriba", "Imprimir", "Tiempo de lectura: 5 minutos", "Escuchar artículo"),
        near_misses=("Publicidad y prensa, viejo matrimonio.", "Escuchar es gobernar."),
    ),
    _ES.line(
        "consent", Family.CONSENT,
        r"(?:este sitio(?: web)?|esta (?:web|página)|nuestra web|nosotros|utilizamos|usamos)(?: utiliza| usa)? (?:las )?cookies\b.{0,300}|(?:aceptar|rechazar)(?: todas?(?: las cookies)?| cookies| y (?:cerrar|continuar))|(?:configur(?:ar|ación de)|política de|gestionar) (?:las )?cookies|(?:al|si) (?:continuar|continúa|seguir|sigue) navegando\b.{0,200}",
        examples=("Este sitio web utiliza cookies para mejorar su experiencia.", "Aceptar todas", "Política de cookies"),
        near_misses=("Aceptar todo pacto sería un error.",),
    ),
    _ES.line(
        "paywall", Family.PAYWALL,
        r"(?:este|el) (?:artículo|contenido) es (?:solo |exclusivo )?para (?:nuestros )?(?:suscriptores|socios|miembros|registrados)[^.?!]{0,60}|(?:contenido )?(?:exclusivo|solo) para (?:suscriptores|socios)|(?:suscríbe?[ae]te|regístr[ae]te|inicia sesión|suscríbase) para (?:seguir|continuar|leer|acceder)\b[^.?!]{0,60}|(?:has|ha) (?:alcanzado|agotado|leído) (?:el|tu|su|todos)[^.?!]{0,60}artículos[^.?!]{0,40}",
        examples=("Este contenido es exclusivo para suscriptores", "Suscríbete para seguir leyendo"),
        near_misses=("El artículo es para la paz.",),
    ),
)  # fmt: skip

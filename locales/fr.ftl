# French, for West Africa. Written on phones of 160 letters a screen, without any
# accents, as French is typed on these phones: it stays in GSM 03.38 and no handset
# can spoil it. en.ftl says how many letters each text has room for.
# not reviewed by a native speaker: the whole file. Strings we are unsure of say so above them.

language-name = Francais

## Keys at the foot of a screen
nav-back = 0 Retour
nav-home = 00 Accueil
nav-more = 98 Suite

## First screens
language-ask = MedVault. Choisissez la langue:
resume-ask = Votre appel a ete coupe.
resume-continue = Continuer
resume-again = Recommencer
home = MedVault: medicaments pres de vous
home-find = Trouver un medicament
home-near = Pharmacies, cliniques
home-other = Sang et materiel
home-place = Mon lieu
home-language = Langue
home-help = Aide
home-work = Mon etablissement

## Finding
find-ask = Tapez le nom du medicament (toute marque, toute orthographe):
find-again = Aucun medicament de ce nom. Verifiez et tapez-le a nouveau:
which-ask = Quel medicament?
# not reviewed by a native speaker: said of medicines and of places alike
which-none = Aucun de ceux-ci
form-ask = { $medicine }: lequel?
unknown-form = { $medicine }: pas encore declare ici.
results = { $product }:
# not reviewed by a native speaker: "elsewhere" stands for "nearest, however far"
anywhere = { $product } ailleurs:
others = { $medicine }, autre forme:
nothing = Pas de { $product } a moins de { $radius } km de { $place }.
nothing-anywhere = Le plus proche
nothing-forms = Autre forme pres de moi
# not reviewed by a native speaker: short for "tell me when it is back"
nothing-wait = Prevenez-moi du retour

## How much, how old
# not reviewed by a native speaker: "enough" stands for "plenty"
amount-plenty = assez
amount-some = moyen
amount-few = peu
amount-none = aucun
age-hours = { $n }h
age-days = { $n }j
age-weeks = { $n }sem
km = { $n }km

## One facility
card-stock = { $product }: { $amount }, compte il y a { $age }
card-sure-sure = Presque surement en stock
card-sure-likely = Probablement en stock
card-sure-perhaps = Peut-etre epuise: appelez avant
card-sure-unlikely = Sans doute epuise: appelez avant
card-contact = Tel { $contact }
card-price = Environ { $currency } { $price } par { $unit }
card-distance = A environ { $km } km de { $place }
card-hours = Ouvert: { $hours }
card-none = Ils n'en avaient pas

## Written down after a yes
yes = Oui
no = Non
wait-ask = Vous mettre sur la liste d'attente pour { $product } pres de { $place }?
wait-done = Note. Vous etes sur la liste d'attente pour { $product } pres de { $place }.
none-ask = { $facility } vous a dit ne pas avoir { $product }?
none-done = Merci. On dira aux autres d'appeler avant d'y aller.

## Who is near
near = Pres de { $place }:
near-none = Aucun centre connu pres de { $place }. Essayez un autre lieu:
other-ask = De quoi avez-vous besoin?
other-blood = Sang
other-equipment = Materiel
blood-ask = Quel groupe sanguin?
equipment-ask = Quel materiel?
unknown-kind = Rien de ce type n'est encore declare ici.

## The caller's place
place-ask = Ou etes-vous? { $place ->
    [none] Choisissez comment le dire:
   *[other] Actuel: { $place }
  }
place-type = Taper un nom
place-walk = Choisir dans une liste
place-type-ask = Tapez votre quartier, ecole, marche ou ville:
place-again = Lieu introuvable. Retapez-le, ou un lieu plus grand pres de vous:
place-which = Lequel?
walk-ask = { $area ->
    [none] Choisissez votre zone:
   *[other] { $area }, choisissez:
  }
walk-here = Etes-vous a { $area }?

help = Tapez un medicament pour voir qui l'a pres de vous. Le stock change: appelez. Urgence: hopital proche.

## Text me this
results-text = Recevoir par SMS
card-text = Recevoir par SMS
texted = Vous le recevrez par SMS.
help-drops = Si la ligne coupe
drops = Si la ligne coupe, nous vous envoyons par SMS ce que vous aviez trouve: { $drops ->
    [on] oui.
   *[other] non.
  }
drops-turn = { $drops ->
    [on] Ne plus envoyer
   *[other] Envoyer
  }
drops-done = { $drops ->
    [on] Enregistre. Si la ligne coupe, vous recevrez par SMS ce que vous aviez trouve.
   *[other] Enregistre. Rien ne sera envoye si la ligne coupe.
  }

## People who work at facilities: the way in
help-work = Je travaille dans un centre
pin-ask = Votre code PIN:
pin-locked = Trop de codes faux. Reessayez dans { $minutes } min. Oublie? Voyez qui vous a admis.
pin-new = Choisissez un code PIN de 4 a 8 chiffres, difficile a deviner:
pin-same = Le meme code encore une fois:
work-wait = Vous avez demande a declarer pour un centre. Votre superviseur vous admettra.
work-other = Demander un autre centre
work-off = Ce numero ne peut pas declarer. Voyez votre superviseur.
register-ask = Tapez le nom de votre centre:
register-again = Aucun centre de ce nom. Tapez-le a nouveau:
register-which = Lequel est le votre?
register-name = Comment vos collegues vous appellent-ils? Tapez votre nom:
register-sure = { $person }: demander a declarer pour { $workplace }?
register-done = Merci. Votre superviseur vous admettra. Rappelez alors.

## My facility
desk-area = MedVault: votre travail
desk-count = Comptage
desk-receipt = Recu
desk-issue = Sorti
desk-loss = Perdu
desk-expired = Perime
desk-undo = Annuler le dernier
desk-order = Quoi commander
desk-short = Ce qui manque
desk-expiring = Ce qui va perimer
desk-waiting = Qui attend
desk-reports = Mes derniers rapports
desk-let-in = Demandes d'acces
desk-area-out = Ruptures dans ma zone
desk-unreported = Qui n'a rien declare
desk-workplace = Autre centre
desk-list = Visible du public?
desk-phone = Changer de telephone
to-desk = Mon etablissement
workplace-ask = Quel centre?

## A report
loss-ask = Pourquoi perdu?
loss-broken = Casse ou abime
loss-missing = Vole ou introuvable
loss-other = Autre
held-ask = { $entry ->
    [count] Comptage: quel produit?
    [receipt] Recu: quel produit?
    [issue] Sorti: quel produit?
   *[other] Perdu ou perime: quel produit?
  }
held-type = Taper un nom
held-find = Tapez le nom du medicament:
quantity = { $entry ->
    [receipt] { $item }: combien recus?
    [issue] { $item }: combien sortis?
    [loss] { $item }: combien perdus?
   *[other] { $item }: combien y en a-t-il?
  }
expiry-ask = Perime le (MMAA, ex. 0327; 0 = non dit):
entry-count = { $units } en stock
entry-receipt = { $units } recus
entry-issue = { $units } sortis
entry-broken = { $units } casses ou abimes
entry-missing = { $units } introuvables
entry-lost = { $units } perdus
entry-expired = { $units } perimes
report-expires = Perime { $month }
report-before = Avant: { $units }, il y a { $age }
report-first = Jamais compte ici
report-far = TRES different d'avant. Vraiment?
report-sure = Enregistrer?
report-done = Enregistre.
report-now = Reste: { $units }
report-next = Produit suivant
report-undo = Annuler
undo-sure = Annuler ceci?
undo-done = Annule. Connu maintenant:
undo-unknown = { $product }: inconnu

## Why something cannot be
not-allowed = Vous n'en avez pas le droit. Voyez votre superviseur.
not-counted = { $product } n'a pas encore ete compte. Comptez d'abord. Rien n'est enregistre.
not-so-many = Il n'y avait que { $units } de { $product }. Si c'est faux, recomptez. Rien n'est enregistre.
not-too-many = C'est plus que quiconque n'en a. Rien n'est enregistre.
not-to-undo = Aucun rapport des dernieres 24 heures a annuler.
not-needed = Des rapports suivants dependent de { $product }. Comptez-le plutot.
not-open = Cela a change entre-temps. Rien n'a ete fait.
not-phone = Ce numero ne peut pas etre le votre. Voyez votre superviseur.

## What there is to see
order-ask = Commander quoi ? Ce qui finit d'abord :
order-units = commander { $units }
order-enough = suffit
order-count = compter d'abord
order-now = { $product } : commandez { $units }.
order-not = { $product } : rien à commander maintenant.
order-silent = { $product } : comptez d'abord, aucun rapport depuis plus de 30 jours.
order-left = Il reste { $units } (il y a { $age }) pour { $days } jours, à { $month } par mois.
order-why = Une livraison prend { $lead } jours. La commande suffit jusqu'à celle d'après la prochaine, { $times } fois sur 100.
order-like = La consommation est estimée d'après { $peers } centres semblables.
order-unknown = On ne sait pas encore quoi commander. Rapportez vos comptages et sorties pendant quelques mois.
order-next = Autre produit
short-head = Il manque:
short-none = Rien ne manque.
short-out = { $product }: epuise
short-left = { $product }: reste { $units }
expiring-head = Va perimer:
expiring-none = Aucun lot connu ne perime dans les 60 jours.
waiting-head = On attend pres de vous:
waiting-none = Personne n'attend pres de vous.
reports-head = Vos derniers rapports:
reports-none = Vous n'avez encore rien declare.
reports-line = Il y a { $age }: { $report }
area-out-head = Ruptures dans votre zone, centres:
area-out-none = Aucune rupture dans votre zone.
area-out-line = { $product }: { $out } sur { $all }
unreported-head = Rien depuis 7 jours:
unreported-none = Tous ont declare dans les 7 jours.
unreported-line = { $facility }: il y a { $age }
unreported-never = { $facility }: jamais

## Letting people in, and being shown
let-in-ask = Qui demande:
let-in-none = Personne n'attend d'etre admis.
let-in-who = { $number ->
    [none] { $person } demande a declarer pour { $workplace }.
   *[other] { $person } demande a continuer avec un autre telephone, ...{ $number }.
  }
let-in-yes = Accepter
let-in-no = Refuser
let-in-sure = { $number ->
    [none] Laisser { $person } declarer pour { $workplace }?
   *[other] Laisser { $person } continuer avec le telephone ...{ $number }?
  }
keep-out-sure = { $number ->
    [none] Refuser { $person } pour { $workplace }, pour de bon?
   *[other] Refuser a { $person } le telephone ...{ $number }?
  }
let-in-done = C'est fait.
let-in-next = Suivant
let-in-phone = nouveau tel. ...{ $number }
list-sure = { $listed ->
    [shown] Montrer { $workplace } a ceux qui cherchent un medicament?
   *[other] Ne plus montrer { $workplace } a personne?
  }
list-done = Enregistre.

## Going on under another phone
new-phone-ask = Tapez votre nouveau numero (0712345678):
new-phone-sure = Demander a continuer avec le telephone ...{ $number }?
new-phone-done = Votre superviseur decidera. Les deux telephones seront avertis.

## Sending to many. Options 30, questions 70
desk-cast = Envoyer un message
desk-decide = En attente de vous
desk-casts = Messages envoyés
cast-where = Votre zone: { $own }. A qui?
cast-all = Toute ma zone
cast-find = Tapez un lieu de votre zone:
cast-again = Lieu introuvable. Retapez-le:
cast-walk = Choisissez le lieu:
cast-part = { $area }:
cast-whole = Tout
cast-inside = Une partie
cast-text = Tapez le texte en { $tongue }:
cast-kind = Quel genre? Seule une urgence part aussi la nuit.
cast-ordinary = Ordinaire
cast-urgent = Urgence
cast-why = Pourquoi est-ce une urgence?
cast-language = Quelle langue ensuite?
cast-draft = { $whom }: { $people } personnes sur { $registered }
cast-price = { $messages } SMS, { $cost }, en { $seconds } s
cast-nothing-yet = Rien n'est encore envoyé.
cast-try = D'abord à moi seul
cast-ask = Demander un second agent
cast-another = Une autre langue
cast-tried = Vous le recevrez par SMS, vous seul.
cast-read = Retour au message
cast-asked = Un second agent est sollicité. Vous saurez sa réponse par SMS.
cast-asks = { $name } demande d'envoyer à { $people } personnes, { $whom }.
cast-reason = Raison: { $reason }
cast-shown = { $whom }, { $people } personnes, il y a { $age }: { $state }
cast-far = En file { $queued }, partis { $sent }, arrivés { $delivered }, échecs { $failed }, inconnus { $unknown }
cast-state-waiting = en attente
cast-state-approved = approuvé
cast-state-sending = en cours
cast-state-paused = en pause
cast-state-done = envoyé
cast-state-cancelled = annulé
cast-state-refused = refusé
cast-state-expired = hors délai
cast-state-dropped = abandonnée
desk-glass = Envoyer seul (urgence)
cast-whom-ask = Pour qui?
cast-whom = Pour qui, à { $where }?
cast-patients = Patients
cast-staff = Personnel
cast-facilities = Etablissements
cast-holders = Qui a un médicament
cast-waiting = Qui attend un médicament
cast-blood = Qui a accepté: groupe sanguin
cast-condition = Qui a accepté: maladie
cast-around = A tant de km autour
cast-km = Combien de km autour du lieu? 1-500 (0 = le lieu seul):
cast-when-ask = Quand?
cast-when = Quand? Jour, mois, heure, comme 25070900 (0 = maintenant):
cast-few = moins de 5
cast-draft-few = { $whom }: { $people } personnes
cast-left = Exclus: { $items }
cast-left-stopped = { $n } ne veulent aucun message
cast-left-unreachable = { $n } injoignables
cast-left-budget = { $n } assez informés cette semaine
cast-begins = Commence { $day }, { $time }
cast-begins-later = Pas la nuit: commence { $day }, { $time }
cast-parts = { $name } en { $messages } SMS
cast-parts-unicode = { $name }, { $messages } SMS en UCS-2
cast-to-around = à { $km } km au plus de { $place }
cast-to-patients = patients
cast-to-staff = personnel
cast-to-facilities = établissements
cast-to-holders = qui a { $product }
cast-to-waiting = qui attend { $product }
cast-to-agreed = qui a accepté: { $agreed }
cast-correct = Le corriger
cast-correction = Une correction: qui a eu le premier message aura aussi celui-ci.
cast-alone = L'envoyer seul, maintenant
glass = Aucun second agent. Pour envoyer à { $people } personnes maintenant, tapez { $figure }:
glass-done = Il part maintenant. Les autres approbateurs de la zone sont avertis.
not-past = Cette heure est passée. Rien n'est gardé.
notice-km = Tapez un nombre de 1 à 500, ou 0.
notice-no-point = Ce lieu n'est sur aucune carte. Tapez 0.
notice-moment = 8 chiffres: jour, mois, heure: 25070900.
notice-moment-past = Cette heure est passée.
notice-moment-far = 30 jours à l'avance au plus.
notice-people = Pas ce nombre. Rien n'est envoyé.
decide-ask = En attente d'un oui ou non:
decide-none = Rien n'attend votre accord.
decide-yes = Approuver
decide-no = Refuser
approve-sure = L'envoyer à { $people } personnes, { $whom }?
approve-done = Approuvé. Il part.
refuse-sure = Le refuser pour de bon? ({ $people } personnes, { $whom })
refuse-done = Refusé. Rien n'est envoyé.
casts-ask = Messages de votre zone:
casts-none = Rien n'a encore été envoyé dans votre zone.
cast-pause = Mettre en pause
cast-resume = Reprendre
cast-cancel = Annuler pour de bon
pause-sure = Le mettre en pause? Ce qui n'est pas parti attend. ({ $people } personnes, { $whom })
resume-sure = Le reprendre? ({ $people } personnes, { $whom })
cancel-sure = L'annuler pour de bon? ({ $people } personnes, { $whom })
not-too-old = La demande est trop ancienne. Rien n'a été fait.
notice-outside = Ce n'est pas dans votre zone.

## Being reached. Options 30; the words that somebody agrees to are kept
help-reached = Me joindre: sang, maladie
reached = Les services de santé peuvent vous écrire sur ce qui vous concerne:
reached-blood = Mon groupe sanguin
reached-condition = Ma maladie
reached-agreed = Mes accords
condition-ask = Quelle maladie?
consent-words = J'accepte que les services de santé m'écrivent au sujet de: { $agreed }. Je peux y mettre fin ici ou par STOP.
consent-yes = J'accepte
consent-done = Enregistré, avec les mots que vous avez acceptés.
agreed-ask = Vous acceptez qu'on vous joigne pour:
agreed-none = Vous n'avez donné aucun accord.
agreed-blood = groupe sanguin { $group }
agreed-messages = messages de santé
condition-asthma = asthme
condition-diabetes = diabète
condition-epilepsy = épilepsie
condition-hypertension = hypertension
condition-pregnancy = grossesse
condition-sickle-cell = drépanocytose
withdraw-all = Tout retirer
withdraw-ask = Plus de messages au sujet de: { $agreed }?
withdraw-all-ask = Retirer tous vos accords?
withdrawn = C'est retiré. On ne vous écrira plus à ce sujet.
not-stopped = Vous ne vouliez plus de messages. Envoyez d'abord START par SMS, puis acceptez ici.

## Said above a screen
notice-invalid = Choisissez un numero de la liste.
notice-empty = Rien n'a ete tape.
notice-changed = La liste a change. Choisissez encore.
notice-cut = L'appel a ete coupe. Reprenez ici.
notice-place = Votre lieu est maintenant { $place }.
notice-once = Pour cet appel seulement.
notice-place-once = Pour cet appel seulement, vous etes a { $place }.
notice-no-list = Pas de liste de lieux. Tapez un nom.
notice-number = Un nombre entier, 100000000 au plus.
notice-month = Tapez mois et annee: 4 chiffres, comme 0327.
notice-month-past = Ce mois est passe.
notice-month-far = Trop loin: 10 ans au plus.
notice-name = Tapez un nom.
notice-phone = Ce n'est pas un numero.
notice-pin = Un code PIN a 4 a 8 chiffres.
notice-pin-weak = Trop facile a deviner.
notice-pin-wrong = Code faux. Essais restants: { $left }.
notice-pin-differ = Les deux ne sont pas pareils.
notice-pin-again = Retapez votre code PIN.
notice-pin-chosen = C'est votre code PIN maintenant.
notice-not-staff = Vous ne travaillez pas avec ce registre.

## Last screens
sorry-save = Desole, impossible d'enregistrer maintenant. Rien n'a change. Reessayez plus tard.
sorry-later = Desole, impossible de lire cela maintenant. Reessayez plus tard.
sorry-busy = Trop d'appels de ce telephone. Attendez une minute et recomposez.
sorry = Desole, une erreur est survenue. Recomposez le numero.

## By SMS
sms-help = MedVault: envoyez FIND, un médicament et un lieu (FIND panadol kinshasa). ALERTME médicament: on vous prévient. LANG en: langue. STOP: rien.
sms-help-staff = Stock: SOH AL 120 PCM 40. Recu: REC AL 30. Sorti: ISS AL 20. Perdu: LOSS AL 5. UNDO: reprendre le dernier. FACILITY: autre lieu. ORDER: quoi commander.
sms-help-officer = Diffusions: ALERT, zone, texte. TRY code: à vous seul. OK ou NO, code et PIN. PAUSE, RESUME ou CANCEL, numéro et PIN. FIND: médicaments. STOP: rien.
sms-find-how = Envoyez { $keyword }, le médicament et votre quartier ou ville: { $keyword } panadol kinshasa
sms-find-unknown = Aucun médicament de ce nom. Vérifiez et renvoyez.
sms-find-which = Lequel? Envoyez { $keyword }, l'un de ceux-ci et votre quartier ou ville: { $items }
sms-find-where = Quel lieu? Envoyez { $keyword } { $medicine } et l'un de ceux-ci: { $items }
sms-find-place = Où etes-vous? Renvoyez avec votre quartier ou ville: { $keyword } { $medicine } kinshasa
sms-find-head = { $medicine } près de { $place }:
sms-find-none = Pas de { $medicine } connu à { $radius } km de { $place }. Envoyez ALERTME { $medicine }: on vous prévient.
sms-alert = On vous prévient quand { $medicine } revient près de { $place }. STOP: rien.
sms-stop = Vous ne recevrez plus que les réponses à vos messages. START: reprendre.
sms-start = Vous recevrez de nouveau des messages. STOP: rien.
sms-lang = Votre langue est maintenant le francais.
sms-lang-how = Envoyez LANG et l'une de celles-ci: { $items }
sms-saved = { $items } notés. UNDO pour annuler
sms-undone = Repris: { $items }.
sms-undo-nothing = Aucun rapport des dernières 24 heures à reprendre.
sms-undo-needed = { $product } ne peut etre repris: des rapports suivants en dépendent. Envoyez un comptage.
sms-undo-how = UNDO reprend tout votre dernier rapport. Envoyez UNDO seul, ou un nouveau comptage: AL 120
sms-too-long = Ce message est trop long, rien n'est noté. Envoyez-le en plusieurs fois, 20 produits à la fois.
full-stop = .
unit-tab = cp
units-tab = cp
unit-bottle = flacon
units-bottle = flacons
unit-piece = pièce
units-piece = pièces
unit-vial = fiole
units-vial = fioles
unit-amp = ampoule
units-amp = ampoules
unit-cap = gélule
units-cap = gélules
unit-bag = poche
units-bag = poches
unit-tube = tube
units-tube = tubes
unit-pack = boite
units-pack = boites
unit-sachet = sachet
units-sachet = sachets
unit-test = test
units-test = tests
unit-syringe = seringue
units-syringe = seringues
unit-set = jeu
units-set = jeux
unit-cycle = cycle
units-cycle = cycles
unit-pair = paire
units-pair = paires
unit-kit = kit
units-kit = kits
sms-unknown-now = inconnu
sms-ask-number = Combien: { $items }?
sms-ask-code = De quoi: { $items }?
sms-ask-code-unknown = Inconnu: { $items }.
sms-ask-twice = Nommé deux fois: { $items }. Envoyez une seule fois.
sms-ask-whole = Nombres entiers seulement: { $items }.
sms-ask-unclear = Pas clair: { $items }.
sms-ask-sure = Très différent d'avant: { $items }. Si c'est exact, envoyez YES.
sms-ask-less = Plus que le stock: { $items }. Envoyez un comptage (SOH).
sms-ask-never = Pas encore compté: { $items }. Envoyez un comptage (SOH).
sms-ask-out = OUT: envoyez SOH { $items } 0 s'il n'y en a plus, ou ISS { $items } et la quantité sortie.
sms-ask-kind = Que s'est-il passé? Envoyez avec SOH (il y a), REC (recu), ISS (sorti) ou LOSS (perdu) devant: { $items }
sms-not-saved = Non noté: { $items }.
sms-undo-asked = Rien de cela n'a été noté: { $items }. UNDO encore: reprendre le rapport précédent.
sms-late = Noté depuis, donc non noté: { $items }. En cas de doute, recomptez.
sms-nothing-asked = Un nombre seul ne répond à rien ici. Envoyez un code et un nombre: AL 120
sms-several-asked = Envoyez le code avec le nombre: { $items }
sms-kept-as-was = Rien n'est changé.
sms-facility = Pour quel lieu? Envoyez son numéro: { $items }
sms-facility-set = Vos rapports sont maintenant pour { $facility }.
sms-no-facility = Vous ne travaillez encore dans aucun lieu. Demandez à votre superviseur.
sms-order = Commander : { $items }.
sms-order-sure = Suffit jusqu'à la livraison d'après la prochaine, { $times } fois sur 100.
sms-order-reckoned = Dernier calcul le { $day }.
sms-order-count = Comptez d'abord, aucun rapport depuis plus de 30 jours : { $items }.
sms-order-item = { $order } (reste { $left }, il y a { $age }, { $month } par mois)
sms-order-like = { $order } (reste { $left }, il y a { $age }, { $month } par mois, comme { $peers } centres semblables)
sms-order-none = Rien à commander maintenant.
sms-order-unknown = On ne sait pas encore quoi commander. Rapportez vos comptages et sorties pendant quelques mois.
alert-area = Plus de la moitié des centres n'en ont plus : { $items }.
alert-out = Rupture : { $items }.
alert-low = Stock bas : { $items }.
alert-rise = Compté en hausse sans réception : { $items }.
alert-expiring = Périme bientot : { $items }.
alert-silent = Aucun rapport depuis 30 jours.
notice-drift = Prévisions : { $subject } juste { $figure } fois sur 100 au lieu de 80. Un modèle plus simple a pris le relais.
notice-failed = Les prévisions du { $subject } échouent : { $figure }
notice-slow = Les prévisions du { $subject } ont pris { $figure } minutes.
alert-short = Rupture probable : { $items }. Commandez maintenant.
alert-short-item = { $code } vers le { $day } (reste { $left }, { $month } par mois)
alert-waste = Périmera sans servir : { $items }.
alert-waste-item = { $order } dès le { $day } ({ $month } par mois)
alert-move = D'autres ont plus qu'il ne leur faut, à chercher : { $items }.
alert-move-item = { $order } chez { $facility } ({ $km } km)
alert-outbreak = On a donné plus que d'habitude : { $items }. Y a-t-il une épidémie ?
alert-outbreak-item = { $order } la semaine du { $day }, d'ordinaire { $low } à { $high }, et { $people } demandes sans succès
alert-outbreak-cases = Plus de cas que d'habitude : { $items }. Y a-t-il une épidémie ?
alert-outbreak-used = { $disease } { $cases } la semaine du { $day }, d'ordinaire { $most } au plus, et on a donné { $order }, d'ordinaire { $low } à { $high }
alert-outbreak-vain = { $disease } { $cases } la semaine du { $day }, d'ordinaire { $most } au plus, et { $people } demandes sans succès ({ $code })
alert-outbreak-all = { $disease } { $cases } la semaine du { $day }, d'ordinaire { $most } au plus, on a donné { $order }, d'ordinaire { $low } à { $high }, et { $people } demandes sans succès
sms-back = { $medicine } est de retour : { $facility } { $tail }
sms-remind = merci de rapporter { $items }. Envoyez SOH, code et nombre.
sms-not-told = Non dit : { $items }.
sms-no-yes = Rien n'attend de oui ou de non.
sms-register-how = Envoyez REGISTER, le code de votre centre et votre nom : REGISTER nrb-kit-01 Jane Otieno
sms-registered = { $facility } : il a été demandé à votre superviseur de vous accepter.
sms-register-known = Vous etes déjà inscrit. HELP : ce que vous pouvez envoyer.
sms-register-no = Ce numéro ne peut pas etre inscrit. Demandez à votre superviseur.
sms-asks-in = { $name } demande à rapporter pour { $facility }. Composez le service pour l'accepter.
sms-let-in = { $facility } : vous pouvez rapporter le stock. Envoyez SOH AL 120 PCM 40, ou appelez et choisissez un PIN.
sms-not-let-in = { $facility } : votre demande est refusée. Demandez à votre superviseur.
sms-phone-how = Envoyez PHONE et votre nouveau numéro: PHONE 0712345678
sms-phone-asked = Il a été demandé à votre superviseur de vous laisser continuer avec le téléphone ...{ $number }.
sms-phone-no = Ce numéro ne peut pas etre le votre. Demandez à votre superviseur.
sms-asks-phone = { $name } demande à continuer avec un autre téléphone, ...{ $number }. Composez le service pour décider.
sms-phone-old = { $name } : le téléphone ...{ $number } rapporte désormais, pas celui-ci. Vous ne l'avez pas demandé? Dites-le vite à votre superviseur.
sms-phone-new = { $name } : ce téléphone, ...{ $number }, rapporte désormais. Votre PIN reste. Envoyez HELP : ce que vous pouvez envoyer.
sms-phone-refused = { $name } : le téléphone ...{ $number } est refusé. Celui-ci reste. Demandez à votre superviseur.
sms-phone-not = { $name } a demandé à continuer avec ce téléphone, ...{ $number }. Refusé.

## Diffusions
broadcast-ask = { $name } demande d'envoyer à { $people } personnes, { $place } : "{ $text }"{ $notes } Pour approuver envoyez OK { $code } et votre PIN. Pour refuser : NO { $code } et votre PIN.
broadcast-ask-long = { $name } demande d'envoyer à { $people } personnes, { $place }.{ $notes } C'est trop long pour un SMS : composez le code et lisez-le sous ce qui vous attend.
broadcast-urgent = URGENCE.
broadcast-alone = { $name } a envoyé la diffusion { $number } sans second agent, à { $people } personnes, { $place }. Raison : { $reason }. "{ $text }"
broadcast-approved = La diffusion { $number } a été approuvée par { $name }.
broadcast-refused = La diffusion { $number } a été refusée par { $name }. Rien n'a été envoyé.
broadcast-expired = Diffusion { $number } : personne ne l'a approuvée à temps. Rien n'a été envoyé.
broadcast-late = La diffusion { $number } a pris fin avant que tous soient avertis. Non avertis : { $people }.
broadcast-few = moins de { $people }
broadcast-figures = { $messages } SMS, { $cost }, en { $seconds } s
broadcast-parts = Jusqu'à { $messages } SMS chacun.
broadcast-ucs2 = En UCS-2 : { $items }.
broadcast-begins = Dès { $when }.
broadcast-left-out = Laissés : { $items }.
broadcast-stopped = { $people } désinscrits
broadcast-unreachable = { $people } injoignables
broadcast-over-budget = { $people } assez prévenus cette semaine
sms-cast-pin = Votre texte semble contenir un PIN. Rien n'a été gardé. Renvoyez-le sans PIN.
sms-cast-how = Envoyez ALERT, la zone et le texte : ALERT Ahero Faites bouillir l'eau. En cas d'urgence EMERGENCY au lieu de ALERT.
sms-cast-area = Zone inconnue. Envoyez ALERT, le nom d'une de vos zones et le texte.
sms-cast-several = Quelle zone? Envoyez son numéro au lieu de son nom : { $items }
sms-cast-preview = { $place } : { $people }.{ $notes } "{ $text }" Rien n'est encore envoyé. Envoyez OK { $code } et votre PIN pour demander un second agent, TRY { $code } pour le recevoir seul d'abord.
sms-cast-missing = Pas de texte en : { $items }.
sms-cast-letter = Plus de SMS à cause de la lettre { $letter } (UCS-2).
sms-cast-price-unknown = prix inconnu
sms-cast-asked = Diffusion { $number } : un second agent est sollicité. Vous saurez sa réponse.
sms-cast-dropped = La diffusion { $number } est abandonnée. Rien n'est envoyé.
sms-cast-yes = Vous avez approuvé la diffusion { $number }.
sms-cast-no = Vous avez refusé la diffusion { $number }. Rien n'est envoyé.
sms-cast-people-of = { $people } personnes sur { $registered }
sms-cast-people = { $people } personnes
sms-cast-tried = Le texte de la diffusion { $number } vous arrive par SMS, à vous seul.
sms-cast-paused = La diffusion { $number } est en pause : rien de plus ne part. Pour reprendre envoyez RESUME { $number } et votre PIN.
sms-cast-resumed = La diffusion { $number } reprend.
sms-cast-cancelled = La diffusion { $number } est annulée pour de bon. Ce qui n'est pas parti ne partira pas.
sms-cast-unknown = Il n'y a pas de diffusion { $number }. Rien n'a été fait.
sms-cast-is = Diffusion { $number } ({ $state }) : impossible maintenant. Rien n'a changé.
sms-cast-draft = brouillon
sms-change-how = Envoyez PAUSE, RESUME ou CANCEL, le numéro de la diffusion puis votre PIN.
sms-cast-long = Le texte est trop long : { $messages } SMS, { $most } au plus. Rien n'est gardé.
sms-cast-nobody = Personne ne serait atteint. Rien n'est gardé.
sms-cast-not = Vous n'en avez pas le droit.
sms-cast-own = Vous avez écrit celle-ci : un autre agent doit l'approuver. Rien n'est envoyé.
sms-cast-old = Ce code est trop ancien. Rien n'est envoyé.
sms-cast-code = Ce code n'existe pas, ou un nouveau l'a remplacé. Rien n'est envoyé.
sms-cast-already = C'est déjà décidé.
sms-cast-officer = Aucun second agent ne peut l'approuver. Rien n'est envoyé.
sms-cast-template = Ce texte tout fait n'existe pas. Après la zone, envoyez l'un de ceux-ci : { $items }
sms-cast-facts = Envoyez-le ainsi : { $items }. Rien n'est gardé.
sms-cast-batch = Aucun centre n'a jamais eu ce lot. Rien n'est gardé.
sms-pin-how = Envoyez le code puis votre PIN, comme : OK 123456 et votre PIN.
sms-pin-wrong = Ce n'est pas votre PIN. Rien n'a été fait.
sms-pin-locked = Votre PIN est bloqué après des erreurs. Réessayez plus tard.
sms-pin-none = Vous n'avez pas encore de PIN. Composez le service et choisissez-en un.

## Textes tout faits
template-recall = Rappel de { $product }, lot { $batch } : { $reason }. Ne le donnez plus, mettez-le à part, comptez ce qui reste et gardez-le jusqu'à nouvel ordre.
template-recall-public = N'utilisez pas { $product }, lot { $batch } : { $reason }. Le lot est imprimé sur la boite. Rapportez ce que vous avez à un centre de santé.
template-vaccines = Vaccins pour les enfants : { $place }, { $day }. Amenez chaque enfant de moins de 5 ans et le carnet de santé.
template-cholera = Choléra : { $place }. Faites bouillir ou traitez l'eau à boire, lavez les mains au savon. Diarrhée liquide? Buvez du SRO et allez vite dans un centre de santé.
template-blood-needed = Sang du groupe { $blood } demandé : { $place }, { $day }. Si vous allez bien, venez donner du sang.
template-stock-back = { $product } est à nouveau disponible : { $place }.
template-nets = Distribution de moustiquaires : { $place }, { $day }. Une personne par ménage se présente.
reason-quality = mauvaise qualité
reason-falsified = produit falsifié
reason-contaminated = contaminé
reason-mislabelled = étiquette fausse
reason-harm = effets nocifs
weekday-monday = lundi
weekday-tuesday = mardi
weekday-wednesday = mercredi
weekday-thursday = jeudi
weekday-friday = vendredi
weekday-saturday = samedi
weekday-sunday = dimanche

# Hausa, for northern Nigeria. Written on phones of 160 letters a screen; the hooked
# letters are written plainly (b, d, k, y), as they are typed on these phones, so that
# a text stays in GSM 03.38. en.ftl says how many letters each text has room for.
# not reviewed by a native speaker: the whole file. Strings we are unsure of say so above them.

language-name = Hausa

## Keys at the foot of a screen
nav-back = 0 Baya
nav-home = 00 Farko
nav-more = 98 Kari

## First screens
language-ask = MedVault. Zabi harshe:
resume-ask = Kiranku ya katse.
resume-continue = Ci gaba
resume-again = Sake farawa
home = MedVault: magani kusa da ku
home-find = Nemi magani
home-near = Kantin magani da asibiti
# not reviewed by a native speaker: kayan aiki is tools in general
home-other = Jini da kayan aiki
home-place = Wurin da nake
home-language = Harshe
home-help = Taimako
home-work = Cibiyata

## Finding
find-ask = Rubuta sunan magani (kowane suna, kowane rubutu):
find-again = Ba a sami magani mai wannan suna ba. Duba rubutun, ku sake rubutawa:
which-ask = Wane magani?
which-none = Babu a cikin wadannan
form-ask = { $medicine }: wanne?
unknown-form = { $medicine }: ba a ba da rahotonsa a nan ba tukuna.
results = { $product }:
anywhere = { $product } mafi kusa:
others = { $medicine }, wani nau'i:
nothing = Babu { $product } cikin km { $radius } daga { $place }.
nothing-anywhere = Inda ya fi kusa
nothing-forms = Wani nau'i kusa da ni
nothing-wait = Sanar da ni in ya dawo

## How much, how old
amount-plenty = da yawa
# not reviewed by a native speaker: "there is" stands for "some"
amount-some = akwai
amount-few = kadan
amount-none = babu
age-hours = { $n }awa
# not reviewed by a native speaker: kwana shortened
age-days = { $n }kwa
# not reviewed by a native speaker: mako shortened
age-weeks = { $n }mak
km = { $n }km

## One facility
# not reviewed by a native speaker: "a count of { $age } back"
card-stock = { $product }: { $amount }, kirgen { $age } baya
card-sure-sure = Kusan tabbas akwai
card-sure-likely = Da alama akwai
card-sure-perhaps = Watakila ya kare: fara buga waya
card-sure-unlikely = Da alama ya kare: fara buga waya
card-contact = Waya { $contact }
# not reviewed by a native speaker: kan for "per"
card-price = Kimanin { $currency } { $price } kan { $unit }
card-distance = Kimanin km { $km } daga { $place }
card-hours = A bude: { $hours }
card-none = Sun ce ba su da shi

## Written down after a yes
yes = Eh
no = A'a
wait-ask = A saka ku a jerin masu jiran { $product } kusa da { $place }?
wait-done = An adana. Kuna cikin jerin masu jiran { $product } kusa da { $place }.
none-ask = Shin { $facility } sun ce ba su da { $product }?
none-done = Mun gode. Za a ce wa sauran su fara buga waya.

## Who is near
near = Kusa da { $place }:
near-none = Babu cibiyar lafiya kusa da { $place }. Gwada wani wuri:
other-ask = Me kuke bukata?
other-blood = Jini
other-equipment = Kayan aiki
blood-ask = Wane rukunin jini?
equipment-ask = Wane kayan aiki?
# not reviewed by a native speaker
unknown-kind = Ba a ba da rahoton irin wannan a nan ba tukuna.

## The caller's place
place-ask = Ina kuke? { $place ->
    [none] Zabi yadda za ku gaya mana:
   *[other] Yanzu: { $place }
  }
place-type = Rubuta suna
place-walk = Zabi daga jeri
# not reviewed by a native speaker: unguwa (quarter) stands for ward
place-type-ask = Rubuta unguwarku, makaranta, kasuwa ko gari:
place-again = Ba a sami wurin ba. Sake rubutawa, ko babban gari kusa da ku:
place-which = Wanne?
walk-ask = { $area ->
    [none] Zabi yankinku:
   *[other] { $area }, zabi:
  }
walk-here = Kuna { $area }?

help = Rubuta sunan magani don ganin mai shi kusa. Yawa na canzawa: buga waya kafin tafiya. Gaggawa: asibiti mafi kusa.

## Text me this
results-text = Aiko mini ta SMS
card-text = Aiko mini ta SMS
texted = Za ku same shi ta SMS.
help-drops = Idan kira ya katse
drops = Idan kira ya katse, muna aiko da abin da kuka samu ta SMS: { $drops ->
    [on] a kunne.
   *[other] a kashe.
  }
drops-turn = { $drops ->
    [on] Kashe
   *[other] Kunna
  }
drops-done = { $drops ->
    [on] An adana. Idan kira ya katse za mu aiko da abin da kuka samu ta SMS.
   *[other] An adana. Ba za a aiko da komai ba idan kira ya katse.
  }

## People who work at facilities: the way in
help-work = Ina aiki a cibiyar lafiya
pin-ask = PIN dinku:
pin-locked = PIN mara daidai ya yi yawa. Sake gwadawa bayan minti { $minutes }. Kun manta? Tambayi wanda ya ba ku izini.
pin-new = Zabi PIN mai lamba 4 zuwa 8 da ba za a iya hasashe ba:
pin-same = PIN din nan sake:
work-wait = Kun nemi ba da rahoto don cibiya. Mai kula zai ba ku izini.
work-other = Nemi wata cibiya
work-off = Wannan lamba ba ta iya ba da rahoto. Tambayi mai kula.
register-ask = Rubuta sunan cibiyarku:
register-again = Ba a sami cibiya mai wannan suna ba. Sake rubutawa:
register-which = Wacce ce taku?
register-name = Me abokan aiki ke kiran ku? Rubuta sunanku:
register-sure = { $person }: a nemi ba da rahoto don { $workplace }?
register-done = Mun gode. Mai kula zai ba ku izini. Sai ku sake bugawa.

## My facility
desk-area = MedVault: aikinku
desk-count = Kirga
desk-receipt = An karba
desk-issue = An bayar
desk-loss = An rasa
desk-expired = Wa'adi ya kare
desk-undo = Soke rahoton karshe
desk-order = Abin da za a yi oda
desk-short = Abin da ya yi kadan
desk-expiring = Mai karewa nan kusa
desk-waiting = Masu jira
desk-reports = Rahotannina
desk-let-in = Masu neman shiga
desk-area-out = Abin da ya kare a yankina
desk-unreported = Wadanda ba su ba da rahoto ba
desk-workplace = Wata cibiya
desk-list = Nuna mu ga masu kira?
desk-phone = Canza wayata
to-desk = Cibiyata
workplace-ask = Wace cibiya?

## A report
loss-ask = Me ya sa aka rasa?
loss-broken = Ya karye ko ya lalace
loss-missing = An sace ko ya bace
loss-other = Wani dalili
held-ask = { $entry ->
    [count] Kirga: wane kaya?
    [receipt] An karba: wane kaya?
    [issue] An bayar: wane kaya?
   *[other] An rasa ko wa'adi ya kare: wanne?
  }
held-type = Rubuta suna
held-find = Rubuta sunan magani:
quantity = { $entry ->
    [receipt] { $item }: nawa aka karba?
    [issue] { $item }: nawa aka bayar?
    [loss] { $item }: nawa aka rasa?
   *[other] { $item }: nawa ne akwai?
  }
expiry-ask = Karewar wa'adi (MMYY, misali 0327; 0 = ba a fada ba):
entry-count = Akwai { $units }
entry-receipt = An karba { $units }
entry-issue = An bayar { $units }
entry-broken = Sun lalace { $units }
entry-missing = Sun bace { $units }
entry-lost = An rasa { $units }
entry-expired = Wa'adi ya kare { $units }
report-expires = Wa'adi zai kare { $month }
report-before = Da: { $units }, { $age } baya
report-first = Ba a taba kirgawa a nan ba
report-far = Ya bambanta SOSAI da na da. Haka ne?
report-sure = A adana?
report-done = An adana.
report-now = Yanzu akwai: { $units }
report-next = Kaya na gaba
report-undo = Soke
undo-sure = A soke wannan?
undo-done = An soke. Yanzu an san:
undo-unknown = { $product }: ba a sani ba

## Why something cannot be
not-allowed = Ba ku da izinin yin wannan. Tambayi mai kula.
not-counted = Ba a kirga { $product } ba tukuna. Fara kirgawa. Ba a adana komai ba.
not-so-many = { $units } ne kawai na { $product }. Idan ba haka ba, sake kirgawa. Ba a adana komai ba.
not-too-many = Ya fi abin da wani zai iya rikewa. Ba a adana komai ba.
not-to-undo = Babu rahoton awa 24 da za a soke.
not-needed = Rahotannin baya sun dogara da { $product }. A kirga maimakon haka.
not-open = Wannan ya canza. Ba a yi komai ba.
not-phone = Wannan lamba ba za ta zama taku ba. Tambayi mai kula.

## What there is to see
order-ask = Odar me? Masu karewa da farko:
order-units = oda { $units }
order-enough = ya isa
order-count = fara kirga
order-now = { $product }: a yi oda { $units }.
order-not = { $product }: babu abin da za a yi oda yanzu.
order-silent = { $product }: a fara kirga, babu rahoto fiye da kwana 30.
order-left = { $units } da suka rage ({ $age } baya) na kwana { $days } ne, { $month } a wata.
order-why = Kawo kaya na daukar kwana { $lead }. Abin da aka yi oda zai isa har kawo na biyu mai zuwa, sau { $times } cikin 100.
order-like = An kiyasta amfani daga cibiyoyi { $peers } irin taku.
order-unknown = Ba a san abin da za a yi oda ba tukuna. A ba da rahoton kidaya da abin da aka bayar na wasu watanni.
order-next = Wani samfuri
short-head = Abin da ya yi kadan:
short-none = Babu abin da ya yi kadan.
short-out = { $product }: babu
short-left = { $product }: saura { $units }
expiring-head = Mai karewa nan kusa:
expiring-none = Ba a san mai karewa cikin kwana 60 ba.
waiting-head = Masu jira kusa da ku:
waiting-none = Babu mai jira kusa da ku.
reports-head = Rahotanninku na karshe:
reports-none = Ba ku ba da rahoto ba tukuna.
reports-line = { $age } baya: { $report }
area-out-head = Ya kare a yankinku, cibiyoyi:
area-out-none = Babu abin da ya kare a yankinku.
area-out-line = { $product }: { $out } cikin { $all }
unreported-head = Babu rahoto tsawon kwana 7:
unreported-none = Duk sun ba da rahoto cikin kwana 7.
unreported-line = { $facility }: { $age } baya
unreported-never = { $facility }: ba a taba ba

## Letting people in, and being shown
let-in-ask = Masu nema:
let-in-none = Babu mai jiran izini.
let-in-who = { $number ->
    [none] { $person } na neman ba da rahoto don { $workplace }.
   *[other] { $person } na neman ci gaba da sabuwar waya, ...{ $number }.
  }
let-in-yes = Ba da izini
let-in-no = Ki yarda
let-in-sure = { $number ->
    [none] A bar { $person } ya ba da rahoto don { $workplace }?
   *[other] A bar { $person } ya ci gaba da waya ...{ $number }?
  }
keep-out-sure = { $number ->
    [none] A ki { $person } a { $workplace } har abada?
   *[other] A hana { $person } waya ...{ $number }?
  }
let-in-done = An yi.
let-in-next = Na gaba
let-in-phone = sabuwar waya ...{ $number }
list-sure = { $listed ->
    [shown] A nuna { $workplace } ga masu neman magani?
   *[other] A daina nuna { $workplace } ga kowa?
  }
list-done = An adana.

## Going on under another phone
new-phone-ask = Rubuta sabuwar lambarku (08031234567):
new-phone-sure = A nemi ci gaba da waya ...{ $number }?
new-phone-done = Mai kula zai yanke shawara. Za a sanar da wayoyin biyu.

## Sending to many. Options 30, questions 70
desk-cast = Aika sako
desk-decide = Masu jiran ku
desk-casts = Sakonnin da aka aika
cast-where = Yankinku: { $own }. Zuwa ga wa?
cast-all = Dukan yankina
cast-find = Rubuta wuri a yankinku:
cast-again = Ba a sami wurin ba. Sake rubutawa:
cast-walk = Zabi wurin:
cast-part = { $area }:
cast-whole = Dukansa
cast-inside = Wani bangarensa
cast-text = Rubuta sakon da { $tongue }:
cast-kind = Wane iri? Gaggawa ce kawai ake aikawa da dare.
cast-ordinary = Na yau da kullum
cast-urgent = Gaggawa
cast-why = Me ya sa gaggawa ce?
cast-language = Wane harshe na gaba?
cast-draft = { $whom }: mutane { $people } cikin { $registered }
cast-price = SMS { $messages }, { $cost }, dakika { $seconds }
cast-nothing-yet = Ba a aika komai ba tukuna.
cast-try = A fara aiko mini
cast-ask = Nemi jami'i na biyu
cast-another = Wani harshe
cast-tried = Za ku same shi ta SMS, ku kadai.
cast-read = Koma ga sakon
cast-asked = An nemi jami'i na biyu. Za ku ji amsarsa ta SMS.
cast-asks = { $name } na neman aika wa mutane { $people }, { $whom }.
cast-reason = Dalili: { $reason }
cast-shown = { $whom }, mutane { $people }, { $age } da suka wuce: { $state }
cast-far = A layi { $queued }, an aika { $sent }, ya isa { $delivered }, ya kasa { $failed }, ba a sani ba { $unknown }
cast-state-waiting = yana jira
cast-state-approved = an yarda
cast-state-sending = ana aikawa
cast-state-paused = an dakatar
cast-state-done = an aika
cast-state-cancelled = an soke
cast-state-refused = an ki
cast-state-expired = lokaci ya wuce
cast-state-dropped = an bari
desk-glass = Aika kai kadai (gaggawa)
cast-whom-ask = Don su wa?
cast-whom = Don su wa, na { $where }?
cast-patients = Marasa lafiya
cast-staff = Ma'aikata
cast-facilities = Cibiyoyi
cast-holders = Masu wani magani
cast-waiting = Masu jiran magani
cast-blood = Sun yarda: rukunin jini
cast-condition = Sun yarda: rashin lafiya
cast-around = Km da yawa kewaye da shi
cast-km = Km nawa kewaye da wurin? 1-500 (0 = wurin kadai):
cast-when-ask = Yaushe?
cast-when = Yaushe? Rana, wata, sa'a, kamar 25070900 (0 = yanzu):
cast-few = kasa da 5
cast-draft-few = { $whom }: mutane { $people }
cast-left = An bar: { $items }
cast-left-stopped = { $n } ba sa son sakonni
cast-left-unreachable = { $n } ba a samun su
cast-left-budget = { $n } an gaya musu isasshe a wannan mako
cast-begins = Zai fara { $day }, { $time }
cast-begins-later = Ba da dare ba: zai fara { $day }, { $time }
cast-parts = { $name }, SMS { $messages }
cast-parts-unicode = { $name }, SMS { $messages }, UCS-2
cast-to-around = cikin km { $km } daga { $place }
cast-to-patients = marasa lafiya
cast-to-staff = ma'aikata
cast-to-facilities = cibiyoyi
cast-to-holders = masu { $product }
cast-to-waiting = masu jiran { $product }
cast-to-agreed = sun yarda: { $agreed }
cast-correct = Gyara shi
cast-correction = Gyara ne: wanda aka gaya wa na farko za a gaya masa wannan ma.
cast-alone = Aika kai kadai yanzu
glass = Ba a neman jami'i na biyu. Don aika wa mutane { $people } yanzu, rubuta { $figure }:
glass-done = Yana fita yanzu. An gaya wa sauran masu yarda na yankin.
not-past = Wannan sa'a ta wuce. Ba a ajiye komai ba.
notice-km = Rubuta lamba daga 1 zuwa 500, ko 0.
notice-no-point = Wurin ba ya kan taswira. Rubuta 0.
notice-moment = Lamba 8: rana, wata, sa'a, kamar 25070900.
notice-moment-past = Wannan sa'a ta wuce.
notice-moment-far = Kwana 30 a gaba iyaka.
notice-people = Ba wannan lambar ba ce. Ba a aika komai ba.
decide-ask = Masu jiran eh ko a'a:
decide-none = Babu abin da ke jiran ku.
decide-yes = Yarda
decide-no = Ki yarda
approve-sure = A aika wa mutane { $people }, { $whom }?
approve-done = Kun yarda. Ana aikawa.
refuse-sure = A ki shi kwata-kwata? (mutane { $people }, { $whom })
refuse-done = Kun ki. Ba a aika komai.
casts-ask = Sakonnin yankinku:
casts-none = Ba a aika komai a yankinku ba tukuna.
cast-pause = Dakatar
cast-resume = Ci gaba
cast-cancel = Soke gaba daya
pause-sure = A dakatar? Abin da ba a aika ba zai jira. (mutane { $people }, { $whom })
resume-sure = A ci gaba? (mutane { $people }, { $whom })
cancel-sure = A soke gaba daya? (mutane { $people }, { $whom })
not-too-old = An nemi wannan tun da dadewa. Ba a yi komai ba.
notice-outside = Wurin ba ya cikin yankinku.

## Being reached. Options 30; the words that somebody agrees to are kept
help-reached = A same ni kan jini, cuta
reached = Ofisoshin lafiya na iya aiko muku abin da ya shafe ku:
reached-blood = Rukunin jinina
reached-condition = Rashin lafiyata
reached-agreed = Abin da na yarda
condition-ask = Wace rashin lafiya?
consent-words = Na yarda ofisoshin lafiya su aiko mini sako game da { $agreed }. Zan iya dainawa a nan ko da aika STOP.
consent-yes = Na yarda
consent-done = An adana, tare da kalmomin da kuka yarda.
agreed-ask = Kun yarda a same ku kan:
agreed-none = Ba ku yarda a same ku kan komai ba.
agreed-blood = rukunin jini { $group }
agreed-messages = sakonnin lafiya
condition-asthma = asma
condition-diabetes = ciwon sukari
condition-epilepsy = farfadiya
condition-hypertension = hawan jini
condition-pregnancy = juna biyu
condition-sickle-cell = sikila
withdraw-all = Daina duka
withdraw-ask = A daina aiko sako game da { $agreed }?
withdraw-all-ask = A daina duk abin da kuka yarda?
withdrawn = An daina. Ba za a kara samun ku kan haka ba.
not-stopped = Kun nemi kada a aiko sako. Fara aika START ta SMS, sannan ku yarda a nan.

## Said above a screen
notice-invalid = Zabi lamba daga jerin.
notice-empty = Ba ku rubuta komai ba.
notice-changed = Jerin ya canza. Sake zaba.
notice-cut = Kiran ya katse. Fara daga nan.
notice-place = Wurinku yanzu { $place } ne.
notice-once = Don wannan kira kawai.
notice-place-once = Don wannan kira kawai, wurinku { $place } ne.
notice-no-list = Babu jerin wurare. Rubuta suna.
notice-number = Rubuta cikakkiyar lamba, 100000000 iyaka.
notice-month = Rubuta wata da shekara: lamba 4, kamar 0327.
notice-month-past = Wannan wata ya wuce.
notice-month-far = Ya yi nisa: shekara 10 iyaka.
notice-name = Rubuta suna.
notice-phone = Wannan ba lambar waya ba ce.
notice-pin = PIN na da lamba 4 zuwa 8.
notice-pin-weak = Yana da saukin hasashe.
notice-pin-wrong = PIN ba daidai ba. Saura gwaji { $left }.
notice-pin-differ = Ba su zama daya ba.
notice-pin-again = Sake rubuta PIN dinku.
notice-pin-chosen = Wannan ne PIN dinku yanzu.
notice-not-staff = Ba kwa aiki da wannan rajista.

## Last screens
sorry-save = Ku yi hakuri, ba za a iya adanawa yanzu ba. Ba a canza komai ba. A sake gwadawa anjima.
sorry-later = Ku yi hakuri, ba za a iya karantawa yanzu ba. A sake gwadawa anjima.
sorry-busy = Kira ya yi yawa daga wannan waya. Ku jira minti daya, sannan ku sake bugawa.
sorry = Ku yi hakuri, an sami matsala. A sake bugawa.

## By SMS
sms-help = MedVault: aika FIND, magani da wuri (FIND panadol kano). ALERTME magani: za mu sanar idan ya dawo. LANG en: harshe. STOP: babu sako.
sms-help-staff = Kaya: SOH AL 120 PCM 40. An karba: REC AL 30. An bayar: ISS AL 20. An rasa: LOSS AL 5. UNDO: soke na karshe. FACILITY: wata cibiya. ORDER: abin oda.
sms-help-officer = Sanarwa: ALERT, yanki, sako. TRY lamba: gare ka kadai. OK ko NO, lamba da PIN. PAUSE, RESUME ko CANCEL, sanarwa da PIN. FIND: magani. STOP: babu sako.
sms-find-how = Aika { $keyword }, magani da unguwa ko gari, misali: { $keyword } panadol kano
sms-find-unknown = Babu magani mai wannan suna. Duba rubutun, ka sake aikawa.
sms-find-which = Wanne kake nufi? Aika { $keyword }, daya daga cikin wadannan da unguwa ko gari: { $items }
sms-find-where = Wane wuri? Aika { $keyword } { $medicine } da daya daga cikin: { $items }
sms-find-place = Ina kake? Sake aikawa tare da unguwa ko gari: { $keyword } { $medicine } kano
sms-find-head = { $medicine } kusa da { $place }:
sms-find-none = Babu { $medicine } cikin km { $radius } daga { $place }. Aika ALERTME { $medicine }: za mu sanar idan ya dawo.
sms-alert = Za mu sanar da kai idan { $medicine } ya dawo kusa da { $place }. STOP: babu sako.
sms-stop = Ba za ka kara samun sako ba, sai amsar abin da ka aika. START: sako kuma.
sms-start = Za ka sake samun sako. STOP: a daina.
sms-lang = Yanzu harshenka Hausa ne.
sms-lang-how = Aika LANG da daya daga cikin: { $items }
sms-saved = { $items } an ajiye. UNDO don sokewa
sms-undone = An soke: { $items }.
sms-undo-nothing = Babu rahoton awa 24 da za a soke.
sms-undo-needed = Ba a iya soke { $product }: rahotannin baya sun dogara da shi. Aika sabon kirga.
sms-undo-how = UNDO yana soke duk rahotonka na karshe. Aika UNDO kadai, ko sabon kirga: AL 120
sms-too-long = Wannan sako ya yi tsawo, ba a ajiye komai ba. Aika shi kashi-kashi, magani 20 a lokaci guda.
full-stop = .
unit-tab = kwaya
units-tab = kwayoyi
unit-bottle = kwalba
units-bottle = kwalabe
unit-piece = guda
units-piece = guda
unit-vial = vial
units-vial = vial
unit-amp = ampul
units-amp = ampul
unit-cap = kafsul
units-cap = kafsul
unit-bag = jaka
units-bag = jakunkuna
unit-tube = tiyub
units-tube = tiyub
unit-pack = fakiti
units-pack = fakiti
unit-sachet = sachet
units-sachet = sachet
unit-test = gwaji
units-test = gwaje-gwaje
unit-syringe = sirinji
units-syringe = sirinji
unit-set = saiti
units-set = saiti
unit-cycle = zagaye
units-cycle = zagaye
unit-pair = pair
units-pair = pair
unit-kit = kit
units-kit = kit
sms-unknown-now = ba a sani ba
sms-ask-number = Nawa: { $items }?
sms-ask-code = Na mene ne: { $items }?
sms-ask-code-unknown = Ba a san shi ba: { $items }.
sms-ask-twice = An ambata sau biyu: { $items }. Aika sau daya.
sms-ask-whole = Cikakkun lambobi kawai: { $items }.
sms-ask-unclear = Ba a fahimta ba: { $items }.
sms-ask-sure = Ya bambanta sosai da na da: { $items }. Idan haka ne aika YES.
sms-ask-less = Fiye da abin da ke akwai: { $items }. Aika kirga (SOH).
sms-ask-never = Ba a kirga ba tukuna: { $items }. Aika kirga (SOH).
sms-ask-out = OUT: aika SOH { $items } 0 idan ya kare, ko ISS { $items } da yawan da aka bayar.
sms-ask-kind = Me ya faru? Aika da SOH (akwai), REC (an karba), ISS (an bayar) ko LOSS (an rasa) a gaba: { $items }
sms-not-saved = Ba a ajiye ba: { $items }.
sms-undo-asked = Ba a ajiye wannan ba: { $items }. Sake aika UNDO don soke rahoton da ya gabata.
sms-late = An riga an ba da rahoto daga baya, ba a ajiye ba: { $items }. Idan akwai shakka sake kirga.
sms-nothing-asked = Lamba kadai ba ta amsa komai yanzu. Aika lambar magani da adadi: AL 120
sms-several-asked = Aika lambar magani tare da adadi: { $items }
sms-kept-as-was = Ba a canja ba.
sms-facility = Don wace cibiya? Aika lambarta: { $items }
sms-facility-set = Rahotanninka yanzu na { $facility } ne.
sms-no-facility = Ba ka aiki a wata cibiya tukuna. Tambayi mai kula da kai.
sms-order = A yi oda: { $items }.
sms-order-sure = Za su isa har kawo na biyu mai zuwa, sau { $times } cikin 100.
sms-order-reckoned = Lissafin karshe: { $day }.
sms-order-count = A fara kirga, babu rahoto fiye da kwana 30: { $items }.
sms-order-item = { $order } (saura { $left }, { $age } baya, { $month } a wata)
sms-order-like = { $order } (saura { $left }, { $age } baya, { $month } a wata, kamar cibiyoyi { $peers } irin ta)
sms-order-none = Babu abin da za a yi oda yanzu.
sms-order-unknown = Ba a san abin da za a yi oda ba tukuna. A ba da rahoton kidaya da abin da aka bayar na wasu watanni.
alert-area = Fiye da rabin cibiyoyi ba su da: { $items }.
alert-out = Sun kare: { $items }.
alert-low = Sun yi kadan: { $items }.
alert-rise = Lissafi ya karu ba tare da karba ba: { $items }.
alert-expiring = Wa'adinsu zai kare nan kusa: { $items }.
alert-silent = Babu rahoto tsawon kwana 30.
notice-drift = Hasashe: { $subject } ya yi daidai sau { $figure } cikin 100 maimakon 80. Hanya mafi sauki ta maye gurbinsa.
notice-failed = Hasashen { $subject } ya kasa: { $figure }
notice-slow = Hasashen { $subject } ya dauki minti { $figure }.
alert-short = Za su iya karewa: { $items }. A yi oda yanzu.
alert-short-item = { $code } kafin { $day } (saura { $left }, { $month } a wata)
alert-waste = Wa'adi zai kare ba a yi amfani ba: { $items }.
alert-waste-item = { $order } daga { $day } ({ $month } a wata)
alert-move = Wasu suna da fiye da bukatarsu, za a iya samun: { $items }.
alert-move-item = { $order } daga { $facility } (km { $km })
alert-outbreak = An bayar da magani fiye da yadda aka saba: { $items }. Akwai barkewar cuta?
alert-outbreak-item = { $order } a makon { $day }, akan bayar { $low } zuwa { $high }, mutum { $people } sun nema ba su samu ba
alert-outbreak-cases = An samu masu cuta fiye da yadda aka saba: { $items }. Akwai barkewar cuta?
alert-outbreak-used = { $disease } { $cases } a makon { $day }, akan samu har { $most }, kuma an bayar da { $order }, akan bayar { $low } zuwa { $high }
alert-outbreak-vain = { $disease } { $cases } a makon { $day }, akan samu har { $most }, kuma mutum { $people } sun nemi { $code } ba su samu ba
alert-outbreak-all = { $disease } { $cases } a makon { $day }, akan samu har { $most }, an bayar da { $order }, akan bayar { $low } zuwa { $high }, kuma mutum { $people } sun nema ba su samu ba
sms-back = { $medicine } ya dawo: { $facility } { $tail }
sms-remind = don Allah a ba da rahoton { $items }. A aika SOH, lamba da adadi.
sms-not-told = Ba a ambata ba: { $items }.
sms-no-yes = Babu abin da ke jiran eh ko a'a.
sms-register-how = A aika REGISTER, lambar cibiyarka da sunanka: REGISTER nrb-kit-01 Jane Otieno
sms-registered = { $facility }: an tambayi mai kula ya amince da kai.
sms-register-known = An riga an yi maka rajista. HELP: abin da za ka iya aikawa.
sms-register-no = Ba za a iya yi wa wannan lamba rajista ba. Ka tambayi mai kula.
sms-asks-in = { $name } na neman ba da rahoto na { $facility }. A kira lambar sabis don amincewa.
sms-let-in = { $facility }: yanzu za ka iya ba da rahoto. A aika SOH AL 120 PCM 40, ko a kira a zabi PIN.
sms-not-let-in = { $facility }: ba a amince da kai ba. Ka tambayi mai kula.
sms-phone-how = Aika PHONE da sabuwar lambarku: PHONE 08031234567
sms-phone-asked = An nemi mai kula ya bar ku ku ci gaba da waya ...{ $number }.
sms-phone-no = Wannan lamba ba za ta zama taku ba. Tambayi mai kula.
sms-asks-phone = { $name } na neman ci gaba da sabuwar waya, ...{ $number }. A buga don yanke shawara.
sms-phone-old = { $name }: daga yanzu waya ...{ $number } ce ke ba da rahoto, ba wannan ba. Ba ku kuka nema ba? Ku gaya wa mai kula nan take.
sms-phone-new = { $name }: daga yanzu wannan waya, ...{ $number }, ce ke ba da rahoto. PIN dinku na nan. Aika HELP don sanin abin da za ku aika.
sms-phone-refused = { $name }: ba a bar ku ku ci gaba da waya ...{ $number } ba. Wannan ta tsaya. Tambayi mai kula.
sms-phone-not = { $name } ya nemi ci gaba da wannan waya, ...{ $number }. An ki yarda.

## Sanarwa
broadcast-ask = { $name } na neman aika wa mutane { $people }, { $place }: "{ $text }"{ $notes } Don yarda aika OK { $code } da PIN dinka. Don ki: NO { $code } da PIN dinka.
broadcast-ask-long = { $name } na neman aika wa mutane { $people }, { $place }.{ $notes } Ya yi tsawo wa SMS: ka kira, ka karanta a abin da ke jiranka.
broadcast-urgent = GAGGAWA.
broadcast-alone = { $name } ya aika sanarwa { $number } ba tare da jami'i na biyu ba, wa mutane { $people }, { $place }. Dalili: { $reason }. "{ $text }"
broadcast-approved = { $name } ya yarda da sanarwa { $number }.
broadcast-refused = { $name } ya ki sanarwa { $number }. Ba a aika komai ba.
broadcast-expired = Sanarwa { $number }: ba wanda ya yarda a kan lokaci. Ba a aika komai ba.
broadcast-late = Lokacin sanarwa { $number } ya wuce kafin a gaya wa kowa. Wadanda ba a gaya wa ba: { $people }.
broadcast-few = kasa da { $people }
broadcast-figures = SMS { $messages }, { $cost }, dakika { $seconds }
broadcast-parts = Har SMS { $messages } ga kowa.
broadcast-ucs2 = A UCS-2: { $items }.
broadcast-begins = Daga { $when }.
broadcast-left-out = Wadanda aka bari: { $items }.
broadcast-stopped = { $people } sun ki
broadcast-unreachable = { $people } ba a samun su
broadcast-over-budget = { $people } sun ji isasshe a makon nan
sms-cast-pin = Sakonka yana iya dauke da PIN. Ba a adana komai ba. Sake aikawa ba tare da PIN ba.
sms-cast-how = Aika ALERT, yankin da sakon: ALERT Ahero Tafasa duk ruwa. A gaggawa aika EMERGENCY maimakon ALERT.
sms-cast-area = Babu yankin nan. Aika ALERT, sunan yankin ka da sakon.
sms-cast-several = Wane yanki? Aika lambarsa maimakon sunansa: { $items }
sms-cast-preview = { $place }: { $people }.{ $notes } "{ $text }" Ba a aika komai ba tukuna. Aika OK { $code } da PIN dinka don neman jami'i na biyu, TRY { $code } don ka fara gani kai kadai.
sms-cast-missing = Babu sako da: { $items }.
sms-cast-letter = Karin SMS saboda harafin { $letter } (UCS-2).
sms-cast-price-unknown = ba a san farashi ba
sms-cast-asked = Sanarwa { $number }: an nemi jami'i na biyu. Za ka ji amsarsa.
sms-cast-dropped = An bar sanarwa { $number }. Ba a aika komai.
sms-cast-yes = Ka yarda da sanarwa { $number }.
sms-cast-no = Ka ki sanarwa { $number }. Ba a aika komai.
sms-cast-people-of = mutane { $people } cikin { $registered }
sms-cast-people = mutane { $people }
sms-cast-tried = Sakon sanarwa { $number } yana zuwa gare ka ta SMS, kai kadai.
sms-cast-paused = An dakatar da sanarwa { $number }: ba a kara aika ta. Don ci gaba aika RESUME { $number } da PIN dinka.
sms-cast-resumed = Sanarwa { $number } ta ci gaba.
sms-cast-cancelled = An soke sanarwa { $number } gaba daya. Abin da ba a aika ba ba za a aika ba.
sms-cast-unknown = Babu sanarwa { $number }. Ba a yi komai ba.
sms-cast-is = Sanarwa { $number } ({ $state }): ba za a iya haka yanzu ba. Ba a canja komai ba.
sms-cast-draft = daftari
sms-change-how = Aika PAUSE, RESUME ko CANCEL, lambar sanarwa, sannan PIN dinka.
sms-cast-long = Sakon ya yi tsawo: SMS { $messages }, kada su wuce { $most }. Ba a ajiye komai ba.
sms-cast-nobody = Babu wanda zai samu a can. Ba a ajiye komai ba.
sms-cast-not = Ba a yarda ka yi haka ba.
sms-cast-own = Kai ne ka rubuta: sai wani jami'i ya yarda. Ba a aika komai.
sms-cast-old = Wannan lambar ta tsufa. Ba a aika komai.
sms-cast-code = Babu wannan lambar, ko wata sabuwa ta maye ta. Ba a aika komai.
sms-cast-already = An riga an yanke shawara.
sms-cast-officer = Babu jami'i na biyu da zai yarda. Ba a aika komai.
sms-cast-template = Babu irin wannan sako a shirye. Bayan yankin aika daya daga: { $items }
sms-cast-facts = Aika haka: { $items }. Ba a ajiye komai ba.
sms-cast-batch = Babu cibiyar da ta karbi wannan batch. Ba a ajiye komai ba.
sms-pin-how = Aika lambar, sannan PIN dinka, kamar: OK 123456 da PIN dinka.
sms-pin-wrong = Wannan ba PIN dinka ba ne. Ba a yi komai ba.
sms-pin-locked = An kulle PIN dinka saboda kuskure. Sake gwadawa daga baya.
sms-pin-none = Ba ka da PIN tukuna. Buga ka zabi daya.

## Sakonni a shirye
template-recall = Janye { $product }, batch { $batch }: { $reason }. A daina bayarwa, a ware shi, a kirga abin da ya rage, a ajiye har sai an fadi abin da za a yi.
template-recall-public = Kada a yi amfani da { $product }, batch { $batch }: { $reason }. An rubuta batch a kan fakiti. A mayar da abin da ke hannu zuwa cibiyar lafiya.
template-vaccines = Rigakafin yara: { $place }, { $day }. A kawo kowane yaro kasa da shekara 5 da katin asibiti.
template-cholera = Kwalara: { $place }. A tafasa ko a tsabtace ruwan sha, a wanke hannu da sabulu. Gudawa mai ruwa? A sha ORS a je cibiyar lafiya nan take.
template-blood-needed = Ana bukatar jini na rukunin { $blood }: { $place }, { $day }. Idan kana da lafiya, ka zo ka ba da jini.
template-stock-back = Akwai { $product } kuma: { $place }.
template-nets = Ana raba gidan sauro: { $place }, { $day }. Mutum daya daga kowane gida ya zo.
reason-quality = rashin inganci
reason-falsified = na jabu
reason-contaminated = ya gurbata
reason-mislabelled = lakabi ba daidai ba
reason-harm = ya cutar
weekday-monday = Litinin
weekday-tuesday = Talata
weekday-wednesday = Laraba
weekday-thursday = Alhamis
weekday-friday = Jumma'a
weekday-saturday = Asabar
weekday-sunday = Lahadi

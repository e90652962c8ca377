# Kiswahili, for Kenya and Tanzania. Written on phones of 160 letters a screen; plain
# GSM 03.38 letters. en.ftl says how many letters each text has room for.
# not reviewed by a native speaker: the whole file. Strings we are unsure of say so above them.

language-name = Kiswahili

## Keys at the foot of a screen
nav-back = 0 Rudi
nav-home = 00 Mwanzo
nav-more = 98 Zaidi

## First screens
language-ask = MedVault. Chagua lugha:
resume-ask = Simu yako ilikatika.
resume-continue = Endelea
resume-again = Anza upya
home = MedVault: dawa karibu nawe
home-find = Tafuta dawa
home-near = Maduka ya dawa, kliniki
home-other = Damu na vifaa
home-place = Mahali pangu
home-language = Lugha
home-help = Msaada
home-work = Kituo changu

## Finding
find-ask = Andika jina la dawa (jina lolote la dukani, tahajia yoyote):
find-again = Hakuna dawa yenye jina hilo. Angalia tahajia, kisha andika tena:
which-ask = Ni dawa gani?
# not reviewed by a native speaker: said of medicines and of places alike
which-none = Si kati ya hizi
form-ask = { $medicine }: ipi?
unknown-form = { $medicine }: haijaripotiwa hapa na duka lolote.
results = { $product }:
# not reviewed by a native speaker: "elsewhere" stands for "nearest, however far"
anywhere = { $product } kwingine:
others = { $medicine }, aina nyingine:
nothing = Hakuna { $product } ndani ya km { $radius } kutoka { $place }.
nothing-anywhere = Palipo karibu zaidi
nothing-forms = Aina nyingine karibu
nothing-wait = Nijulishe ikirudi

## How much, how old
amount-plenty = nyingi
amount-some = kiasi
amount-few = chache
amount-none = hakuna
# not reviewed by a native speaker: saa behind the number
age-hours = { $n }saa
# not reviewed by a native speaker: siku shortened
age-days = { $n }sik
# not reviewed by a native speaker: wiki shortened
age-weeks = { $n }wik
km = { $n }km

## One facility
# not reviewed by a native speaker: "count of { $age }" stands for "counted ... ago"
card-stock = { $product }: { $amount }, hesabu ya { $age }
card-sure-sure = Karibu hakika ipo
card-sure-likely = Inaelekea ipo
card-sure-perhaps = Huenda imeisha: piga simu kwanza
card-sure-unlikely = Inaelekea imeisha: piga simu kwanza
card-contact = Simu { $contact }
card-price = Kama { $currency } { $price } kwa { $unit }
card-distance = Kama km { $km } kutoka { $place }
card-hours = Saa za kazi: { $hours }
card-none = Walisema hawana

## Written down after a yes
yes = Ndiyo
no = Hapana
wait-ask = Tukuweke kwenye orodha ya kusubiri { $product } karibu na { $place }?
wait-done = Imehifadhiwa. Uko kwenye orodha ya kusubiri { $product } karibu na { $place }.
none-ask = Je, { $facility } walikuambia hawana { $product }?
none-done = Asante. Wengine wataambiwa wapige simu kwanza.

## Who is near
near = Karibu na { $place }:
near-none = Hakuna kituo karibu na { $place }. Jaribu mahali pengine:
other-ask = Unahitaji nini?
other-blood = Damu
other-equipment = Vifaa
blood-ask = Kundi gani la damu?
equipment-ask = Kifaa gani?
unknown-kind = Hakuna cha aina hii kilichoripotiwa hapa bado.

## The caller's place
place-ask = Uko wapi? { $place ->
    [none] Chagua jinsi ya kutuambia:
   *[other] Sasa: { $place }
  }
place-type = Andika jina
place-walk = Chagua kwenye orodha
# not reviewed by a native speaker: wadi is said in Kenya, kata in Tanzania
place-type-ask = Andika wadi (kata), shule, soko au mji wako:
place-again = Mahali hapo hapakupatikana. Andika tena, au mji ulio karibu nawe:
place-which = Ni wapi?
walk-ask = { $area ->
    [none] Chagua eneo lako:
   *[other] { $area }, chagua:
  }
walk-here = Je, uko { $area }?

help = Andika dawa uone nani karibu anayo. Akiba hubadilika: piga simu kabla ya kwenda. Dharura: hospitali ya karibu.

## Text me this
results-text = Nitumie kwa SMS
card-text = Nitumie kwa SMS
texted = Utapokea kwa SMS.
help-drops = Simu ikikatika
drops = Simu ikikatika, tunakutumia kwa SMS ulichopata: { $drops ->
    [on] ndiyo.
   *[other] hapana.
  }
drops-turn = { $drops ->
    [on] Zima
   *[other] Washa
  }
drops-done = { $drops ->
    [on] Imehifadhiwa. Simu ikikatika tutakutumia kwa SMS ulichopata.
   *[other] Imehifadhiwa. Simu ikikatika hatutatuma kitu.
  }

## People who work at facilities: the way in
help-work = Nafanya kazi katika kituo
pin-ask = PIN yako:
pin-locked = PIN zisizo sahihi nyingi mno. Jaribu tena baada ya dakika { $minutes }. Umesahau? Mwulize aliyekuruhusu.
pin-new = Chagua PIN ya tarakimu 4 hadi 8 isiyokisiwa:
pin-same = PIN hiyo hiyo tena:
work-wait = Uliomba kuripoti kwa kituo. Msimamizi wako atakuruhusu.
work-other = Omba kituo kingine
work-off = Namba hii haiwezi kuripoti. Mwulize msimamizi wako.
register-ask = Andika jina la kituo chako:
register-again = Hakuna kituo chenye jina hilo. Andika tena:
register-which = Kipi ni chako?
register-name = Wenzako wanakuitaje? Andika jina lako:
register-sure = { $person }: uombe kuripoti kwa { $workplace }?
register-done = Asante. Msimamizi wako atakuruhusu. Piga tena baadaye.

## My facility
desk-area = MedVault: kazi yako
desk-count = Hesabu
desk-receipt = Zilizopokelewa
desk-issue = Zilizotolewa
desk-loss = Zilizopotea
desk-expired = Zilizokwisha muda
desk-undo = Futa ripoti ya mwisho
desk-order = Cha kuagiza
desk-short = Zinazopungua
desk-expiring = Zinazokaribia kuisha muda
desk-waiting = Wanaosubiri
desk-reports = Ripoti zangu
desk-let-in = Wanaoomba kujiunga
desk-area-out = Zilizoisha eneo langu
desk-unreported = Wasioripoti
desk-workplace = Kituo kingine
desk-list = Kuonyeshwa kwa wapigaji
desk-phone = Badili simu yangu
to-desk = Kituo changu
workplace-ask = Kituo kipi?

## A report
loss-ask = Kwa nini zimepotea?
loss-broken = Zimevunjika au kuharibika
loss-missing = Zimeibwa au hazionekani
loss-other = Nyingine
held-ask = { $entry ->
    [count] Hesabu: bidhaa gani?
    [receipt] Zilizopokelewa: bidhaa gani?
    [issue] Zilizotolewa: bidhaa gani?
   *[other] Zilizopotea au kuisha muda: gani?
  }
held-type = Andika jina
held-find = Andika jina la dawa:
quantity = { $entry ->
    [receipt] { $item }: ngapi zimepokelewa?
    [issue] { $item }: ngapi zimetolewa?
    [loss] { $item }: ngapi zimepotea?
   *[other] { $item }: zipo ngapi?
  }
expiry-ask = Muda unaisha (MMYY, mf. 0327; 0 = haijulikani):
entry-count = Zipo { $units }
entry-receipt = Zimepokelewa { $units }
entry-issue = Zimetolewa { $units }
entry-broken = Zimeharibika { $units }
entry-missing = Hazionekani { $units }
entry-lost = Zimepotea { $units }
entry-expired = Muda umeisha { $units }
report-expires = Muda unaisha { $month }
# not reviewed by a native speaker: "of { $age } back"
report-before = Awali: { $units }, { $age } zilizopita
report-first = Haijahesabiwa hapa awali
report-far = Tofauti SANA na awali. Ni kweli?
report-sure = Ihifadhiwe?
report-done = Imehifadhiwa.
report-now = Sasa zipo: { $units }
report-next = Bidhaa nyingine
report-undo = Futa
undo-sure = Ripoti hii ifutwe?
undo-done = Imefutwa. Sasa inajulikana:
undo-unknown = { $product }: haijulikani

## Why something cannot be
not-allowed = Huruhusiwi kufanya hivi. Mwulize msimamizi wako.
not-counted = { $product } haijahesabiwa bado. Ihesabu kwanza. Hakuna kilichohifadhiwa.
not-so-many = { $product } zilikuwepo { $units } tu. Kama si sahihi, hesabu tena. Hakuna kilichohifadhiwa.
not-too-many = Hakuna aliye na nyingi hivyo. Hakuna kilichohifadhiwa.
not-to-undo = Hakuna ripoti ya saa 24 zilizopita ya kufuta.
not-needed = Ripoti za baadaye zinategemea { $product }. Ihesabu badala yake.
not-open = Hii imebadilika. Hakuna kilichofanyika.
not-phone = Namba hii haiwezi kuwa yako. Mwulize msimamizi wako.

## What there is to see
order-ask = Agiza nini? Zinazoisha kwanza:
order-units = agiza { $units }
order-enough = zinatosha
order-count = hesabu kwanza
order-now = { $product }: agiza { $units }.
order-not = { $product }: hakuna cha kuagiza sasa.
order-silent = { $product }: hesabu kwanza, hakuna ripoti kwa zaidi ya siku 30.
order-left = { $units } zilizobaki ({ $age } zilizopita) ni za siku { $days }, kwa { $month } kwa mwezi.
order-why = Mzigo huchukua siku { $lead }. Unachoagiza kitatosha hadi mzigo wa pili ujao, mara { $times } kati ya 100.
order-like = Matumizi yamekadiriwa kwa vituo { $peers } vinavyofanana na chenu.
order-unknown = Bado haijulikani cha kuagiza. Ripoti hesabu na mnachotoa kwa miezi kadhaa.
order-next = Bidhaa nyingine
short-head = Zinazopungua:
short-none = Hakuna inayopungua.
short-out = { $product }: hakuna
short-left = { $product }: zimebaki { $units }
expiring-head = Muda unakaribia kuisha:
expiring-none = Hakuna inayojulikana kuisha muda katika siku 60.
waiting-head = Wanaosubiri karibu nawe:
waiting-none = Hakuna anayesubiri karibu nawe.
reports-head = Ripoti zako za mwisho:
reports-none = Hujaripoti bado.
reports-line = { $age } zilizopita: { $report }
area-out-head = Zilizoisha eneo lako, vituo:
area-out-none = Hakuna iliyoisha eneo lako.
area-out-line = { $product }: { $out } kati ya { $all }
unreported-head = Hakuna ripoti kwa siku 7:
unreported-none = Wote wameripoti katika siku 7.
unreported-line = { $facility }: { $age } zilizopita
unreported-never = { $facility }: hakijaripoti

## Letting people in, and being shown
let-in-ask = Wanaoomba:
let-in-none = Hakuna anayesubiri kuruhusiwa.
let-in-who = { $number ->
    [none] { $person } anaomba kuripoti kwa { $workplace }.
   *[other] { $person } anaomba kuendelea na simu mpya, ...{ $number }.
  }
let-in-yes = Ruhusu
let-in-no = Kataa
let-in-sure = { $number ->
    [none] { $person } aruhusiwe kuripoti kwa { $workplace }?
   *[other] { $person } aendelee na simu ...{ $number }?
  }
keep-out-sure = { $number ->
    [none] { $person } akataliwe kabisa kwa { $workplace }?
   *[other] { $person } akataliwe simu ...{ $number }?
  }
let-in-done = Imefanyika.
let-in-next = Anayefuata
let-in-phone = simu mpya ...{ $number }
list-sure = { $listed ->
    [shown] { $workplace } kionyeshwe kwa wanaotafuta dawa?
   *[other] { $workplace } kisionyeshwe tena kwa mpigaji yeyote?
  }
list-done = Imehifadhiwa.

## Going on under another phone
new-phone-ask = Andika namba yako mpya (0712345678):
new-phone-sure = Uombe kuendelea na simu ...{ $number }?
new-phone-done = Msimamizi wako ataamua. Simu zote mbili zitajulishwa.

## Sending to many. Options 30, questions 70
desk-cast = Tuma ujumbe
desk-decide = Yanayokusubiri
desk-casts = Matangazo yaliyotumwa
cast-where = Eneo lako: { $own }. Kwa nani?
cast-all = Eneo langu lote
cast-find = Andika mahali katika eneo lako:
cast-again = Mahali hapo hapakupatikana. Andika tena:
cast-walk = Chagua mahali:
cast-part = { $area }:
cast-whole = Pote
cast-inside = Sehemu yake
cast-text = Andika maneno kwa { $tongue }:
cast-kind = Ni aina gani? Dharura tu hutumwa usiku pia.
cast-ordinary = Kawaida
cast-urgent = Dharura
cast-why = Kwa nini ni dharura?
cast-language = Lugha gani inayofuata?
cast-draft = { $whom }: watu { $people } kati ya { $registered }
cast-price = SMS { $messages }, { $cost }, sekunde { $seconds }
cast-nothing-yet = Bado hakuna kilichotumwa.
cast-try = Nitumie mimi kwanza
cast-ask = Mwombe afisa wa pili
cast-another = Lugha nyingine
cast-tried = Utaupata kwa SMS, wewe peke yako.
cast-read = Rudi kwenye ujumbe
cast-asked = Afisa wa pili ameombwa. Utajulishwa jibu lake kwa SMS.
cast-asks = { $name } anaomba kutuma kwa watu { $people }, { $whom }.
cast-reason = Sababu: { $reason }
cast-shown = { $whom }, watu { $people }, { $age } iliyopita: { $state }
cast-far = Foleni { $queued }, imetumwa { $sent }, imefika { $delivered }, imeshindwa { $failed }, haijulikani { $unknown }
cast-state-waiting = inasubiri
cast-state-approved = imekubaliwa
cast-state-sending = inatumwa
cast-state-paused = imesimama
cast-state-done = imetumwa
cast-state-cancelled = imefutwa
cast-state-refused = imekataliwa
cast-state-expired = muda umepita
cast-state-dropped = limeachwa
desk-glass = Tuma peke yako (dharura)
cast-whom-ask = Kwa nani?
cast-whom = Kwa nani, wa { $where }?
cast-patients = Wagonjwa
cast-staff = Wafanyakazi
cast-facilities = Vituo
cast-holders = Wenye dawa fulani
cast-waiting = Wanaosubiri dawa
cast-blood = Waliokubali: kundi la damu
cast-condition = Waliokubali: ugonjwa
cast-around = Umbali wa km kadhaa
cast-km = Km ngapi kuzunguka mahali hapo? 1-500 (0 = hapo tu):
cast-when-ask = Lini?
cast-when = Lini? Siku, mwezi, saa, kama 25070900 (0 = sasa):
cast-few = chini ya 5
cast-draft-few = { $whom }: watu { $people }
cast-left = Wanaoachwa: { $items }
cast-left-stopped = { $n } hawataki ujumbe
cast-left-unreachable = { $n } hawafikiki
cast-left-budget = { $n } wameambiwa vya kutosha wiki hii
cast-begins = Itaanza { $day }, { $time }
cast-begins-later = Si usiku: itaanza { $day }, { $time }
cast-parts = { $name }, SMS { $messages }
cast-parts-unicode = { $name }, SMS { $messages }, UCS-2
cast-to-around = ndani ya km { $km } kutoka { $place }
cast-to-patients = wagonjwa
cast-to-staff = wafanyakazi
cast-to-facilities = vituo
cast-to-holders = wenye { $product }
cast-to-waiting = wanaosubiri { $product }
cast-to-agreed = waliokubali: { $agreed }
cast-correct = Sahihisha
cast-correction = Ni sahihisho: walioambiwa la kwanza wataambiwa hili pia.
cast-alone = Tuma peke yako sasa
glass = Hakuna afisa wa pili. Kutuma kwa watu { $people } sasa, andika { $figure }:
glass-done = Unatumwa sasa. Waidhinishaji wengine wa eneo wameambiwa.
not-past = Saa hiyo imepita. Hakuna kilichohifadhiwa.
notice-km = Andika namba 1 hadi 500, au 0.
notice-no-point = Mahali hapo hapako kwenye ramani. Andika 0.
notice-moment = Tarakimu 8: siku, mwezi, saa, kama 25070900.
notice-moment-past = Saa hiyo imepita.
notice-moment-far = Siku 30 mbele tu.
notice-people = Si namba hiyo. Hakuna kilichotumwa.
decide-ask = Yanayosubiri uamuzi:
decide-none = Hakuna kinachokusubiri.
decide-yes = Kubali
decide-no = Kataa
approve-sure = Itumwe kwa watu { $people }, { $whom }?
approve-done = Umekubali. Inatumwa.
refuse-sure = Uikatae kabisa? (watu { $people }, { $whom })
refuse-done = Umekataa. Hakuna kinachotumwa.
casts-ask = Matangazo ya eneo lako:
casts-none = Bado hakuna kilichotumwa katika eneo lako.
cast-pause = Simamisha
cast-resume = Endelea
cast-cancel = Futa kabisa
pause-sure = Isimamishwe? Ambazo hazijatumwa zitasubiri. (watu { $people }, { $whom })
resume-sure = Iendelee? (watu { $people }, { $whom })
cancel-sure = Ifutwe kabisa? (watu { $people }, { $whom })
not-too-old = Hili liliombwa zamani mno. Hakuna kilichofanyika.
notice-outside = Hapo si katika eneo lako.

## Being reached. Options 30; the words that somebody agrees to are kept
help-reached = Nifikiwe kwa damu, ugonjwa
reached = Ofisi za afya zaweza kukutumia ujumbe unaokuhusu:
reached-blood = Kundi langu la damu
reached-condition = Hali yangu ya afya
reached-agreed = Niliyokubali
condition-ask = Hali gani?
consent-words = Nakubali ofisi za afya zinitumie ujumbe kuhusu { $agreed }. Naweza kuacha hapa au kwa kutuma STOP.
consent-yes = Nakubali
consent-done = Imehifadhiwa, pamoja na maneno uliyokubali.
agreed-ask = Ulikubali kufikiwa kwa:
agreed-none = Hukukubali kufikiwa kwa lolote.
agreed-blood = kundi la damu { $group }
agreed-messages = ujumbe wa afya
condition-asthma = pumu
condition-diabetes = kisukari
condition-epilepsy = kifafa
condition-hypertension = shinikizo la damu
condition-pregnancy = ujauzito
condition-sickle-cell = selimundu
withdraw-all = Acha yote
withdraw-ask = Usitumiwe tena ujumbe kuhusu { $agreed }?
withdraw-all-ask = Uache yote uliyokubali?
withdrawn = Imeachwa. Hutafikiwa tena kwa hilo.
not-stopped = Uliomba usipate ujumbe. Tuma START kwa SMS kwanza, kisha ukubali hapa.

## Said above a screen
notice-invalid = Chagua namba iliyo kwenye orodha.
notice-empty = Hujaandika kitu.
notice-changed = Orodha imebadilika. Chagua tena.
notice-cut = Simu ilikatika. Anza hapa.
notice-place = Mahali pako sasa ni { $place }.
notice-once = Kwa simu hii tu.
notice-place-once = Kwa simu hii tu, mahali pako ni { $place }.
notice-no-list = Hakuna orodha ya mahali. Andika jina.
notice-number = Andika namba kamili, isiyozidi 100000000.
notice-month = Andika mwezi na mwaka: tarakimu 4, kama 0327.
notice-month-past = Mwezi huo umepita.
notice-month-far = Ni mbali mno: miaka 10 tu.
notice-name = Andika jina.
notice-phone = Hiyo si namba ya simu.
notice-pin = PIN ina tarakimu 4 hadi 8.
notice-pin-weak = Ni rahisi kukisia.
notice-pin-wrong = PIN si sahihi. Majaribio yaliyobaki: { $left }.
notice-pin-differ = Hazikufanana.
notice-pin-again = Andika PIN yako tena.
notice-pin-chosen = Hii ni PIN yako sasa.
notice-not-staff = Hufanyi kazi na rekodi hii.

## Last screens
sorry-save = Samahani, haikuweza kuhifadhiwa sasa. Hakuna kilichobadilika. Tafadhali jaribu tena baadaye.
sorry-later = Samahani, haikuweza kusomwa sasa. Tafadhali jaribu tena baadaye.
sorry-busy = Simu nyingi mno kutoka namba hii. Tafadhali subiri dakika moja, kisha piga tena.
sorry = Samahani, kuna hitilafu. Tafadhali piga tena.

## By SMS
sms-help = MedVault: tuma FIND, dawa na mahali (FIND panadol kisumu). ALERTME dawa: tutakujulisha ikirudi. LANG en: lugha. STOP: hakuna ujumbe.
sms-help-staff = Akiba: SOH AL 120 PCM 40. Imepokelewa: REC AL 30. Imetolewa: ISS AL 20. Imepotea: LOSS AL 5. UNDO: futa ya mwisho. FACILITY: kituo kingine. ORDER: cha kuagiza.
sms-help-officer = Matangazo: ALERT, eneo, maneno. TRY namba: kwako pekee. OK au NO, namba na PIN. PAUSE, RESUME au CANCEL, tangazo na PIN. FIND: dawa. STOP: hakuna ujumbe.
sms-find-how = Tuma { $keyword }, dawa na kata au mji wako, kama: { $keyword } panadol kisumu
sms-find-unknown = Hakuna dawa yenye jina hilo. Angalia tahajia, kisha tuma tena.
sms-find-which = Una maana ipi? Tuma { $keyword }, moja ya hizi na kata au mji wako: { $items }
sms-find-where = Mahali gani? Tuma { $keyword } { $medicine } na moja ya haya: { $items }
sms-find-place = Uko wapi? Tuma tena ukiongeza kata au mji wako: { $keyword } { $medicine } kisumu
sms-find-head = { $medicine } karibu na { $place }:
sms-find-none = Hakuna { $medicine } ndani ya km { $radius } kutoka { $place }. Tuma ALERTME { $medicine }: tutakujulisha ikirudi.
sms-alert = Tutakujulisha { $medicine } ikirudi karibu na { $place }. STOP: hakuna ujumbe.
sms-stop = Hutapata ujumbe tena, majibu tu ya unachotuma. START: ujumbe tena.
sms-start = Utapata ujumbe tena. STOP: hakuna tena.
sms-lang = Lugha yako sasa ni Kiswahili.
sms-lang-how = Tuma LANG na moja ya hizi: { $items }
sms-saved = { $items } zimehifadhiwa. UNDO kufuta
sms-undone = Imefutwa: { $items }.
sms-undo-nothing = Hakuna ripoti ya saa 24 zilizopita ya kufuta.
sms-undo-needed = { $product } haiwezi kufutwa: ripoti za baadaye zinaitegemea. Tuma hesabu mpya.
sms-undo-how = UNDO hufuta ripoti yako yote ya mwisho. Tuma UNDO peke yake, au hesabu mpya: AL 120
sms-too-long = Ujumbe huu ni mrefu mno, hakuna kilichohifadhiwa. Tuma kwa sehemu, dawa 20 kwa mara moja.
full-stop = .
unit-tab = kidonge
units-tab = vidonge
unit-bottle = chupa
units-bottle = chupa
unit-piece = kipande
units-piece = vipande
unit-vial = kichupa
units-vial = vichupa
unit-amp = ampuli
units-amp = ampuli
unit-cap = kapsuli
units-cap = kapsuli
unit-bag = mfuko
units-bag = mifuko
unit-tube = tyubu
units-tube = tyubu
unit-pack = pakiti
units-pack = pakiti
unit-sachet = kifuko
units-sachet = vifuko
unit-test = kipimo
units-test = vipimo
unit-syringe = sirinji
units-syringe = sirinji
unit-set = seti
units-set = seti
unit-cycle = mzunguko
units-cycle = mizunguko
unit-pair = jozi
units-pair = jozi
unit-kit = kifurushi
units-kit = vifurushi
sms-unknown-now = haijulikani
sms-ask-number = Ngapi: { $items }?
sms-ask-code = Ya nini: { $items }?
sms-ask-code-unknown = Haijulikani: { $items }.
sms-ask-twice = Imetajwa mara mbili: { $items }. Tuma mara moja.
sms-ask-whole = Nambari kamili tu: { $items }.
sms-ask-unclear = Haieleweki: { $items }.
sms-ask-sure = Tofauti sana na awali: { $items }. Kama ni sawa tuma YES.
sms-ask-less = Zaidi ya zilizokuwepo: { $items }. Tuma hesabu (SOH).
sms-ask-never = Haijahesabiwa bado: { $items }. Tuma hesabu (SOH).
sms-ask-out = OUT: tuma SOH { $items } 0 kama zimeisha, au ISS { $items } na idadi iliyotolewa.
sms-ask-kind = Nini kimetokea? Tuma ukianza na SOH (zipo), REC (zimepokelewa), ISS (zimetolewa) au LOSS (zimepotea): { $items }
sms-not-saved = Haijahifadhiwa: { $items }.
sms-undo-asked = Hakuna kilichohifadhiwa: { $items }. Tuma UNDO tena kufuta ripoti ya kabla yake.
sms-late = Imeripotiwa baadaye tayari, haijahifadhiwa: { $items }. Kama una shaka hesabu tena.
sms-nothing-asked = Nambari pekee haijibu chochote sasa. Tuma msimbo na nambari: AL 120
sms-several-asked = Tuma msimbo pamoja na nambari: { $items }
sms-kept-as-was = Haijabadilishwa.
sms-facility = Kwa kituo kipi? Tuma nambari yake: { $items }
sms-facility-set = Ripoti zako sasa ni za { $facility }.
sms-no-facility = Bado hufanyi kazi katika kituo chochote. Mwulize msimamizi wako.
sms-order = Agiza: { $items }.
sms-order-sure = Zitatosha hadi mzigo wa pili ujao, mara { $times } kati ya 100.
sms-order-reckoned = Makadirio ya mwisho: { $day }.
sms-order-count = Hesabu kwanza, hakuna ripoti kwa zaidi ya siku 30: { $items }.
sms-order-item = { $order } (zimebaki { $left }, { $age } zilizopita, { $month } kwa mwezi)
sms-order-like = { $order } (zimebaki { $left }, { $age } zilizopita, { $month } kwa mwezi, kama vituo { $peers } vinavyofanana)
sms-order-none = Hakuna cha kuagiza sasa.
sms-order-unknown = Bado haijulikani cha kuagiza. Ripoti hesabu na mnachotoa kwa miezi kadhaa.
alert-area = Zaidi ya nusu ya vituo havina: { $items }.
alert-out = Zimeisha: { $items }.
alert-low = Zimepungua: { $items }.
alert-rise = Hesabu imeongezeka bila kupokea: { $items }.
alert-expiring = Zitaisha muda karibuni: { $items }.
alert-silent = Hakuna ripoti kwa siku 30.
notice-drift = Utabiri: { $subject } ulikuwa sahihi mara { $figure } kati ya 100 badala ya 80. Njia rahisi zaidi imechukua nafasi.
notice-failed = Utabiri wa { $subject } unashindwa: { $figure }
notice-slow = Utabiri wa { $subject } ulichukua dakika { $figure }.
alert-short = Huenda zitaisha: { $items }. Agiza sasa.
alert-short-item = { $code } kufikia { $day } (zimebaki { $left }, { $month } kwa mwezi)
alert-waste = Zitaisha muda bila kutumika: { $items }.
alert-waste-item = { $order } kuanzia { $day } ({ $month } kwa mwezi)
alert-move = Wengine wana kuliko wanavyotumia, kinaweza kupata: { $items }.
alert-move-item = { $order } kutoka { $facility } (km { $km })
alert-outbreak = Dawa nyingi kuliko kawaida zimetolewa: { $items }. Je, kuna mlipuko?
alert-outbreak-item = { $order } wiki ya { $day }, kawaida { $low } hadi { $high }, na watu { $people } wamekosa
alert-outbreak-cases = Wagonjwa wengi kuliko kawaida: { $items }. Je, kuna mlipuko?
alert-outbreak-used = { $disease } { $cases } wiki ya { $day }, kawaida hadi { $most }, na { $order } zimetolewa, kawaida { $low } hadi { $high }
alert-outbreak-vain = { $disease } { $cases } wiki ya { $day }, kawaida hadi { $most }, na watu { $people } wamekosa { $code }
alert-outbreak-all = { $disease } { $cases } wiki ya { $day }, kawaida hadi { $most }, { $order } zimetolewa, kawaida { $low } hadi { $high }, na watu { $people } wamekosa
sms-back = { $medicine } imerudi: { $facility } { $tail }
sms-remind = tafadhali ripoti { $items }. Tuma SOH, kodi na idadi.
sms-not-told = Hazikutajwa: { $items }.
sms-no-yes = Hakuna kinachosubiri ndiyo au hapana.
sms-register-how = Tuma REGISTER, kodi ya kituo chako na jina lako: REGISTER nrb-kit-01 Jane Otieno
sms-registered = { $facility }: msimamizi wako ameombwa akuruhusu.
sms-register-known = Umesajiliwa tayari. HELP: unachoweza kutuma.
sms-register-no = Nambari hii haiwezi kusajiliwa. Muulize msimamizi wako.
sms-asks-in = { $name } anaomba kuripoti kwa { $facility }. Piga nambari ya huduma kumruhusu.
sms-let-in = { $facility }: sasa unaweza kuripoti dawa. Tuma SOH AL 120 PCM 40, au piga na uchague PIN.
sms-not-let-in = { $facility }: hukuruhusiwa. Muulize msimamizi wako.
sms-phone-how = Tuma PHONE na namba yako mpya: PHONE 0712345678
sms-phone-asked = Msimamizi wako ameombwa akuruhusu kuendelea na simu ...{ $number }.
sms-phone-no = Namba hii haiwezi kuwa yako. Mwulize msimamizi wako.
sms-asks-phone = { $name } anaomba kuendelea na simu mpya, ...{ $number }. Piga nambari ya huduma kuamua.
sms-phone-old = { $name }: kuanzia sasa simu ...{ $number } inaripoti, si hii. Hukuomba hivyo? Mwambie msimamizi wako mara moja.
sms-phone-new = { $name }: kuanzia sasa simu hii, ...{ $number }, inaripoti. PIN yako ni ile ile. Tuma HELP kujua unachoweza kutuma.
sms-phone-refused = { $name }: hukuruhusiwa kuendelea na simu ...{ $number }. Hii inabaki. Mwulize msimamizi wako.
sms-phone-not = { $name } aliomba kuendelea na simu hii, ...{ $number }. Ilikataliwa.

## Matangazo
broadcast-ask = { $name } anaomba kutuma kwa watu { $people }, { $place }: "{ $text }"{ $notes } Kukubali tuma OK { $code } na PIN yako. Kukataa: NO { $code } na PIN yako.
broadcast-ask-long = { $name } anaomba kutuma kwa watu { $people }, { $place }.{ $notes } Ni ndefu mno kwa SMS: piga, na uisome chini ya yanayokusubiri.
broadcast-urgent = DHARURA.
broadcast-alone = { $name } ametuma tangazo { $number } bila afisa wa pili, kwa watu { $people }, { $place }. Sababu: { $reason }. "{ $text }"
broadcast-approved = Tangazo { $number } limekubaliwa na { $name }.
broadcast-refused = Tangazo { $number } limekataliwa na { $name }. Hakuna kilichotumwa.
broadcast-expired = Tangazo { $number }: hakuna aliyelikubali kwa wakati. Hakuna kilichotumwa.
broadcast-late = Tangazo { $number } limeisha muda kabla ya wote kuambiwa. Wasioambiwa: { $people }.
broadcast-few = chini ya { $people }
broadcast-figures = SMS { $messages }, { $cost }, sekunde { $seconds }
broadcast-parts = Hadi SMS { $messages } kila mmoja.
broadcast-ucs2 = Kwa UCS-2: { $items }.
broadcast-begins = Kuanzia { $when }.
broadcast-left-out = Walioachwa: { $items }.
broadcast-stopped = { $people } walikataa
broadcast-unreachable = { $people } hawafikiki
broadcast-over-budget = { $people } wamepata za kutosha wiki hii
sms-cast-pin = Ujumbe wako huenda una PIN. Hakuna kilichohifadhiwa. Tuma tena bila PIN.
sms-cast-how = Tuma ALERT, eneo na maneno: ALERT Ahero Chemsha maji yote. Kwa dharura tuma EMERGENCY badala ya ALERT.
sms-cast-area = Hakuna eneo kama hilo. Tuma ALERT, jina la eneo lako na maneno.
sms-cast-several = Eneo lipi? Tuma namba yake badala ya jina: { $items }
sms-cast-preview = { $place }: { $people }.{ $notes } "{ $text }" Bado hakuna kilichotumwa. Tuma OK { $code } na PIN yako kumwomba afisa wa pili, TRY { $code } kuupata wewe kwanza.
sms-cast-missing = Hakuna maneno kwa: { $items }.
sms-cast-letter = SMS zaidi kwa sababu ya herufi { $letter } (UCS-2).
sms-cast-price-unknown = bei haijulikani
sms-cast-asked = Tangazo { $number }: afisa wa pili ameombwa. Utajulishwa jibu lake.
sms-cast-dropped = Tangazo { $number } limeachwa. Hakuna kinachotumwa.
sms-cast-yes = Umekubali tangazo { $number }.
sms-cast-no = Umekataa tangazo { $number }. Hakuna kinachotumwa.
sms-cast-people-of = watu { $people } kati ya { $registered }
sms-cast-people = watu { $people }
sms-cast-tried = Maneno ya tangazo { $number } yanakujia kwa SMS, wewe peke yako.
sms-cast-paused = Tangazo { $number } limesimamishwa: halitumwi tena. Kuendelea tuma RESUME { $number } na PIN yako.
sms-cast-resumed = Tangazo { $number } linaendelea.
sms-cast-cancelled = Tangazo { $number } limefutwa kabisa. Ambacho hakijatumwa hakitatumwa.
sms-cast-unknown = Hakuna tangazo { $number }. Hakuna kilichofanywa.
sms-cast-is = Tangazo { $number } ({ $state }): hilo haliwezekani sasa. Hakuna kilichobadilishwa.
sms-cast-draft = rasimu
sms-change-how = Tuma PAUSE, RESUME au CANCEL, namba ya tangazo, kisha PIN yako.
sms-cast-long = Maneno ni marefu mno: SMS { $messages }, zisizidi { $most }. Hakuna kilichohifadhiwa.
sms-cast-nobody = Hakuna mtu wa kufikiwa huko. Hakuna kilichohifadhiwa.
sms-cast-not = Huruhusiwi kufanya hivyo.
sms-cast-own = Wewe ndiye uliyeandika: afisa mwingine lazima akubali. Hakuna kinachotumwa.
sms-cast-old = Namba hii imepitwa na wakati. Hakuna kinachotumwa.
sms-cast-code = Hakuna namba hiyo, au kuna mpya badala yake. Hakuna kinachotumwa.
sms-cast-already = Hilo limeshaamuliwa.
sms-cast-officer = Hakuna afisa wa pili wa kulikubali. Hakuna kinachotumwa.
sms-cast-template = Hakuna maneno tayari kama hayo. Baada ya eneo tuma moja ya haya: { $items }
sms-cast-facts = Tuma hivi: { $items }. Hakuna kilichohifadhiwa.
sms-cast-batch = Hakuna kituo kilichopokea batch hiyo. Hakuna kilichohifadhiwa.
sms-pin-how = Tuma namba, kisha PIN yako, kama: OK 123456 na PIN yako.
sms-pin-wrong = Hiyo si PIN yako. Hakuna kilichofanywa.
sms-pin-locked = PIN yako imefungwa baada ya kukosea. Jaribu tena baadaye.
sms-pin-none = Bado huna PIN. Piga namba uchague moja.

## Maneno tayari
template-recall = Rudisheni { $product }, batch { $batch }: { $reason }. Acheni kuitoa, itengeni, hesabuni iliyobaki na mtunze hadi mtakapoambiwa la kufanya.
template-recall-public = Msitumie { $product }, batch { $batch }: { $reason }. Batch imeandikwa kwenye pakiti. Rudisheni mliyo nayo kwenye kituo cha afya.
template-vaccines = Chanjo za watoto: { $place }, { $day }. Leteni kila mtoto chini ya miaka 5 na kadi ya kliniki.
template-cholera = Kipindupindu: { $place }. Chemsheni au tibuni maji ya kunywa na mnawe mikono kwa sabuni. Kuharisha maji? Kunyweni ORS na mwende kituo cha afya mara moja.
template-blood-needed = Damu ya kundi { $blood } inahitajika: { $place }, { $day }. Ukiwa mzima, tafadhali njoo utoe damu.
template-stock-back = { $product } inapatikana tena: { $place }.
template-nets = Vyandarua vinatolewa: { $place }, { $day }. Aje mtu mmoja wa kila nyumba.
reason-quality = ubora hafifu
reason-falsified = bidhaa bandia
reason-contaminated = imechafuliwa
reason-mislabelled = lebo si sahihi
reason-harm = imeleta madhara
weekday-monday = Jumatatu
weekday-tuesday = Jumanne
weekday-wednesday = Jumatano
weekday-thursday = Alhamisi
weekday-friday = Ijumaa
weekday-saturday = Jumamosi
weekday-sunday = Jumapili

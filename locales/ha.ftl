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

help = Rubuta sunan magani don ganin mai shi kusa. Yawa na canzawa: buga waya kafin tafiya. In na gaggawa ne, je asibiti mafi kusa.

## Said above a screen
notice-invalid = Zabi lamba daga jerin.
notice-empty = Ba ku rubuta komai ba.
notice-changed = Jerin ya canza. Sake zaba.
notice-cut = Kiran ya katse. Fara daga nan.
notice-place = Wurinku yanzu { $place } ne.
notice-once = Don wannan kira kawai.
notice-place-once = Don wannan kira kawai, wurinku { $place } ne.
notice-no-list = Babu jerin wurare. Rubuta suna.

## Last screens
sorry-save = Ku yi hakuri, ba za a iya adanawa yanzu ba. Ba a canza komai ba. A sake gwadawa anjima.
sorry-busy = Kira ya yi yawa daga wannan waya. Ku jira minti daya, sannan ku sake bugawa.
sorry = Ku yi hakuri, an sami matsala. A sake bugawa.

## By SMS
sms-help = MedVault: aika FIND, magani da wuri (FIND panadol kano). ALERTME magani: za mu sanar idan ya dawo. LANG en: harshe. STOP: babu sako.
sms-help-staff = Kaya: SOH AL 120 PCM 40. An karba: REC AL 30. An bayar: ISS AL 20. An rasa: LOSS AL 5. UNDO: soke na karshe. FACILITY: wata cibiya.
sms-not-staff = Wannan lamba ba ta iya ba da rahoton kaya. Nemi mai kula ya yi mata rajista. HELP: abin da za ka aika.
sms-find-how = Aika FIND, magani da unguwa ko gari, misali: FIND panadol kano
sms-find-unknown = Babu magani mai wannan suna. Duba rubutun, ka sake aikawa.
sms-find-which = Wanne kake nufi? Sake aikawa da daya daga cikin: { $items }
sms-find-where = Wane wuri? Sake aikawa da daya daga cikin: { $items }
sms-find-place = Ina kake? Sake aikawa tare da unguwa ko gari: { $medicine } kano
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
sms-nothing-asked = Lamba kadai ba ta amsa komai yanzu. Aika lambar magani da adadi: AL 120
sms-several-asked = Aika lambar magani tare da adadi: { $items }
sms-kept-as-was = Ba a canja ba.
sms-facility = Don wace cibiya? Aika lambarta: { $items }
sms-facility-set = Rahotanninka yanzu na { $facility } ne.
sms-no-facility = Ba ka aiki a wata cibiya tukuna. Tambayi mai kula da kai.
alert-area = Fiye da rabin cibiyoyi ba su da: { $items }.
alert-out = Sun kare: { $items }.
alert-low = Sun yi kadan: { $items }.
alert-rise = Lissafi ya karu ba tare da karba ba: { $items }.
alert-expiring = Wa'adinsu zai kare nan kusa: { $items }.
alert-silent = Babu rahoto tsawon kwana 30.
sms-back = { $medicine } ya dawo: { $facility } { $tail }
sms-remind = don Allah a ba da rahoton { $items }. A aika SOH, lamba da adadi.
sms-not-told = Ba a ambata ba: { $items }.
sms-no-yes = Babu abin da ke jiran eh ko a'a.
sms-register-how = A aika REGISTER, lambar cibiyarka da sunanka: REGISTER nrb-kit-01 Jane Otieno
sms-registered = { $facility }: an tambayi mai kula ya amince da kai.
sms-register-known = An riga an yi maka rajista. HELP: abin da za ka iya aikawa.
sms-register-no = Ba za a iya yi wa wannan lamba rajista ba. Ka tambayi mai kula.
sms-asks-in = { $name } na neman ba da rahoto na { $facility }. A kira lambar sabis don amincewa.

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

# Amharic, for Ethiopia, in its own script: a screen is 80 letters in all, the keys and
# the numbers included, so everything here is as short as it can be said.
# not reviewed by a native speaker: the whole file. Strings we are unsure of say so above them.

# In Latin letters, for the list of languages
language-name = Amarinya

## Keys at the foot of a screen
nav-back = 0 ተመለስ
nav-home = 00 መነሻ
nav-more = 98 ቀጣይ

## First screens
language-ask = ቋንቋ ይምረጡ:
resume-ask = ጥሪዎ ተቋርጦ ነበር።
resume-continue = ቀጥል
resume-again = እንደገና ጀምር
# not reviewed by a native speaker: "medicine close by"
home = መድኃኒት በቅርብ
home-find = መድኃኒት ፈልግ
home-near = ፋርማሲ፣ ክሊኒክ
# not reviewed by a native speaker: መሣሪያ is tools in general
home-other = ደምና መሣሪያ
home-place = ቦታዬ
home-language = ቋንቋ
home-help = እገዛ
home-work = ተቋሜ

## Finding
find-ask = የመድኃኒቱን ስም ይጻፉ:
find-again = አልተገኘም። ስሙን አርመው ይጻፉ:
which-ask = የትኛው መድኃኒት?
which-none = ከነዚህ የለም
form-ask = { $medicine }: የትኛው?
# not reviewed by a native speaker: "not yet recorded here"
unknown-form = { $medicine }: እዚህ ገና አልተመዘገበም።
results = { $product }:
# not reviewed by a native speaker: "in another place" stands for "nearest, however far"
anywhere = { $product } ሌላ ቦታ:
others = { $medicine } ሌላ ዓይነት:
nothing = { $product } ከ{ $place } { $radius } ኪሜ ውስጥ የለም።
nothing-anywhere = ሌላ ቅርብ ቦታ
nothing-forms = ሌላ ዓይነት
nothing-wait = ሲመጣ አሳውቁኝ

## How much, how old
amount-plenty = ብዙ
# not reviewed by a native speaker: "moderate"
amount-some = መጠነኛ
amount-few = ጥቂት
amount-none = የለም
# not reviewed by a native speaker: ሰዓት shortened
age-hours = { $n }ሰዓ
age-days = { $n }ቀን
# not reviewed by a native speaker: ሳምንት shortened
age-weeks = { $n }ሳም
km = { $n }ኪሜ

## One facility
card-stock = { $product }: { $amount }፣ ከ{ $age } በፊት
# not reviewed by a native speaker: "one can say it is there"
card-sure-sure = አለ ማለት ይቻላል
card-sure-likely = ሳይኖር አይቀርም
card-sure-perhaps = ሊያልቅ ይችላል፣ ቀድመው ይደውሉ
card-sure-unlikely = ሳያልቅ አይቀርም፣ ቀድመው ይደውሉ
card-contact = ስልክ { $contact }
card-price = በግምት { $currency } { $price }/{ $unit }
card-distance = ከ{ $place } { $km } ኪሜ ገደማ
card-hours = ክፍት: { $hours }
card-none = የለም አሉኝ

## Written down after a yes
yes = አዎ
no = አይ
# not reviewed by a native speaker: "shall we make you a waiter for"
wait-ask = ለ{ $product } በ{ $place } ተጠባባቂ ይሁኑ?
wait-done = ተመዝግቧል። ለ{ $product } በ{ $place } ተጠባባቂ ነዎት።
none-ask = { $facility }: { $product } የለም አሉ?
none-done = እናመሰግናለን። ሌሎች ቀድመው እንዲደውሉ ይነገራቸዋል።

## Who is near
near = { $place } አጠገብ:
near-none = በ{ $place } የሚታወቅ ተቋም የለም። ሌላ ቦታ ይሞክሩ:
other-ask = ምን ይፈልጋሉ?
other-blood = ደም
other-equipment = መሣሪያ
blood-ask = የትኛው የደም ዓይነት?
equipment-ask = የትኛው መሣሪያ?
# not reviewed by a native speaker
unknown-kind = እስካሁን ምንም አልተመዘገበም።

## The caller's place
place-ask = የት ነዎት? { $place ->
    [none] ይምረጡ:
   *[other] አሁን: { $place }
  }
place-type = ስም ይጻፉ
place-walk = ከዝርዝር ይምረጡ
# not reviewed by a native speaker: ቀበሌ (kebele) stands for ward
place-type-ask = ቀበሌ፣ ት/ቤት፣ ገበያ ወይም ከተማ ይጻፉ:
place-again = አልተገኘም። እንደገና ወይም ሰፊ ቦታ ይጻፉ:
place-which = የትኛው?
walk-ask = { $area ->
    [none] አካባቢዎን ይምረጡ:
   *[other] { $area }፣ ይምረጡ:
  }
walk-here = { $area } ነዎት?

help = መድኃኒት ይፈልጉ። ሳይሄዱ ይደውሉ። ድንገተኛ: ሆስፒታል።

## Text me this
results-text = በSMS ላኩልኝ
card-text = በSMS ላኩልኝ
texted = በSMS ይደርስዎታል።
help-drops = ጥሪ ከተቋረጠ
drops = ጥሪ ከተቋረጠ ያገኙትን በSMS መላክ: { $drops ->
    [on] በርቷል።
   *[other] ጠፍቷል።
  }
drops-turn = { $drops ->
    [on] አጥፋ
   *[other] አብራ
  }
drops-done = { $drops ->
    [on] ተቀምጧል። ጥሪ ከተቋረጠ ያገኙት በSMS ይደርስዎታል።
   *[other] ተቀምጧል። ምንም አይላክም።
  }

## People who work at facilities: the way in
help-work = የጤና ተቋም ሠራተኛ ነኝ
pin-ask = PIN ያስገቡ:
pin-locked = ብዙ የተሳሳተ PIN። ከ{ $minutes } ደቂቃ በኋላ ይሞክሩ።
pin-new = ከ4 እስከ 8 አኃዝ PIN ይምረጡ:
pin-same = ያንኑ PIN እንደገና:
work-wait = ጥያቄዎ ደርሷል። ተቆጣጣሪዎ ይፈቅዳል።
work-other = ሌላ ተቋም ጠይቅ
work-off = ይህ ስልክ ማሳወቅ አይችልም። ተቆጣጣሪዎን ይጠይቁ።
register-ask = የተቋምዎን ስም ይጻፉ:
register-again = አልተገኘም። የተቋሙን ስም ይጻፉ:
register-which = የእርስዎ የትኛው ነው?
register-name = ስምዎን ይጻፉ:
register-sure = { $person }: ለ{ $workplace } ለማሳወቅ ይጠይቁ?
register-done = እናመሰግናለን። ተቆጣጣሪዎ ሲፈቅድ ይደውሉ።

## My facility
desk-area = የእርስዎ ሥራ
desk-count = ቆጠራ
desk-receipt = የገባ
desk-issue = የወጣ
desk-loss = የጠፋ
desk-expired = ጊዜው ያለፈ
desk-undo = የመጨረሻውን ሰርዝ
desk-order = ምን ይታዘዝ
desk-short = ያነሰ ክምችት
desk-expiring = ጊዜው የሚያልፍ
desk-waiting = የሚጠብቁ
desk-reports = ሪፖርቶቼ
desk-let-in = ፈቃድ ጠያቂዎች
desk-area-out = በአካባቢዬ ያለቀ
desk-unreported = ያላሳወቁ
desk-workplace = ሌላ ተቋም
desk-list = ለደዋዮች መታየት
desk-phone = ስልኬን ቀይር
to-desk = ተቋሜ
workplace-ask = የትኛው ተቋም?

## A report
loss-ask = ለምን ጠፋ?
loss-broken = ተሰብሮ ወይም ተበላሽቶ
loss-missing = ተሰርቆ ወይም ጎድሎ
loss-other = ሌላ
held-ask = { $entry ->
    [count] ቆጠራ: የትኛው?
    [receipt] የገባ: የትኛው?
    [issue] የወጣ: የትኛው?
   *[other] የጠፋ/ያለፈ: የትኛው?
  }
held-type = ስም ይጻፉ
held-find = የመድኃኒቱን ስም ይጻፉ:
quantity = { $entry ->
    [receipt] { $item }: ስንት ገባ?
    [issue] { $item }: ስንት ወጣ?
    [loss] { $item }: ስንት ጠፋ?
   *[other] { $item }: ስንት አለ?
  }
expiry-ask = ጊዜው የሚያልፍበት (ወር ዓመት 0327፤ 0 = የለም):
entry-count = { $units } አለ
entry-receipt = { $units } ገባ
entry-issue = { $units } ወጣ
entry-broken = { $units } ተበላሸ
entry-missing = { $units } ጎደለ
entry-lost = { $units } ጠፋ
entry-expired = { $units } ጊዜው አለፈ
report-expires = የሚያልፈው { $month }
report-before = በፊት: { $units }፣ ከ{ $age } በፊት
report-first = እዚህ አልተቆጠረም
report-far = ከበፊቱ በጣም ይለያል። እርግጥ ነው?
report-sure = ይቀመጥ?
report-done = ተቀምጧል።
report-now = አሁን ያለ: { $units }
report-next = ቀጣይ ምርት
report-undo = ሰርዝ
undo-sure = ይሰረዝ?
undo-done = ተሰርዟል። አሁን:
undo-unknown = { $product }: አይታወቅም

## Why something cannot be
not-allowed = ይህን ማድረግ አይችሉም። ተቆጣጣሪዎን ይጠይቁ።
not-counted = { $product } ገና አልተቆጠረም። መጀመሪያ ይቁጠሩ። አልተቀመጠም።
not-so-many = { $product } { $units } ብቻ ነበር። እንደገና ይቁጠሩ። አልተቀመጠም።
not-too-many = ከሚቻለው በላይ ነው። አልተቀመጠም።
not-to-undo = የ24 ሰዓት ሪፖርት የለም።
not-needed = ኋላ ያሉ ሪፖርቶች በ{ $product } ይመካሉ። ይቁጠሩ።
not-open = ይህ ተቀይሯል። ምንም አልተደረገም።
not-phone = ይህ ቁጥር የእርስዎ ሊሆን አይችልም። ተቆጣጣሪዎን ይጠይቁ።

## What there is to see
order-ask = ምን ይዘዙ? ቀድሞ የሚያልቅ:
order-units = { $units } ይዘዙ
order-enough = በቂ
order-count = መጀመሪያ ይቁጠሩ
order-now = { $product }: { $units } ይዘዙ።
order-not = { $product }: አሁን የሚታዘዝ የለም።
order-silent = { $product }: መጀመሪያ ይቁጠሩ፣ ከ30 ቀን በላይ ሪፖርት የለም።
order-left = የቀረው { $units } (ከ{ $age } በፊት) ለ{ $days } ቀን ይበቃል (በወር { $month })።
order-why = አቅርቦት { $lead } ቀን ይወስዳል። ያዘዙት እስከ ቀጣዩ ሁለተኛ አቅርቦት ከ100 ውስጥ { $times } ጊዜ ይበቃል።
order-like = ፍጆታው ከ{ $peers } ተመሳሳይ ተቋማት ተገምቷል።
order-unknown = ምን እንደሚታዘዝ ገና አይታወቅም። ቆጠራና የሰጡትን ለጥቂት ወራት ሪፖርት ያድርጉ።
order-next = ሌላ ምርት
short-head = ያነሰ:
short-none = ያነሰ የለም።
short-out = { $product }: የለም
short-left = { $product }: { $units } ቀረ
expiring-head = ጊዜው የሚያልፍ:
expiring-none = በ60 ቀን የሚያልፍ አይታወቅም።
waiting-head = በአቅራቢያ የሚጠብቁ:
waiting-none = በአቅራቢያ የሚጠብቅ የለም።
reports-head = የመጨረሻ ሪፖርቶችዎ:
reports-none = ገና አላሳወቁም።
reports-line = ከ{ $age } በፊት: { $report }
area-out-head = በአካባቢዎ ያለቀ፣ ተቋማት:
area-out-none = በአካባቢዎ ያለቀ የለም።
area-out-line = { $product }: ከ{ $all } { $out }
unreported-head = ለ7 ቀን ሪፖርት የለም:
unreported-none = ሁሉም በ7 ቀን ውስጥ አሳውቀዋል።
unreported-line = { $facility }: ከ{ $age } በፊት
unreported-never = { $facility }: ምንም ጊዜ

## Letting people in, and being shown
let-in-ask = የሚጠይቁ:
let-in-none = የሚጠብቅ የለም።
let-in-who = { $number ->
    [none] { $person } ለ{ $workplace } ለማሳወቅ ይጠይቃል።
   *[other] { $person } በአዲስ ስልክ ...{ $number } ለመቀጠል ይጠይቃል።
  }
let-in-yes = ፍቀድ
let-in-no = ከልክል
let-in-sure = { $number ->
    [none] { $person } ለ{ $workplace } ይፈቀድ?
   *[other] { $person } በስልክ ...{ $number } ይቀጥል?
  }
keep-out-sure = { $number ->
    [none] { $person } ለ{ $workplace } ይከልከል?
   *[other] { $person } ስልክ ...{ $number } ይከልከል?
  }
let-in-done = ተፈጽሟል።
let-in-next = ቀጣይ
let-in-phone = አዲስ ስልክ ...{ $number }
list-sure = { $listed ->
    [shown] { $workplace } ለደዋዮች ይታይ?
   *[other] { $workplace } ለማንም አይታይ?
  }
list-done = ተቀምጧል።

## Going on under another phone
new-phone-ask = አዲሱን ቁጥር ይጻፉ:
new-phone-sure = በስልክ ...{ $number } ለመቀጠል ይጠይቁ?
new-phone-done = ተቆጣጣሪዎ ይወስናል። ለሁለቱም ስልኮች ይነገራል።

## Sending to many. Options 30, questions 70
desk-cast = መልእክት ላክ
desk-decide = እርስዎን የሚጠብቁ
desk-casts = የተላኩ መልእክቶች
cast-where = አካባቢዎ: { $own }። ለማን?
cast-all = መላው አካባቢዬ
cast-find = የአካባቢዎን ቦታ ይጻፉ:
cast-again = አልተገኘም። እንደገና ይጻፉ:
cast-walk = ቦታውን ይምረጡ:
cast-part = { $area }:
cast-whole = ሁሉም
cast-inside = ከፊሉ
cast-text = ጽሑፉን በ{ $tongue } ይጻፉ:
cast-kind = የትኛው ዓይነት? በሌሊት የሚላከው አስቸኳይ ብቻ ነው።
cast-ordinary = መደበኛ
cast-urgent = አስቸኳይ
cast-why = ለምን አስቸኳይ ሆነ?
cast-language = ቀጣይ ቋንቋ?
cast-draft = { $whom }: ከ{ $registered } ሰዎች { $people }
cast-price = SMS { $messages }፣ { $cost }፣ ሰከንድ { $seconds }
cast-nothing-yet = ገና ምንም አልተላከም።
cast-try = መጀመሪያ ለእኔ ላክ
cast-ask = ሁለተኛ ኃላፊ ጠይቅ
cast-another = ሌላ ቋንቋ
cast-tried = ለእርስዎ ብቻ በSMS ይደርስዎታል።
cast-read = ወደ መልእክቱ
cast-asked = ሁለተኛ ኃላፊ ተጠይቋል። መልሱን በSMS ይሰማሉ።
cast-asks = { $name } ለ{ $people } ሰዎች ለመላክ ይጠይቃል፣ { $whom }።
cast-reason = ምክንያት: { $reason }
cast-shown = { $whom }፣ { $people } ሰዎች፣ ከ{ $age } በፊት: { $state }
cast-far = ወረፋ { $queued }፣ የተላከ { $sent }፣ የደረሰ { $delivered }፣ ያልተሳካ { $failed }፣ ያልታወቀ { $unknown }
cast-state-waiting = በመጠባበቅ
cast-state-approved = ተፈቅዷል
cast-state-sending = እየተላከ
cast-state-paused = ቆሟል
cast-state-done = ተልኳል
cast-state-cancelled = ተሰርዟል
cast-state-refused = ተከልክሏል
cast-state-expired = ጊዜው አልፏል
cast-state-dropped = ተትቷል
desk-glass = ብቻዎን ላክ (አስቸኳይ)
cast-whom-ask = ለማን?
cast-whom = ለማን፣ ከ{ $where }?
cast-patients = ታካሚዎች
cast-staff = ሠራተኞች
cast-facilities = ተቋማት
cast-holders = መድኃኒት ያላቸው
cast-waiting = መድኃኒት የሚጠብቁ
cast-blood = የተስማሙ: የደም ዓይነት
cast-condition = የተስማሙ: ሕመም
cast-around = በዙሪያው በኪ.ሜ
cast-km = በዙሪያው ስንት ኪ.ሜ? 1-500 (0 = ቦታው ብቻ):
cast-when-ask = መቼ?
cast-when = መቼ? ቀን ወር ሰዓት፣ እንደ 25070900 (0 = አሁን):
cast-few = 5 የማይሞሉ
cast-draft-few = { $whom }: { $people } ሰዎች
cast-left = የሚቀሩ: { $items }
cast-left-stopped = { $n } መልእክት አይፈልጉም
cast-left-unreachable = { $n } አይገኙም
cast-left-budget = { $n } በዚህ ሳምንት በቂ ተነግሯቸዋል
cast-begins = { $day }፣ { $time } ይጀምራል
cast-begins-later = በሌሊት አይደለም: { $day }፣ { $time } ይጀምራል
cast-parts = { $name }፣ SMS { $messages }
cast-parts-unicode = { $name }፣ SMS { $messages }፣ UCS-2
cast-to-around = ከ{ $place } በ{ $km } ኪ.ሜ ውስጥ
cast-to-patients = ታካሚዎች
cast-to-staff = ሠራተኞች
cast-to-facilities = ተቋማት
cast-to-holders = { $product } ያላቸው
cast-to-waiting = { $product } የሚጠብቁ
cast-to-agreed = የተስማሙ: { $agreed }
cast-correct = አርመው
cast-correction = እርማት ነው: የመጀመሪያው የደረሳቸው ይህም ይደርሳቸዋል።
cast-alone = አሁን ብቻዎን ላክ
glass = ለ{ $people } ሰዎች ብቻዎን ለመላክ { $figure } ይጻፉ:
glass-done = አሁን እየወጣ ነው። ሌሎች የአካባቢው ፈቃጆች ተነግሯቸዋል።
not-past = ያ ሰዓት አልፏል። ምንም አልተቀመጠም።
notice-km = ከ1 እስከ 500፣ ወይም 0።
notice-no-point = በካርታ የለም። 0 ይጻፉ።
notice-moment = 8 አኃዝ: ቀን ወር ሰዓት።
notice-moment-past = ያ ሰዓት አልፏል።
notice-moment-far = ቢበዛ እስከ 30 ቀን።
notice-people = ቁጥሩ አይደለም። አልተላከም።
decide-ask = ውሳኔ የሚጠብቁ:
decide-none = የሚጠብቅዎ የለም።
decide-yes = ፍቀድ
decide-no = ከልክል
approve-sure = ለ{ $people } ሰዎች ይላክ፣ { $whom }?
approve-done = ፈቅደዋል። እየወጣ ነው።
refuse-sure = ፈጽሞ ይከልከል? ({ $people } ሰዎች፣ { $whom })
refuse-done = ከልክለዋል። ምንም አይላክም።
casts-ask = የአካባቢዎ መልእክቶች:
casts-none = በአካባቢዎ ገና አልተላከም።
cast-pause = አቁም
cast-resume = ቀጥል
cast-cancel = ፈጽሞ ሰርዝ
pause-sure = ይቁም? ያልወጣው ይጠብቃል። ({ $people } ሰዎች፣ { $whom })
resume-sure = ይቀጥል? ({ $people } ሰዎች፣ { $whom })
cancel-sure = ፈጽሞ ይሰረዝ? ({ $people } ሰዎች፣ { $whom })
not-too-old = የተጠየቀው ቆይቷል። ምንም አልተደረገም።
notice-outside = በአካባቢዎ ውስጥ አይደለም።

## Being reached. Options 30; the words that somebody agrees to are kept
help-reached = ለደም፣ ለሕመም ይድረሱኝ
reached = የጤና ቢሮዎች ስለሚመለከትዎ ሊጽፉልዎ ይችላሉ:
reached-blood = የደም ዓይነቴ
reached-condition = ሕመሜ
reached-agreed = የተስማማሁት
condition-ask = የትኛው ሕመም?
consent-words = የጤና ቢሮዎች ስለ { $agreed } እንዲጽፉልኝ እስማማለሁ። እዚህ ወይም በSTOP ማቆም እችላለሁ።
consent-yes = እስማማለሁ
consent-done = ከተስማሙበት ቃል ጋር ተቀምጧል።
agreed-ask = ለእነዚህ ተስማምተዋል:
agreed-none = ለምንም አልተስማሙም።
agreed-blood = የደም ዓይነት { $group }
agreed-messages = የጤና መልእክት
condition-asthma = አስም
condition-diabetes = ስኳር
condition-epilepsy = የሚጥል በሽታ
condition-hypertension = ደም ግፊት
condition-pregnancy = እርግዝና
condition-sickle-cell = ሲክል ሴል
withdraw-all = ሁሉንም አቁም
withdraw-ask = ስለ { $agreed } መልእክት ይቁም?
withdraw-all-ask = የተስማሙበት ሁሉ ይቁም?
withdrawn = ቆሟል። ከእንግዲህ አይጻፍልዎትም።
not-stopped = መልእክት አልፈለጉም። መጀመሪያ START በSMS ይላኩ።

## Said above a screen
notice-invalid = ከዝርዝሩ ቁጥር ይምረጡ።
notice-empty = ምንም አልጻፉም።
notice-changed = ዝርዝሩ ተቀይሯል።
notice-cut = ተቋርጧል። እዚህ ይጀምሩ።
notice-place = ቦታዎ አሁን { $place } ነው።
notice-once = ለዚህ ጥሪ ብቻ።
notice-place-once = ለዚህ ጥሪ ብቻ፦ { $place }።
notice-no-list = ዝርዝር የለም። ስም ይጻፉ።
notice-number = ሙሉ ቁጥር ብቻ ይጻፉ።
notice-month = 4 አኃዝ ይጻፉ፣ እንደ 0327።
notice-month-past = ያ ወር አልፏል።
notice-month-far = በጣም ይርቃል፤ ከ10 ዓመት በታች።
notice-name = ስም ይጻፉ።
notice-phone = የስልክ ቁጥር አይደለም።
notice-pin = PIN ከ4 እስከ 8 አኃዝ ነው።
notice-pin-weak = በቀላሉ ይገመታል።
notice-pin-wrong = PIN ስህተት። የቀረ ሙከራ: { $left }
notice-pin-differ = ሁለቱ አይመሳሰሉም።
notice-pin-again = PIN እንደገና ይጻፉ።
notice-pin-chosen = PINዎ ይህ ነው።
notice-not-staff = ከመዝገቡ ጋር አይሠሩም።

## Last screens
sorry-save = ይቅርታ፣ አሁን ማስቀመጥ አልተቻለም። ምንም አልተቀየረም። ቆይተው ይሞክሩ።
sorry-later = ይቅርታ፣ አሁን ማንበብ አልተቻለም። ቆይተው ይሞክሩ።
sorry-busy = ከዚህ ስልክ ጥሪ በዝቷል። አንድ ደቂቃ ቆይተው ይደውሉ።
sorry = ይቅርታ፣ ችግር ተፈጥሯል። እንደገና ይደውሉ።

## By SMS
sms-help = FIND መድኃኒት ቦታ ይላኩ። ALERTME፦ ሲመለስ እናሳውቃለን። LANG en። STOP፦ መልእክት የለም።
sms-help-staff = SOH AL 120 PCM 40፤ REC AL 30፤ ISS AL 20፤ LOSS AL 5፤ UNDO፤ ORDER፤ FACILITY።
sms-help-officer = ALERT ቦታ መልእክት፤ TRY ኮድ፤ OK/NO ኮድ PIN፤ PAUSE/RESUME/CANCEL ቁጥር PIN።
sms-find-how = { $keyword }፣ መድኃኒት እና ከተማ ይላኩ፦ { $keyword } panadol jimma
sms-find-unknown = በዚህ ስም መድኃኒት የለም። አጻጻፉን አይተው እንደገና ይላኩ።
sms-find-which = የትኛው? { $keyword }፣ ከነዚህ አንዱን እና ከተማዎን ይላኩ፦ { $items }
sms-find-where = የት? { $keyword } { $medicine } እና ከነዚህ አንዱን ይላኩ፦ { $items }
sms-find-place = የት ነዎት? ከተማዎን ጨምረው ይላኩ፦ { $keyword } { $medicine } jimma
sms-find-head = { $medicine }፣ { $place } አጠገብ፦
sms-find-none = { $medicine } ከ{ $place } { $radius } ኪ.ሜ ውስጥ የለም። ALERTME { $medicine } ይላኩ።
sms-alert = { $medicine } { $place } አጠገብ ሲመለስ እናሳውቃለን። STOP፦ መልእክት የለም።
sms-stop = ከመልስ በቀር መልእክት አይደርስዎትም። START፦ እንደገና።
sms-start = መልእክት እንደገና ይደርስዎታል። STOP፦ ይቁም።
sms-lang = ቋንቋዎ አሁን አማርኛ ነው።
sms-lang-how = LANG እና ከነዚህ አንዱን ይላኩ፦ { $items }
sms-saved = { $items } ተመዝግቧል። UNDO ለመሰረዝ
sms-undone = ተሰርዟል፦ { $items }።
sms-undo-nothing = በ24 ሰዓት ውስጥ የሚሰረዝ ሪፖርት የለም።
sms-undo-needed = { $product } መሰረዝ አይቻልም። አዲስ ቆጠራ ይላኩ።
sms-undo-how = UNDO የመጨረሻውን ሪፖርት ሙሉ ይሰርዛል። UNDO ብቻ ወይም አዲስ ቆጠራ ይላኩ፦ AL 120
sms-too-long = መልእክቱ በጣም ረጅም ነው፣ ምንም አልተመዘገበም። ከፍለው ይላኩ፣ በአንድ ጊዜ 20 መድኃኒት።
full-stop = ።
unit-tab = ክኒን
units-tab = ክኒን
unit-bottle = ጠርሙስ
units-bottle = ጠርሙስ
unit-piece = ፍሬ
units-piece = ፍሬ
unit-vial = ብልቃጥ
units-vial = ብልቃጥ
unit-amp = አምፑል
units-amp = አምፑል
unit-cap = ካፕሱል
units-cap = ካፕሱል
unit-bag = ከረጢት
units-bag = ከረጢት
unit-tube = ቱቦ
units-tube = ቱቦ
unit-pack = ፓኬት
units-pack = ፓኬት
unit-sachet = ሳሼ
units-sachet = ሳሼ
unit-test = ምርመራ
units-test = ምርመራ
unit-syringe = መርፌ
units-syringe = መርፌ
unit-set = ስብስብ
units-set = ስብስብ
unit-cycle = ዙር
units-cycle = ዙር
unit-pair = ጥንድ
units-pair = ጥንድ
unit-kit = ኪት
units-kit = ኪት
sms-unknown-now = አይታወቅም
sms-ask-number = ስንት፦ { $items }?
sms-ask-code = የምን፦ { $items }?
sms-ask-code-unknown = አይታወቅም፦ { $items }።
sms-ask-twice = ሁለት ጊዜ ተጠቅሷል፦ { $items }። አንዴ ይላኩ።
sms-ask-whole = ሙሉ ቁጥር ብቻ፦ { $items }።
sms-ask-unclear = ግልጽ አይደለም፦ { $items }።
sms-ask-sure = ከበፊቱ በጣም ይለያል፦ { $items }። ትክክል ከሆነ YES ይላኩ።
sms-ask-less = ከነበረው በላይ፦ { $items }። ቆጠራ (SOH) ይላኩ።
sms-ask-never = ገና አልተቆጠረም፦ { $items }። ቆጠራ (SOH) ይላኩ።
sms-ask-out = OUT፦ ካለቀ SOH { $items } 0፣ ከተሰጠ ISS { $items } እና ቁጥር ይላኩ።
sms-ask-kind = ምን ሆነ? ከፊት SOH (ያለ)፣ REC (የገባ)፣ ISS (የተሰጠ) ወይም LOSS (የጠፋ) ብለው ይላኩ፦ { $items }
sms-not-saved = አልተመዘገበም፦ { $items }።
sms-undo-asked = ይህ አልተመዘገበም፦ { $items }። የቀደመውን ለመሰረዝ UNDO እንደገና ይላኩ።
sms-late = ኋላ ላይ ሪፖርት ተደርጓል፣ አልተመዘገበም፦ { $items }። ከተጠራጠሩ እንደገና ይቁጠሩ።
sms-nothing-asked = ቁጥር ብቻውን አይበቃም። ኮድና ቁጥር ይላኩ፦ AL 120
sms-several-asked = ኮዱን ከቁጥሩ ጋር ይላኩ፦ { $items }
sms-kept-as-was = አልተቀየረም።
sms-facility = ለየትኛው ተቋም? ቁጥሩን ይላኩ፦ { $items }
sms-facility-set = ሪፖርቶችዎ አሁን ለ{ $facility } ናቸው።
sms-no-facility = ገና በየትኛውም ተቋም አይሠሩም። ተቆጣጣሪዎን ይጠይቁ።
sms-order = ይዘዙ፦ { $items }።
sms-order-sure = እስከ ቀጣዩ ሁለተኛ አቅርቦት ከ100 ውስጥ { $times } ጊዜ ይበቃል።
sms-order-reckoned = የመጨረሻ ስሌት: { $day }።
sms-order-count = መጀመሪያ ይቁጠሩ፣ ከ30 ቀን በላይ ሪፖርት የለም፦ { $items }።
sms-order-item = { $order } (ቀሪ { $left } ከ{ $age } በፊት፣ በወር { $month })
sms-order-like = { $order } (ቀሪ { $left } ከ{ $age } በፊት፣ በወር { $month } እንደ { $peers } ተመሳሳይ ተቋማት)
sms-order-none = አሁን የሚታዘዝ የለም።
sms-order-unknown = ምን እንደሚታዘዝ ገና አይታወቅም። ቆጠራና የሰጡትን ለጥቂት ወራት ሪፖርት ያድርጉ።
alert-area = ከግማሽ በላይ ተቋማት የላቸውም: { $items }።
alert-out = አልቋል: { $items }።
alert-low = አነስተኛ: { $items }።
alert-rise = ያለ ደረሰኝ ጨምሯል: { $items }።
alert-expiring = ጊዜው ሊያልፍ ነው: { $items }።
alert-silent = ለ30 ቀን ሪፖርት የለም።
notice-drift = ትንበያ: { $subject } በ80 ፈንታ ከ100 { $figure } ጊዜ ትክክል ነበር። ቀለል ያለ ሞዴል ተተክቷል።
notice-failed = የ{ $subject } ትንበያ አልተሳካም: { $figure }
notice-slow = የ{ $subject } ትንበያ { $figure } ደቂቃ ወሰደ።
alert-short = ሊያልቅ ይችላል: { $items }። አሁን ይዘዙ።
alert-short-item = { $code } እስከ { $day } (ቀሪ { $left }፣ በወር { $month })
alert-waste = ሳይጠቀሙበት ጊዜው ያልፋል: { $items }።
alert-waste-item = { $order } ከ{ $day } ጀምሮ (በወር { $month })
alert-move = ሌሎች ከሚያስፈልጋቸው በላይ አላቸው፣ ማግኘት ይቻላል: { $items }።
alert-move-item = { $order } ከ{ $facility } ({ $km } ኪሜ)
alert-outbreak = ከተለመደው በላይ ተሰጥቷል: { $items }። ወረርሽኝ አለ?
alert-outbreak-item = { $order } በ{ $day } ሳምንት፣ የተለመደው ከ{ $low } እስከ { $high }፣ { $people } ሰዎች ፈልገው አላገኙም
alert-outbreak-cases = ከተለመደው በላይ ታመዋል: { $items }። ወረርሽኝ አለ?
alert-outbreak-used = { $disease } { $cases } በ{ $day } ሳምንት፣ የተለመደው እስከ { $most }፣ { $order } ተሰጥቷል፣ የተለመደው ከ{ $low } እስከ { $high }
alert-outbreak-vain = { $disease } { $cases } በ{ $day } ሳምንት፣ የተለመደው እስከ { $most }፣ { $people } ሰዎች { $code } ፈልገው አላገኙም
alert-outbreak-all = { $disease } { $cases } በ{ $day } ሳምንት፣ የተለመደው እስከ { $most }፣ { $order } ተሰጥቷል፣ የተለመደው ከ{ $low } እስከ { $high }፣ { $people } ሰዎች ፈልገው አላገኙም
sms-back = { $medicine } ተመልሷል: { $facility } { $tail }
sms-remind = እባክዎ ሪፖርት ያድርጉ { $items }። SOH ኮድና ቁጥር ይላኩ።
sms-not-told = ያልተነገሩ: { $items }።
sms-no-yes = አዎ ወይም አይ የሚጠብቅ የለም።
sms-register-how = REGISTER፣ የተቋም ኮድና ስምዎን ይላኩ: REGISTER nrb-kit-01 Jane Otieno
sms-registered = { $facility }: ተቆጣጣሪዎ እንዲፈቅድ ተጠይቋል።
sms-register-known = ተመዝግበዋል። HELP: ምን መላክ እንደሚችሉ።
sms-register-no = ይህ ቁጥር ሊመዘገብ አይችልም። ተቆጣጣሪዎን ይጠይቁ።
sms-asks-in = { $name } ለ{ $facility } ሪፖርት ለማድረግ ጠየቀ። ለመፍቀድ ይደውሉ።
sms-let-in = { $facility }: አሁን ሪፖርት ማድረግ ይችላሉ። SOH AL 120 PCM 40 ይላኩ፣ ወይም ደውለው PIN ይምረጡ።
sms-not-let-in = { $facility }: አልተፈቀደልዎትም። ተቆጣጣሪዎን ይጠይቁ።
sms-phone-how = PHONE እና አዲሱን ቁጥር ይላኩ፦ PHONE 0911234567
sms-phone-asked = በስልክ ...{ $number } እንዲቀጥሉ ተቆጣጣሪዎ ተጠይቋል።
sms-phone-no = ይህ ቁጥር የእርስዎ ሊሆን አይችልም። ተቆጣጣሪዎን ይጠይቁ።
sms-asks-phone = { $name } በአዲስ ስልክ ...{ $number } ለመቀጠል ጠየቀ። ለመወሰን ይደውሉ።
sms-phone-old = { $name }: ከአሁን ጀምሮ ስልክ ...{ $number } ያሳውቃል፣ ይህ አይደለም። ካልጠየቁ ለተቆጣጣሪዎ ይንገሩ።
sms-phone-new = { $name }: ከአሁን ጀምሮ ይህ ስልክ ...{ $number } ያሳውቃል። PINዎ ያው ነው። HELP ይላኩ።
sms-phone-refused = { $name }: በስልክ ...{ $number } መቀጠል አልተፈቀደም። ይኸው ይቀጥላል። ተቆጣጣሪዎን ይጠይቁ።
sms-phone-not = { $name } በዚህ ስልክ ...{ $number } ለመቀጠል ጠይቆ ተከልክሏል።

## ማስታወቂያዎች
broadcast-ask = { $name } ለ{ $people } ሰዎች ለመላክ ይጠይቃል፣ { $place }: "{ $text }"{ $notes } ለመፍቀድ OK { $code } እና PINዎን ይላኩ። ለመከልከል: NO { $code } እና PINዎን።
broadcast-ask-long = { $name } ለ{ $people } ሰዎች ለመላክ ይጠይቃል፣ { $place }።{ $notes } ለSMS በጣም ረጅም ነው፦ ደውለው ከሚጠብቁዎት ውስጥ ያንብቡ።
broadcast-urgent = አስቸኳይ።
broadcast-alone = { $name } ያለ ሁለተኛ ኃላፊ ማስታወቂያ { $number } ልኳል፣ ለ{ $people } ሰዎች፣ { $place }. ምክንያት: { $reason }. "{ $text }"
broadcast-approved = ማስታወቂያ { $number } በ{ $name } ተፈቅዷል።
broadcast-refused = ማስታወቂያ { $number } በ{ $name } ተከልክሏል። ምንም አልተላከም።
broadcast-expired = ማስታወቂያ { $number }: በጊዜው የፈቀደ የለም። ምንም አልተላከም።
broadcast-late = ማስታወቂያ { $number } ሁሉም ሳይነገራቸው ጊዜው አልፏል። ያልተነገራቸው: { $people }።
broadcast-few = ከ{ $people } ያነሱ
broadcast-figures = SMS { $messages }፣ { $cost }፣ ሰከንድ { $seconds }
broadcast-parts = ለእያንዳንዱ እስከ { $messages } SMS።
broadcast-ucs2 = በUCS-2: { $items }።
broadcast-begins = ከ{ $when } ጀምሮ።
broadcast-left-out = የቀሩ: { $items }።
broadcast-stopped = { $people } ያልፈለጉ
broadcast-unreachable = { $people } የማይገኙ
broadcast-over-budget = { $people } በዚህ ሳምንት የበቃቸው
sms-cast-pin = ጽሑፍዎ ፒን ሊይዝ ይችላል። ምንም አልተቀመጠም። ያለ ፒን ድጋሚ ይላኩ።
sms-cast-how = ALERT፣ ቦታና መልእክት ይላኩ: ALERT Ahero ውሃ ያፍሉ። ለአስቸኳይ በALERT ፋንታ EMERGENCY።
sms-cast-area = እንዲህ ያለ ቦታ የለም። ALERT፣ የቦታዎን ስምና መልእክት ይላኩ።
sms-cast-several = የትኛው ቦታ? በስሙ ፋንታ ቁጥሩን ይላኩ: { $items }
sms-cast-preview = { $place }: { $people }።{ $notes } "{ $text }" ገና ምንም አልተላከም። ሁለተኛ ኃላፊ ለመጠየቅ OK { $code } እና PINዎን ይላኩ፣ መጀመሪያ ለራስዎ TRY { $code }።
sms-cast-missing = ጽሑፍ የሌለው: { $items }።
sms-cast-letter = በፊደል { $letter } ምክንያት SMS በዝቷል (UCS-2)።
sms-cast-price-unknown = ዋጋው አይታወቅም
sms-cast-asked = ማስታወቂያ { $number }: ሁለተኛ ኃላፊ ተጠይቋል። መልሱን ይሰማሉ።
sms-cast-dropped = ማስታወቂያ { $number } ቀርቷል። ምንም አይላክም።
sms-cast-yes = ማስታወቂያ { $number } ፈቅደዋል።
sms-cast-no = ማስታወቂያ { $number } ከልክለዋል። ምንም አይላክም።
sms-cast-people-of = ከ{ $registered } ሰዎች { $people }
sms-cast-people = { $people } ሰዎች
sms-cast-tried = የማስታወቂያ { $number } ጽሑፍ ለእርስዎ ብቻ በSMS ይደርሳል።
sms-cast-paused = ማስታወቂያ { $number } ቆሟል፣ ከዚህ በላይ አይላክም። ለመቀጠል RESUME { $number } እና PINዎን ይላኩ።
sms-cast-resumed = ማስታወቂያ { $number } ይቀጥላል።
sms-cast-cancelled = ማስታወቂያ { $number } ፈጽሞ ተሰርዟል። ያልተላከው አይላክም።
sms-cast-unknown = ማስታወቂያ { $number } የለም። ምንም አልተደረገም።
sms-cast-is = ማስታወቂያ { $number } ({ $state }): ይህ አሁን አይቻልም። ምንም አልተቀየረም።
sms-cast-draft = ረቂቅ
sms-change-how = PAUSE፣ RESUME ወይም CANCEL፣ የማስታወቂያውን ቁጥር ከዚያም PINዎን ይላኩ።
sms-cast-long = መልእክቱ ረጅም ነው: SMS { $messages }፣ ቢበዛ { $most }። ምንም አልተቀመጠም።
sms-cast-nobody = እዚያ የሚደርሰው ሰው የለም። ምንም አልተቀመጠም።
sms-cast-not = ይህን ማድረግ አይችሉም።
sms-cast-own = የጻፉት እርስዎ ነዎት: ሌላ ኃላፊ መፍቀድ አለበት። ምንም አይላክም።
sms-cast-old = ይህ ቁጥር ጊዜው አልፏል። ምንም አይላክም።
sms-cast-code = እንዲህ ያለ ቁጥር የለም ወይም በአዲስ ተተክቷል። ምንም አይላክም።
sms-cast-already = ይህ ቀድሞ ተወስኗል።
sms-cast-officer = የሚፈቅድ ሁለተኛ ኃላፊ የለም። ምንም አይላክም።
sms-cast-template = እንዲህ ያለ ዝግጁ ጽሑፍ የለም። ከቦታው ቀጥሎ ከእነዚህ አንዱን ይላኩ: { $items }
sms-cast-facts = እንዲህ ይላኩ: { $items }። ምንም አልተቀመጠም።
sms-cast-batch = ያንን ባች የተቀበለ ተቋም የለም። ምንም አልተቀመጠም።
sms-pin-how = ቁጥሩን ከዚያም PINዎን ይላኩ፣ እንደ: OK 123456 እና PINዎ።
sms-pin-wrong = ይህ PINዎ አይደለም። ምንም አልተደረገም።
sms-pin-locked = PINዎ ከስህተት በኋላ ተቆልፏል። በኋላ ይሞክሩ።
sms-pin-none = ገና PIN የለዎትም። ይደውሉና ይምረጡ።

## ዝግጁ ጽሑፎች
template-recall = { $product } ባች { $batch } ይመለስ: { $reason }። መስጠት ያቁሙ፣ ለይተው ያስቀምጡ፣ የቀረውን ይቁጠሩ፣ መመሪያ ይጠብቁ።
template-recall-public = { $product } ባች { $batch } አይጠቀሙ: { $reason }። ባቹ በማሸጊያው ላይ ተጽፏል። ያለዎትን ወደ ጤና ተቋም ይመልሱ።
template-vaccines = የልጆች ክትባት: { $place }፣ { $day }። ከ5 ዓመት በታች ልጆችንና የጤና ካርድ ይዘው ይምጡ።
template-cholera = ኮሌራ: { $place }። የመጠጥ ውሃ ያፍሉ ወይም ያክሙ፣ እጅዎን በሳሙና ይታጠቡ። ውሃማ ተቅማጥ ካለ ORS ጠጥተው ወዲያውኑ ወደ ጤና ተቋም ይሂዱ።
template-blood-needed = የ{ $blood } ደም ያስፈልጋል: { $place }፣ { $day }። ጤነኛ ከሆኑ መጥተው ደም ይለግሱ።
template-stock-back = { $product } እንደገና ይገኛል: { $place }።
template-nets = የአጎበር ስርጭት: { $place }፣ { $day }። ከየቤተሰቡ አንድ ሰው ይምጣ።
reason-quality = ጥራት የጎደለው
reason-falsified = ሐሰተኛ ምርት
reason-contaminated = የተበከለ
reason-mislabelled = የተሳሳተ መለያ
reason-harm = ጉዳት ያደረሰ
weekday-monday = ሰኞ
weekday-tuesday = ማክሰኞ
weekday-wednesday = ረቡዕ
weekday-thursday = ሐሙስ
weekday-friday = ዓርብ
weekday-saturday = ቅዳሜ
weekday-sunday = እሑድ

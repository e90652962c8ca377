# English. Written on phones of 160 letters a screen; texts here are plain GSM 03.38
# letters. A comment above a text tells how many letters it has room for.
# Facts a text may name: $product (medicine with strength and form), $medicine, $place,
# $facility, $area, $radius (km). They are filled in by the service.

# 12. Name of this language as its speakers write it, in plain Latin letters
language-name = English

## Keys at the foot of a screen. 10 each, digits included; 8 in a script of its own
nav-back = 0 Back
nav-home = 00 Home
nav-more = 98 More

## First screens. Head 40, options 24
language-ask = MedVault. Choose language:
resume-ask = Your last call was cut off.
resume-continue = Continue
resume-again = Start again
home = MedVault: medicine near you
home-find = Find a medicine
home-near = Pharmacies, clinics near me
home-other = Blood and equipment
home-place = My place
home-language = Language
home-help = Help
home-work = My facility

## Finding. 100
find-ask = Type the name of the medicine (any brand or spelling):
find-again = No medicine found by that name. Check the spelling and type it again:
# 30
which-ask = Which medicine?
which-none = None of these
form-ask = { $medicine }: which one?
unknown-form = { $medicine }: no pharmacy here reports it yet.
# 12 without the facts
results = { $product }:
anywhere = Nearest { $product }:
others = { $medicine } in another form:
# 40 without the facts
nothing = No { $product } found within { $radius } km of { $place }.
nothing-anywhere = Nearest anywhere
nothing-forms = Another form near me
nothing-wait = Tell me when it is back

## How much, how old. 7, 7, 7; ages 5 with the number
amount-plenty = plenty
amount-some = some
amount-few = few
amount-none = none
age-hours = { $n }h
age-days = { $n }d
age-weeks = { $n }w
# 6 with the number
km = { $n }km

## One facility. A line each, 40
card-stock = { $product }: { $amount }, counted { $age } ago
card-sure-sure = Almost surely in stock
card-sure-likely = Probably in stock
card-sure-perhaps = May be gone: call first
card-sure-unlikely = Probably gone: call first
card-contact = Tel { $contact }
card-price = About { $currency } { $price } per { $unit }
card-distance = About { $km } km from { $place }
card-hours = Open: { $hours }
card-none = They had none

## Written down after a yes. 60 without the facts
yes = Yes
no = No
wait-ask = Put you on the waiting list for { $product } near { $place }?
wait-done = Saved. You are on the waiting list for { $product } near { $place }.
none-ask = Did { $facility } tell you they have no { $product }?
none-done = Thank you. Other callers will be told to call first.

## Who is near. 30
near = Near { $place }:
near-none = No facility known near { $place }. Try another place:
other-ask = What do you need?
other-blood = Blood
other-equipment = Equipment
blood-ask = Which blood group?
equipment-ask = Which equipment?
unknown-kind = Nothing of this kind is reported here yet.

## The caller's place. 70
place-ask = Where are you? { $place ->
    [none] Choose how to tell us:
   *[other] Now: { $place }
  }
place-type = Type a name
place-walk = Choose from a list
place-type-ask = Type your ward, school, market or town:
place-again = No such place found. Type it again, or a bigger place near you:
place-which = Which one?
walk-ask = { $area ->
    [none] Choose your area:
   *[other] { $area }, choose:
  }
walk-here = Is { $area } your place?

# 120
help = Type a medicine's name to see who near you has it. Call before you travel: stock changes. Emergency: nearest hospital.

## Text me this; what is texted when the line drops. 24, 24, 60
results-text = Text me this
card-text = Text me this
texted = You will get it by SMS.
help-drops = If the line drops
drops = When the line drops, we text you what you had found: { $drops ->
    [on] on.
   *[other] off.
  }
drops-turn = { $drops ->
    [on] Turn it off
   *[other] Turn it on
  }
drops-done = { $drops ->
    [on] Saved. We will text you what you had found when the line drops.
   *[other] Saved. Nothing is texted when the line drops.
  }

## People who work at facilities: the way in. Options 30, questions 70
help-work = I work at a health facility
pin-ask = Your PIN:
pin-locked = Too many wrong PINs. Try again in { $minutes } min. Forgotten? Ask whoever let you in.
pin-new = Choose a PIN of 4 to 8 digits that nobody can guess:
pin-same = The same PIN once more:
work-wait = You asked to report for a facility. Your supervisor will let you in.
work-other = Ask for another facility
work-off = This number may not report. Ask your supervisor.
register-ask = Type the name of your facility:
register-again = No facility found by that name. Type it again:
register-which = Which one is yours?
register-name = What do your colleagues call you? Type your name:
register-sure = { $person }: ask to report for { $workplace }?
register-done = Thank you. Your supervisor will let you in. Dial again then.

## My facility. Options 24
desk-area = MedVault: your work
desk-count = Count
desk-receipt = Received
desk-issue = Given out
desk-loss = Lost
desk-expired = Expired
desk-undo = Undo last report
desk-order = What to order
desk-short = What is short
desk-expiring = What expires soon
desk-waiting = Who is waiting
desk-reports = My last reports
desk-let-in = Who wants to join
desk-area-out = Out of stock in my area
desk-unreported = Who has not reported
desk-workplace = Another facility
desk-list = Shown to callers?
desk-phone = Change my phone
to-desk = My facility
workplace-ask = Which facility?

## A report. 60 without the facts; a question for a number 40, so that what was wrong fits over it
loss-ask = Why were they lost?
loss-broken = Broken or spoilt
loss-missing = Stolen or missing
loss-other = Other
held-ask = { $entry ->
    [count] Count: which product?
    [receipt] Received: which product?
    [issue] Given out: which product?
   *[other] Lost or expired: which product?
  }
held-type = Type a name
held-find = Type the name of the medicine:
quantity = { $entry ->
    [receipt] { $item }: how many came?
    [issue] { $item }: how many were given out?
    [loss] { $item }: how many were lost?
   *[other] { $item }: how many are there?
  }
expiry-ask = Expires (MMYY, e.g. 0327; 0 = not told):
entry-count = { $units } there
entry-receipt = { $units } received
entry-issue = { $units } given out
entry-broken = { $units } broken or spoilt
entry-missing = { $units } missing
entry-lost = { $units } lost
entry-expired = { $units } expired
report-expires = Expires { $month }
report-before = Before: { $units }, { $age } ago
report-first = Not counted here before
report-far = VERY different from before. Really so?
report-sure = Save?
report-done = Saved.
report-now = There now: { $units }
report-next = Next product
report-undo = Undo
undo-sure = Take this back?
undo-done = Taken back. Known now:
undo-unknown = { $product }: not known

## Why something cannot be. 80 without the facts
not-allowed = You may not do this. Ask your supervisor.
not-counted = { $product } was not counted yet. Count it first. Nothing was saved.
not-so-many = Only { $units } of { $product } were there. If that is wrong, count again. Nothing was saved.
not-too-many = That is more than anyone holds. Nothing was saved.
not-to-undo = There is no report of the last 24 hours to take back.
not-needed = Later reports count on { $product }. Count it instead.
not-open = This has changed meanwhile. Nothing was done.
not-phone = This number cannot be yours. Ask your supervisor.

## What there is to see. Heads 40
order-ask = Order of what? What runs out first:
order-units = order { $units }
order-enough = enough
order-count = count first
order-now = { $product }: order { $units }.
order-not = { $product }: nothing to order now.
order-silent = { $product }: count it first, no report for over 30 days.
order-left = { $units } left ({ $age } ago) last { $days } days, at { $month } a month.
order-why = A delivery takes { $lead } days. What you order lasts until the one after next, { $times } times in 100.
order-like = What is used is guessed from { $peers } facilities like yours.
order-unknown = What to order is not known yet. Report counts and what you give out for some months.
order-next = Another product
short-head = Short:
short-none = Nothing is short.
short-out = { $product }: none
short-left = { $product }: { $units } left
expiring-head = Expires soon:
expiring-none = No batch is known to expire in 60 days.
waiting-head = Waiting near you:
waiting-none = Nobody near you is waiting.
reports-head = Your last reports:
reports-none = You have not reported yet.
reports-line = { $age } ago: { $report }
area-out-head = Out in your area, facilities:
area-out-none = Nothing is out in your area.
area-out-line = { $product }: { $out } of { $all }
unreported-head = No report for 7 days:
unreported-none = All have reported in the last 7 days.
unreported-line = { $facility }: { $age } ago
unreported-never = { $facility }: never

## Letting people in, and being shown
let-in-ask = Who asks:
let-in-none = Nobody is waiting to be let in.
let-in-who = { $number ->
    [none] { $person } asks to report for { $workplace }.
   *[other] { $person } asks to go on under a new phone, ...{ $number }.
  }
let-in-yes = Allow
let-in-no = Refuse
let-in-sure = { $number ->
    [none] Let { $person } report for { $workplace }?
   *[other] Let { $person } go on under the phone ...{ $number }?
  }
keep-out-sure = { $number ->
    [none] Refuse { $person } for { $workplace }, for good?
   *[other] Refuse { $person } the phone ...{ $number }?
  }
let-in-done = Done.
let-in-next = Next
let-in-phone = new phone ...{ $number }
list-sure = { $listed ->
    [shown] Show { $workplace } to callers who look for medicine?
   *[other] Show { $workplace } to no caller any more?
  }
list-done = Saved.

## Going on under another phone
new-phone-ask = Type your new number (0712345678):
new-phone-sure = Ask to go on under the phone ...{ $number }?
new-phone-done = Your supervisor will decide. Both phones will be told.

## Sending to many. Options 30, questions 70
desk-cast = Send a message
desk-decide = Waiting for you
desk-casts = Messages sent
cast-where = Your area: { $own }. To whom?
cast-all = All of my area
cast-find = Type a place of your area:
cast-again = No such place found. Type it again:
cast-walk = Choose the place:
cast-part = { $area }:
cast-whole = All of it
cast-inside = A part of it
cast-text = Type the text in { $tongue }:
cast-kind = Which kind? Only an emergency is sent at night too.
cast-ordinary = Ordinary
cast-urgent = Emergency
cast-why = Why is it an emergency?
cast-language = Which language next?
cast-draft = { $whom }: { $people } of { $registered } people
cast-price = { $messages } SMS, { $cost }, { $seconds } s
cast-nothing-yet = Nothing is sent yet.
cast-try = Send to me first
cast-ask = Ask a second officer
cast-another = Another language
cast-tried = You will get it by SMS, and nobody else.
cast-read = Back to the message
cast-asked = A second officer was asked. You will hear by SMS what they say.
cast-asks = { $name } asks to send to { $people } people, { $whom }.
cast-reason = Reason: { $reason }
cast-shown = { $whom }, { $people } people, { $age } ago: { $state }
cast-far = Queued { $queued }, sent { $sent }, delivered { $delivered }, failed { $failed }, unknown { $unknown }
cast-state-waiting = waiting
cast-state-approved = approved
cast-state-sending = going out
cast-state-paused = paused
cast-state-done = sent
cast-state-cancelled = cancelled
cast-state-refused = refused
cast-state-expired = too late
cast-state-dropped = dropped
desk-glass = Send alone (emergency)
cast-whom-ask = Whom for?
cast-whom = For whom, of { $where }?
cast-patients = Patients
cast-staff = Staff
cast-facilities = Facilities
cast-holders = Who has a medicine
cast-waiting = Who waits for a medicine
cast-blood = Who agreed: blood group
cast-condition = Who agreed: condition
cast-around = So many km around it
cast-km = How many km around the place? 1-500 (0 = the place alone):
cast-when-ask = When?
cast-when = When? Day, month, hour, as 25070900 (0 = now):
cast-few = fewer than 5
cast-draft-few = { $whom }: { $people } people
cast-left = Left out: { $items }
cast-left-stopped = { $n } want no messages
cast-left-unreachable = { $n } cannot be reached
cast-left-budget = { $n } were told enough this week
cast-begins = Begins { $day }, { $time }
cast-begins-later = Not at night: begins { $day }, { $time }
cast-parts = { $name }, { $messages } SMS
cast-parts-unicode = { $name }, { $messages } SMS, UCS-2
cast-to-around = within { $km } km of { $place }
cast-to-patients = patients
cast-to-staff = staff
cast-to-facilities = facilities
cast-to-holders = with { $product }
cast-to-waiting = waiting for { $product }
cast-to-agreed = who agreed: { $agreed }
cast-correct = Correct it
cast-correction = A correction: whoever was told the first is told this too.
cast-alone = Send it alone, now
glass = No second officer is asked. To send it to { $people } people now, type { $figure }:
glass-done = It goes out now. The other approvers of the area were told.
not-past = That hour is over. Nothing was kept.
notice-km = Type a number from 1 to 500, or 0.
notice-no-point = That place is on no map. Type 0.
notice-moment = 8 digits: day, month, hour, as 25070900.
notice-moment-past = That hour is over.
notice-moment-far = 30 days ahead at most.
notice-people = Not that number. Nothing was sent.
decide-ask = Waiting for a yes or no:
decide-none = Nothing is waiting for you.
decide-yes = Approve
decide-no = Refuse
approve-sure = Send it to { $people } people, { $whom }?
approve-done = Approved. It goes out.
refuse-sure = Refuse it for good? ({ $people } people, { $whom })
refuse-done = Refused. Nothing is sent.
casts-ask = Messages of your area:
casts-none = Nothing was sent in your area yet.
cast-pause = Pause
cast-resume = Go on
cast-cancel = Stop for good
pause-sure = Pause it? What is not handed over yet waits. ({ $people } people, { $whom })
resume-sure = Go on with it? ({ $people } people, { $whom })
cancel-sure = Stop it for good? ({ $people } people, { $whom })
not-too-old = This was asked too long ago. Nothing was done.
notice-outside = That is not in your area.

## Being reached. Options 30; the words that somebody agrees to are kept
help-reached = Be reached for blood, illness
reached = Health offices can text you when it matters to you:
reached-blood = My blood group
reached-condition = My condition
reached-agreed = What I agreed to
condition-ask = Which condition?
consent-words = I agree that health offices text me about { $agreed }. I can end this here or by sending STOP.
consent-yes = I agree
consent-done = Saved, with the words you agreed to.
agreed-ask = You agreed to be reached for:
agreed-none = You did not agree to be reached for anything.
agreed-blood = blood group { $group }
agreed-messages = health messages
condition-asthma = asthma
condition-diabetes = diabetes
condition-epilepsy = epilepsy
condition-hypertension = high blood pressure
condition-pregnancy = pregnancy
condition-sickle-cell = sickle cell
withdraw-all = End all
withdraw-ask = No more messages about { $agreed }?
withdraw-all-ask = End all that you agreed to?
withdrawn = Ended. You are reached for it no more.
not-stopped = You asked for no messages. Send START by SMS first, then agree here.

## Said above a screen. 45
notice-invalid = Choose a number from the list.
notice-empty = Nothing was typed.
notice-changed = The list has changed. Choose again.
notice-cut = The call was interrupted. Start here.
notice-place = Your place is now { $place }.
notice-once = For this call only.
notice-place-once = For this call only, your place is { $place }.
notice-no-list = There is no list of places. Type a name.
notice-number = Type a whole number, 100000000 at most.
notice-month = Type month and year: 4 digits, as 0327.
notice-month-past = That month is over.
notice-month-far = Nothing lasts so long: 10 years at most.
notice-name = Type a name.
notice-phone = That is no phone number.
notice-pin = A PIN has 4 to 8 digits.
notice-pin-weak = Too easy to guess.
notice-pin-wrong = Wrong PIN. Tries left: { $left }.
notice-pin-differ = The two were not the same.
notice-pin-again = Type your PIN again.
notice-pin-chosen = This is your PIN now.
notice-not-staff = You do not work with the record.

## Last screens. 120
sorry-save = Sorry, this cannot be saved right now. Nothing was changed. Please try again later.
sorry-later = Sorry, this cannot be read right now. Please try again later.
sorry-busy = Too many calls from this phone. Please wait a minute and dial again.
sorry = Sorry, something went wrong. Please dial again.

## By SMS
sms-help = MedVault: send FIND, a medicine and a place (FIND panadol kisumu). ALERTME medicine: we tell you when it is back. LANG sw: language. STOP: no messages.
sms-help-staff = Stock: SOH AL 120 PCM 40. Received: REC AL 30. Given out: ISS AL 20. Lost: LOSS AL 5. UNDO: take back the last. FACILITY: choose another. ORDER: what to order.
sms-help-officer = Broadcasts: ALERT, area, text. TRY code: to you alone. OK or NO, code and PIN. PAUSE, RESUME or CANCEL, number and PIN. FIND: medicines. STOP: no messages.
sms-find-how = Send { $keyword }, the medicine and your ward or town, as: { $keyword } panadol kisumu
sms-find-unknown = No medicine found by that name. Check the spelling and send it again.
sms-find-which = Which do you mean? Send { $keyword }, one of these and your ward or town: { $items }
sms-find-where = Which place? Send { $keyword } { $medicine } and one of these: { $items }
sms-find-place = Where are you? Send it again with your ward or town behind it: { $keyword } { $medicine } kisumu
sms-find-head = { $medicine } near { $place }:
sms-find-none = No { $medicine } known within { $radius } km of { $place }. Send ALERTME { $medicine }: we tell you when it is back.
sms-alert = We will tell you when { $medicine } is back near { $place }. STOP: no messages.
sms-stop = You will get no more messages, only answers to what you send. START: messages again.
sms-start = You will get messages again. STOP: no more.
sms-lang = Your language is now English.
sms-lang-how = Send LANG and one of these: { $items }
sms-saved = { $items } saved. UNDO to cancel
sms-undone = Taken back: { $items }.
sms-undo-nothing = There is no report of the last 24 hours to take back.
sms-undo-needed = { $product } cannot be taken back: later reports count on it. Send a count instead.
sms-undo-how = UNDO takes back all of your last report. Send UNDO alone, or a new count: AL 120
sms-too-long = This message is too long, nothing of it was kept. Send it in parts, 20 products at a time.
full-stop = .
unit-tab = tab
units-tab = tabs
unit-bottle = bottle
units-bottle = bottles
unit-piece = piece
units-piece = pieces
unit-vial = vial
units-vial = vials
unit-amp = amp
units-amp = amps
unit-cap = cap
units-cap = caps
unit-bag = bag
units-bag = bags
unit-tube = tube
units-tube = tubes
unit-pack = pack
units-pack = packs
unit-sachet = sachet
units-sachet = sachets
unit-test = test
units-test = tests
unit-syringe = syringe
units-syringe = syringes
unit-set = set
units-set = sets
unit-cycle = cycle
units-cycle = cycles
unit-pair = pair
units-pair = pairs
unit-kit = kit
units-kit = kits
sms-unknown-now = not known
sms-ask-number = How many: { $items }?
sms-ask-code = Of what: { $items }?
sms-ask-code-unknown = Not known: { $items }.
sms-ask-twice = Named twice: { $items }. Send it once.
sms-ask-whole = Whole numbers only: { $items }.
sms-ask-unclear = Not clear: { $items }.
sms-ask-sure = Very different from before: { $items }. If so send YES.
sms-ask-less = More than was there: { $items }. Send a count (SOH).
sms-ask-never = Not counted yet: { $items }. Send a count (SOH).
sms-ask-out = OUT: send SOH { $items } 0 if none is left, or ISS { $items } and how many were given out.
sms-ask-kind = What happened? Send it with SOH (is there), REC (came), ISS (given out) or LOSS (lost) in front: { $items }
sms-not-saved = Not saved: { $items }.
sms-undo-asked = Nothing of this was saved: { $items }. UNDO again takes back the report before it.
sms-late = Reported later already, so not saved: { $items }. Count again if in doubt.
sms-nothing-asked = A number alone answers nothing now. Send a code and a number: AL 120
sms-several-asked = Send the code with the number: { $items }
sms-kept-as-was = Not changed.
sms-facility = For which facility? Send its number: { $items }
sms-facility-set = Your reports are now for { $facility }.
sms-no-facility = You work at no facility yet. Ask your supervisor.
sms-order = Order: { $items }.
sms-order-sure = Enough until the delivery after next, { $times } times in 100.
sms-order-reckoned = Last reckoned on { $day }.
sms-order-count = Count first, no report for over 30 days: { $items }.
sms-order-item = { $order } ({ $left } left { $age } ago, { $month } a month)
sms-order-like = { $order } ({ $left } left { $age } ago, { $month } a month, as at { $peers } facilities like it)
sms-order-none = Nothing needs ordering now.
sms-order-unknown = What to order is not known yet. Report counts and what you give out for some months.
alert-area = More than half of the facilities have none: { $items }.
alert-out = None left: { $items }.
alert-low = Low: { $items }.
alert-rise = Counted up, no receipt: { $items }.
alert-expiring = Will expire soon: { $items }.
alert-silent = No report for 30 days.
notice-drift = Forecasts: { $subject } was right { $figure } times in 100 where 80 were promised. A simpler model took over.
notice-failed = The forecasts of { $subject } fail: { $figure }
notice-slow = The forecasts of { $subject } took { $figure } minutes.
alert-short = Likely to run out: { $items }. Order now.
alert-short-item = { $code } by { $day } ({ $left } left, { $month } a month)
alert-waste = Will expire unused: { $items }.
alert-waste-item = { $order } from { $day } ({ $month } a month)
alert-move = Others have more than they can use, it could get: { $items }.
alert-move-item = { $order } from { $facility } ({ $km } km)
alert-outbreak = More was given out than usual: { $items }. Is there an outbreak?
alert-outbreak-item = { $order } in the week of { $day }, usually { $low } to { $high }, and { $people } people asked in vain
alert-outbreak-cases = More cases than usual: { $items }. Is there an outbreak?
alert-outbreak-used = { $disease } { $cases } in the week of { $day }, usually up to { $most }, and { $order } given out, usually { $low } to { $high }
alert-outbreak-vain = { $disease } { $cases } in the week of { $day }, usually up to { $most }, and { $people } people asked for { $code } in vain
alert-outbreak-all = { $disease } { $cases } in the week of { $day }, usually up to { $most }, { $order } given out, usually { $low } to { $high }, and { $people } people asked in vain
sms-back = { $medicine } is back: { $facility } { $tail }
sms-remind = please report { $items }. Send SOH, code and number.
sms-not-told = Not told: { $items }.
sms-no-yes = Nothing waits for a yes or no.
sms-register-how = Send REGISTER, the code of your facility and your name: REGISTER nrb-kit-01 Jane Otieno
sms-registered = { $facility }: your supervisor was asked to let you in.
sms-register-known = You are registered already. HELP: what you can send.
sms-register-no = This number cannot be registered. Ask your supervisor.
sms-asks-in = { $name } asks to report for { $facility }. Dial in to let them in.
sms-let-in = { $facility }: you may report stock now. Send SOH AL 120 PCM 40, or dial in and choose a PIN.
sms-not-let-in = { $facility }: you were not let in. Ask your supervisor.
sms-phone-how = Send PHONE and your new number: PHONE 0712345678
sms-phone-asked = Your supervisor was asked to let you go on under the phone ...{ $number }.
sms-phone-no = This number cannot be yours. Ask your supervisor.
sms-asks-phone = { $name } asks to go on under a new phone, ...{ $number }. Dial in to decide.
sms-phone-old = { $name }: the phone ...{ $number } reports from now on, not this one. You did not ask for that? Tell your supervisor at once.
sms-phone-new = { $name }: this phone, ...{ $number }, reports from now on. Your PIN stays. Send HELP for what you can send.
sms-phone-refused = { $name }: you were not let go on under the phone ...{ $number }. This one stays. Ask your supervisor.
sms-phone-not = { $name } asked to go on under this phone, ...{ $number }. That was refused.

## Broadcasts
broadcast-ask = { $name } asks to send to { $people } people, { $place }: "{ $text }"{ $notes } To approve send OK { $code } and your PIN. To refuse: NO { $code } and your PIN.
broadcast-ask-long = { $name } asks to send to { $people } people, { $place }.{ $notes } It is too long to be shown by SMS: dial, and read it under "Waiting for you".
broadcast-urgent = EMERGENCY.
broadcast-alone = { $name } sent broadcast { $number } without a second officer, to { $people } people, { $place }. Reason: { $reason }. "{ $text }"
broadcast-approved = Broadcast { $number } was approved by { $name }.
broadcast-refused = Broadcast { $number } was refused by { $name }. Nothing was sent.
broadcast-expired = Broadcast { $number }: nobody approved it in time. Nothing was sent.
broadcast-late = Broadcast { $number } ended before all were told. Not told: { $people }.
broadcast-few = fewer than { $people }
broadcast-figures = { $messages } SMS, { $cost }, { $seconds } s
broadcast-parts = Up to { $messages } SMS each.
broadcast-ucs2 = In UCS-2: { $items }.
broadcast-begins = From { $when }.
broadcast-left-out = Left out: { $items }.
broadcast-stopped = { $people } opted out
broadcast-unreachable = { $people } unreachable
broadcast-over-budget = { $people } told enough this week
sms-cast-pin = Your text may hold a PIN. Nothing was kept. Send it again without it.
sms-cast-how = Send ALERT, the area and the text: ALERT Ahero Boil all water. In an emergency send EMERGENCY in place of ALERT.
sms-cast-area = No such area. Send ALERT, the name of an area of yours and the text.
sms-cast-several = Which area? Send its number in place of its name: { $items }
sms-cast-preview = { $place }: { $people }.{ $notes } "{ $text }" Nothing is sent yet. Send OK { $code } and your PIN to ask a second officer, TRY { $code } to get it alone first.
sms-cast-missing = No text in: { $items }.
sms-cast-letter = More SMS because of the letter { $letter } (UCS-2).
sms-cast-price-unknown = price not known
sms-cast-asked = Broadcast { $number }: a second officer was asked. You will hear what they say.
sms-cast-dropped = Broadcast { $number } was dropped. Nothing is sent.
sms-cast-yes = You approved broadcast { $number }.
sms-cast-no = You refused broadcast { $number }. Nothing is sent.
sms-cast-people-of = { $people } of { $registered } people
sms-cast-people = { $people } people
sms-cast-tried = The text of broadcast { $number } comes to you by SMS, and to nobody else.
sms-cast-paused = Broadcast { $number } is paused: no more of it goes out. To go on send RESUME { $number } and your PIN.
sms-cast-resumed = Broadcast { $number } goes on.
sms-cast-cancelled = Broadcast { $number } is stopped for good. What was not handed over is not sent.
sms-cast-unknown = There is no broadcast { $number }. Nothing was done.
sms-cast-is = Broadcast { $number } ({ $state }): that cannot be done now. Nothing was changed.
sms-cast-draft = draft
sms-change-how = Send PAUSE, RESUME or CANCEL, the number of the broadcast and your PIN behind it.
sms-cast-long = The text is too long: { $messages } SMS, { $most } at most. Nothing was kept.
sms-cast-nobody = Nobody would be reached there. Nothing was kept.
sms-cast-not = You may not do that.
sms-cast-own = You wrote this one: another officer must approve it. Nothing is sent.
sms-cast-old = This code is too old. Nothing is sent.
sms-cast-code = There is no such code, or a newer one took its place. Nothing is sent.
sms-cast-already = That was decided already.
sms-cast-officer = There is no second officer who could approve it. Nothing is sent.
sms-cast-template = There is no such ready text. Behind the area send one of: { $items }
sms-cast-facts = Send it like this: { $items }. Nothing was kept.
sms-cast-batch = No facility ever received that batch. Nothing was kept.
sms-pin-how = Send the code and your PIN behind it, as: OK 123456 and your PIN.
sms-pin-wrong = That is not your PIN. Nothing was done.
sms-pin-locked = Your PIN is locked after wrong tries. Try again later.
sms-pin-none = You have no PIN yet. Dial in and choose one.

## Ready texts
template-recall = Recall of { $product }, batch { $batch }: { $reason }. Stop giving it out, set it apart, count what is left and keep it until you are told what to do with it.
template-recall-public = Do not use { $product }, batch { $batch }: { $reason }. The batch is printed on the pack. Take what you have back to a health facility.
template-vaccines = Vaccines for children: { $place }, { $day }. Bring every child under 5 and the health card.
template-cholera = Cholera: { $place }. Boil or treat drinking water and wash hands with soap. Watery diarrhoea? Drink ORS and go to a health facility at once.
template-blood-needed = Blood group { $blood } is needed: { $place }, { $day }. If you are well, please come and give blood.
template-stock-back = { $product } can be had again: { $place }.
template-nets = Mosquito nets are given out: { $place }, { $day }. One person of each household comes.
reason-quality = poor quality
reason-falsified = falsified product
reason-contaminated = contaminated
reason-mislabelled = wrong label
reason-harm = it did harm
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday

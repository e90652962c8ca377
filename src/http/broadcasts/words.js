// The words of the page: states, reasons, languages, figures, times.

export const STATES = {
  draft: "Draft: its writer has not said yes",
  waiting: "Waits for a second officer",
  approved: "Approved: about to go out",
  sending: "Going out",
  paused: "Paused",
  done: "All handed over",
  cancelled: "Cancelled",
  refused: "Refused by the second officer",
  expired: "Its time was over",
  dropped: "A draft its writer let go of",
};

// Where something may still change by itself within seconds.
export const GOING = ["draft", "waiting", "approved", "sending", "paused"];

// The recipients, in the order of the bar: field of the answer, words.
export const PEOPLE = [
  ["delivered", "On the handset"],
  ["sent", "Handed over, nothing heard yet"],
  ["unknown", "Unknown: no answer came"],
  ["failed", "Failed"],
  ["left_out", "Left out since"],
  ["queued", "Not handed over yet"],
  ["cancelled", "Not sent: cancelled"],
  ["expired", "Not sent: too late"],
];

const REASONS = {
  absentsubscriber: "Phone was off or out of reach",
  couldnotroute: "No way to their network",
  deliveryfailure: "The network could not deliver",
  donotdisturbrejection: "Asked their network for no messages (do not disturb)",
  expired: "Was not reached before the message expired",
  failed: "The network said no more than failed",
  gatewayerror: "Error at Africa's Talking",
  insufficientcredit: "Account without credit",
  internalservererror: "Error at Africa's Talking",
  invalidphonenumber: "No valid number",
  notnetworksubcriber: "No subscriber of that network",
  notnetworksubscriber: "No subscriber of that network",
  rejected: "Rejected by the network",
  rejectedbygateway: "Rejected by the network",
  unsupportednumbertype: "A kind of number that gets no messages",
  useraccountsuspended: "Number is suspended",
  userdoesnotexist: "Number does not exist",
  userinblacklist: "Asked their network for no messages",
  userisinactive: "Number is not in use",
  "no answer": "No answer came",
  "number does not open": "Number is sealed with a key that is not here",
  stopped: "Opted out after the broadcast was written",
};

// A reason in words; one that is not known in its own, taken apart.
export function reason(why) {
  const known = REASONS[why.toLowerCase()];
  if (known) return known;
  const apart = why.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]/g, " ").trim();
  return apart ? apart.charAt(0).toUpperCase() + apart.slice(1).toLowerCase() : "No reason told";
}

const LANGUAGES = { am: "አማርኛ (Amharic)", en: "English", fr: "Français (French)", ha: "Hausa", sw: "Kiswahili" };
export const language = (code) => LANGUAGES[code] || code;

const FIGURE = new Intl.NumberFormat("en");
export const figure = (n) => FIGURE.format(n);

export function share(part, whole) {
  if (!whole || !part) return "";
  const percent = (100 * part) / whole;
  if (percent < 0.1) return "< 0.1 %";
  if (percent > 99.9 && part < whole) return "> 99.9 %";
  return `${percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent)} %`;
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SECOND = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const moment = (iso) => DAY.format(new Date(iso));
export const second = (iso) => SECOND.format(new Date(iso));
export const clock = (ms) => CLOCK.format(new Date(ms));
export const day = (ms) => DAY.format(new Date(ms));

// So many seconds, as people say it.
export function lasting(seconds) {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}

// So many minutes.
export function minutes(n) {
  if (n === 1) return "one minute";
  if (n < 60) return `${n} minutes`;
  if (n === 60) return "one hour";
  if (n < 1440) return `${n / 60} hours`;
  return n === 1440 ? "one day" : `${Math.round(n / 144) / 10} days`;
}

// The phone's messages: what it sends goes to the service's SMS callback, what it gets is
// read from the outbox, every two seconds while the page is looked at.

import { measure } from "./gsm.js";

const EVERY = 2_000; // milliseconds
const SHORT_CODE = "22384";
const ONE_SMS = 160;

const at = (id) => document.getElementById(id);
const [phone, path, text, note, inbox] = ["phone", "path", "sms-text", "sms-note", "inbox"].map(at);

/** What was sent from here, which the outbox does not hold: {from, text, at}. */
const sent = [];
/** What was shown last, so that nothing is drawn anew without a reason. */
let shown = "";

/** The token in the callback's path, if there is one. */
const token = () => /^\/at\/([\w-]+)\/ussd$/.exec(path.value.trim())?.[1];

function row({ text, at: when, state, mine }) {
  const { used, coding } = measure(text, ONE_SMS);
  const item = document.createElement("li");
  item.className = mine ? "mine" : "";
  item.textContent = text;
  const about = document.createElement("small");
  about.textContent = [new Date(when).toTimeString().slice(0, 5), state, `${used} ${coding}`].join(", ");
  item.append(about);
  return item;
}

async function look() {
  const key = token();
  const number = phone.value.trim();
  if (!key || document.hidden) return;
  let received;
  try {
    const answer = await fetch(`/simulator/inbox/${key}?phone=${encodeURIComponent(number)}`, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) return;
    received = await answer.json();
  } catch {
    return; // the phone says so when it is used
  }
  const mine = sent.filter((message) => message.from === number).map((message) => ({ ...message, state: "sent by you", mine: true }));
  const all = [...received, ...mine].sort((a, b) => new Date(b.at) - new Date(a.at));
  const now = JSON.stringify(all);
  if (now === shown) return;
  shown = now;
  inbox.replaceChildren(...all.map(row));
}

at("sms").addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = token();
  if (!key) return (note.textContent = "Enter the callback path first.");
  if (!text.value.trim()) return text.focus();
  const message = { from: phone.value.trim(), text: text.value, at: new Date().toISOString() };
  const random = [...crypto.getRandomValues(new Uint8Array(16))];
  const body = new URLSearchParams({
    id: random.map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    from: message.from,
    to: SHORT_CODE,
    linkId: "",
    networkCode: at("network").value,
    date: message.at.replace(/\.\d+Z$/, "Z"),
    text: message.text,
  });
  try {
    const answer = await fetch(`/at/${key}/sms`, { method: "POST", body, credentials: "omit", redirect: "error" });
    note.textContent = answer.ok ? "" : `Not taken, ${answer.status}: it would be sent again.`;
    if (!answer.ok) return;
  } catch {
    note.textContent = "No answer: it would be sent again.";
    return;
  }
  sent.push(message);
  text.value = "";
  look();
});

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  at("sms").requestSubmit();
});

phone.addEventListener("change", look);
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
look();

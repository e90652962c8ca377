// The phone: a line to type on, a session with the service, and what went over
// the wire beside it. The service is reached by its USSD callback alone.

import { measure } from "./gsm.js";
import { Keypad } from "./keypad.js";

const HOLD = 600; // milliseconds a key is down before it counts as held
const PATIENCE = 10_000; // Africa's Talking waits no longer for an answer
const LOG_LENGTH = 60;

const at = (id) => document.getElementById(id);
const [screen, entry, path, network] = ["screen", "entry", "path", "network"].map(at);
const keypad = new Keypad();

/** The form of the last callback the service answered, its transcript in `text`. */
let session = null;
/** `{call, answer}` of the last callback sent, for sending it again. */
let last = null;
/** The call being waited for; a dropped call's answer is nobody's. */
let waiting = null;
/** "idle", "session" (the service waits for an input) or "ended": what the green key does next. */
let state = "idle";

// ---- what is shown ----

function show(text, next) {
  state = next;
  screen.textContent = text;
  screen.classList.toggle("standby", next === "idle");
  screen.scrollTop = 0;
  entry.value = "";
  keypad.settle();
  showBelow();
  at("left-label").textContent = { idle: "Call", session: "Send", ended: "OK" }[next];
}

/** An arrow between the soft keys while the screen goes on below. */
function showBelow() {
  const below = screen.scrollHeight - screen.scrollTop - screen.clientHeight;
  at("below").textContent = below > 4 ? "▼" : "";
}

function standby(note = "") {
  show(`${note}${note && "\n\n"}Dial ${at("service").value}\nor press the green key.`, "idle");
}

function showSize(text) {
  const { coding, used, limit, left } = measure(text, Number(network.selectedOptions[0].dataset.limit));
  at("used").textContent = used;
  at("left").textContent = left;
  at("coding").textContent = coding;
  at("meter").max = limit;
  at("meter").value = used;
  document.body.classList.toggle("over", left < 0);
  return `${used}/${limit} ${coding}`;
}

function log(typed, verdict, text) {
  const row = document.createElement("li");
  for (const [kind, value] of [["typed", typed], ["verdict", verdict], ["said", text]]) {
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = value;
    row.append(part);
  }
  at("log").prepend(row);
  while (at("log").children.length > LOG_LENGTH) at("log").lastChild.remove();
}

/** The path with its token cut short, so that a picture of the page gives nothing away. */
const masked = (callback) => callback.replace(/^\/at\/(.{4})[^/]*/, "/at/$1…");

// ---- the wire ----

function callbackPath() {
  const typed = path.value.trim();
  const sound = /^\/at\/[\w-]+\/ussd$/.test(typed);
  path.setAttribute("aria-invalid", String(!sound));
  at("path-help").textContent = sound ? ""
    : "Enter the callback path that medvault token new printed: /at/TOKEN/ussd";
  return sound ? typed : null;
}

/** Posts one callback; answers {status, type, body, ms}, or {failure, ms} where none came. */
async function post(callback, body) {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  try {
    const answer = await fetch(callback, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    return { status: answer.status, type: answer.headers.get("Content-Type"), body: text, ms: ms() };
  } catch (error) {
    return { failure: error.name === "TimeoutError" ? "No answer within 10 s." : "No answer: the service cannot be reached.", ms: ms() };
  }
}

/** One hop: sends the call's transcript so far and shows what comes of it. */
async function hop(typed, call, again = false) {
  const callback = callbackPath();
  if (!callback || waiting) return;
  const mine = (waiting = {});
  const body = new URLSearchParams(call).toString();
  const before = again ? last.answer : null;
  last = { call, answer: null };
  screen.setAttribute("aria-busy", "true");
  screen.classList.remove("standby");
  screen.textContent = "USSD code running …";
  at("text").textContent = call.text || "(empty)";
  at("request").textContent = `POST ${masked(callback)}\nContent-Type: application/x-www-form-urlencoded\n\n${body}`;
  at("response").textContent = "…";
  const answer = await post(callback, body);
  at("elapsed").textContent = answer.ms;
  at("response").textContent = answer.failure ?? `${answer.status} ${answer.type ?? ""}\n\n${answer.body}`;
  last.answer = answer.body;
  if (waiting !== mine) return log(typed, "dropped", "");
  waiting = null;
  screen.removeAttribute("aria-busy");
  const parts = answer.status === 200 && /^(CON|END) ([^]*)$/.exec(answer.body);
  if (!parts) {
    log(typed, answer.failure ? "no answer" : `refused, ${answer.status}`, "The network ends the session.");
    return show("Connection problem or invalid MMI code.", "ended");
  }
  const [, kind, words] = parts;
  const repeat = again ? (before === answer.body ? ", same answer" : ", another answer") : "";
  log(typed, `${kind} ${showSize(words)}, ${answer.ms} ms${repeat}`, words);
  session = call;
  show(words, kind === "CON" ? "session" : "ended");
}

// ---- the keys ----

function dial() {
  const serviceCode = at("service").value.trim();
  const dialled = entry.value.trim() || serviceCode;
  const stem = serviceCode.replace(/#$/, "");
  const deep = dialled.startsWith(`${stem}*`) && dialled.endsWith("#");
  if (dialled !== serviceCode && !deep) {
    return show(`${dialled}\nConnection problem or invalid MMI code.`, "ended");
  }
  const random = [...crypto.getRandomValues(new Uint8Array(16))];
  hop(dialled, {
    sessionId: `ATUid_${random.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`,
    phoneNumber: at("phone").value.trim(),
    networkCode: network.value,
    serviceCode,
    text: deep ? dialled.slice(stem.length + 1, -1) : "",
  });
}

/** The green key: dials from standby, sends within a session, dials again after its end. */
function go() {
  if (waiting) return;
  if (state !== "session") return dial();
  const text = session.text === "" ? entry.value : `${session.text}*${entry.value}`;
  hop(entry.value || "(nothing)", { ...session, text });
}

function hangUp(note) {
  waiting = null;
  screen.removeAttribute("aria-busy");
  standby(note);
}

function type(change) {
  if (waiting) return;
  if (state === "ended") standby();
  entry.value = change(entry.value).slice(0, entry.maxLength);
  entry.scrollLeft = entry.scrollWidth;
}

function switchMode() {
  keypad.toggle();
  const letters = keypad.mode === "abc";
  at("mode").textContent = keypad.mode;
  at("mode").setAttribute("aria-label", letters ? "Keypad types letters; switch to digits" : "Keypad types digits; switch to letters");
}

const acts = {
  go: () => (state === "ended" ? standby() : go()),
  call: go,
  end: () => hangUp(),
  clear: () => type((text) => text.slice(0, -1)),
  up: () => screen.scrollBy({ top: -screen.clientHeight / 2 }),
  down: () => screen.scrollBy({ top: screen.clientHeight / 2 }),
};

for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => acts[button.dataset.act]());
}

for (const button of document.querySelectorAll("[data-key]")) {
  const { key } = button.dataset;
  let timer = 0;
  let held = false;
  button.addEventListener("pointerdown", () => {
    held = false;
    timer = setTimeout(() => {
      held = true;
      if (key === "#") switchMode();
      else if (keypad.mode === "abc") type((text) => keypad.hold(text, key));
      else held = false;
    }, HOLD);
  });
  for (const over of ["pointerup", "pointerleave", "pointercancel"]) {
    button.addEventListener(over, () => clearTimeout(timer));
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (!held) type((text) => keypad.press(text, key, performance.now()));
    held = false;
  });
}

at("line").addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});
at("mode").addEventListener("click", switchMode);
at("drop").addEventListener("click", () => hangUp("Call dropped."));
at("again").addEventListener("click", () => {
  if (last) hop("(sent again)", last.call, true);
});

// The computer's keyboard types on the phone unless it is busy in a field or on a button.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const free = event.target === document.body || event.target === screen;
  if (!free && event.target !== entry) return;
  const act = { Escape: "end", ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (act) {
    event.preventDefault();
    acts[act]();
  } else if (free && event.key === "Enter") {
    event.preventDefault();
    go();
  } else if (free && event.key === "Backspace") {
    acts.clear();
  } else if (free && event.key.length === 1 && event.key !== " ") {
    event.preventDefault();
    type((text) => text + event.key);
    entry.focus();
  }
});

// ---- the set-up ----

network.addEventListener("change", () => {
  at("carrier").textContent = network.selectedOptions[0].dataset.carrier;
  showSize(state === "idle" ? "" : screen.textContent);
});
screen.addEventListener("scroll", showBelow);
at("columns").addEventListener("change", () => {
  screen.dataset.columns = at("columns").value;
  showBelow();
});
at("service").addEventListener("change", () => state === "idle" && standby());
path.addEventListener("input", callbackPath);
window.addEventListener("hashchange", readHash);

/** A path in the link is taken from there, and its token kept off the page. */
function readHash() {
  const linked = location.hash.startsWith("#/at/");
  if (linked) path.value = location.hash.slice(1);
  at("path-field").hidden = callbackPath() !== null && linked;
}

function tick() {
  at("clock").textContent = new Date().toTimeString().slice(0, 5);
}

readHash();
standby();
tick();
setInterval(tick, 10_000);
if (matchMedia("(pointer: fine)").matches) entry.focus();

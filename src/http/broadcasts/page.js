// Asks for the token once, then for how the broadcast stands: every two seconds while it goes on,
// slower when it is over, not at all while nobody looks.

import { chart } from "./chart.js";
import { map } from "./map.js";
import { $, progress, texts, what, write } from "./show.js";
import { GOING, STATES } from "./words.js";

const ID = location.pathname.split("/").pop();
const RESOURCE = `/api/v1/broadcasts/${ID}`;
const KEEP = "medvault-token";
const QUICK = 2_000;
const SLOW = 15_000;

let seen = null;
let drawn = null;
let drawnAt = "";
let drawing = false;
let sitting = 0;
let timer = 0;
let turn = 0;

const token = () => sessionStorage.getItem(KEEP);

class Refused extends Error {
  constructor(status, told) {
    super(told);
    this.status = status;
  }
}

async function ask(path, method = "GET") {
  const answer = await fetch(RESOURCE + path, {
    method,
    headers: { Authorization: `Bearer ${token()}` },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body.error || "");
  return body;
}

function problem(text) {
  write("problem", text);
  $("problem").hidden = !text;
}

// What a refusal means to whoever looks.
function told(error) {
  if (!(error instanceof Refused)) return "The service does not answer. Trying again.";
  switch (error.status) {
    case 401: return "This token opens nothing: it is mistyped or was revoked.";
    case 403: return "This token's role and place may not see this broadcast.";
    case 404: return `There is no broadcast ${ID}.`;
    case 429: return "Too many wrong tokens from here. Wait a minute.";
    default: return "The service is in trouble. Trying again.";
  }
}

function signIn(text = "") {
  sessionStorage.removeItem(KEEP);
  clearTimeout(timer);
  turn += 1;
  sitting += 1;
  seen = drawn = null;
  drawnAt = "";
  $("broadcast").hidden = true;
  $("forget").hidden = true;
  $("ask").hidden = false;
  problem(text);
  $("token").value = "";
  $("token").focus();
}

async function look() {
  clearTimeout(timer);
  const mine = (turn += 1);
  let wait = SLOW;
  try {
    const answer = await ask("/page");
    if (mine !== turn) return;
    seen = answer;
    problem("");
    show();
    if (GOING.includes(answer.state)) wait = QUICK;
    lookAtMap(mine);
  } catch (error) {
    if (mine !== turn) return;
    const refused = error instanceof Refused && error.status < 500;
    if (refused) return signIn(told(error));
    problem(told(error));
    wait = seen ? QUICK * 2 : SLOW;
  }
  if (mine === turn && !document.hidden) timer = setTimeout(look, wait);
}

// The map is looked at anew when the state is another. Nothing waits for it: of a country it takes
// seconds to draw up.
async function lookAtMap(mine) {
  const { state } = seen;
  const whose = sitting;
  if (drawnAt === state || drawing) return;
  drawing = true;
  try {
    const answer = await ask("/map");
    if (whose !== sitting) return;
    drawnAt = state;
    drawn = answer;
    map(drawn);
  } catch {
    if (mine === turn && !drawn) write("map-note", "The map could not be drawn up. Trying again.");
  } finally {
    drawing = false;
  }
}

function show() {
  $("ask").hidden = true;
  $("broadcast").hidden = false;
  $("forget").hidden = false;
  what(seen);
  progress(seen.progress);
  chart(seen.minutes);
  texts(seen.texts);
  for (const verb of ["pause", "resume", "cancel"]) button(verb).hidden = !seen.may.includes(verb);
}

function button(verb) {
  return { pause: $("pause"), resume: $("resume"), cancel: $("cancel") }[verb];
}

async function act(verb) {
  for (const each of ["pause", "resume", "cancel"]) button(each).disabled = true;
  write("done", "");
  try {
    const { state } = await ask(`/${verb}`, "POST");
    write("done", `Now: ${STATES[state] || state}.`);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return signIn(told(error));
    write("done", error instanceof Refused && error.message ? `Not done: ${error.message}.` : "Not done: the service did not answer. Look at the state before trying again.");
  } finally {
    for (const each of ["pause", "resume", "cancel"]) button(each).disabled = false;
  }
  await look();
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = $("token").value.trim();
  // What is no token cannot be sent as one.
  if (!/^[\x21-\x7e]+$/.test(typed)) return signIn(told(new Refused(401, "")));
  sessionStorage.setItem(KEEP, typed);
  $("token").value = "";
  look();
});
$("forget").addEventListener("click", () => signIn());
$("pause").addEventListener("click", () => act("pause"));
$("resume").addEventListener("click", () => act("resume"));
$("cancel").addEventListener("click", () => $("sure").showModal());
$("sure-no").addEventListener("click", () => $("sure").close());
$("sure-yes").addEventListener("click", () => {
  $("sure").close();
  act("cancel");
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else if (token()) look();
});
let resized = 0;
addEventListener("resize", () => {
  cancelAnimationFrame(resized);
  resized = requestAnimationFrame(() => {
    if (seen) chart(seen.minutes);
    if (drawn) map(drawn);
  });
});

write("number", ID);
if (token()) look();
else signIn();

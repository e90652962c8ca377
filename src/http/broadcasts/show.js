// Puts what the service answers into the page. Everything goes in as text, nothing as markup.

import { PEOPLE, STATES, figure, language, lasting, moment, reason, second, share } from "./words.js";

export const $ = (id) => document.getElementById(id);

// An element with a class, a text and children.
export function make(tag, { kind, text, ...more } = {}, ...children) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Writes only what differs: a screen reader hears of nothing else, and nothing that is opened shuts.
export function write(id, text) {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text;
}

export function row(...cells) {
  const [head, ...rest] = cells;
  const th = make("th", { scope: "row" });
  th.append(head);
  return make("tr", {}, th, ...rest.map((text) => make("td", { text })));
}

export function what(page) {
  write("number", String(page.id));
  document.title = `Broadcast ${page.id}: ${STATES[page.state]}`;
  write("state", STATES[page.state] || page.state);
  $("state").dataset.state = page.state;
  $("emergency").hidden = !page.emergency;
  write("whom", page.whom || "Everybody in a circle");
  write("within", page.within.join(", "));
  const facts = [];
  if (page.reason) facts.push(["Why", page.reason]);
  facts.push(["Written by", `${page.made_by}, ${moment(page.created_at)}`]);
  const decision = page.decision;
  if (decision) facts.push(decided(decision));
  if (page.corrects) facts.push(["Corrects", `broadcast ${page.corrects}`]);
  const cost = page.cost === null ? "" : `, ${page.currency} ${page.cost}`;
  const few = page.recipients === null;
  facts.push(["Meant for", few ? `fewer than ${page.fewer_than} people` : `${figure(page.recipients)} people, ${figure(page.segments)} SMS${cost}`]);
  if (new Date(page.starts_at) - new Date(page.created_at) > 60_000) facts.push(["Not before", moment(page.starts_at)]);
  const far = page.progress;
  if (far.first_handed_at) facts.push(["First handed over", second(far.first_handed_at)]);
  if (far.last_handed_at) facts.push(["Last handed over", second(far.last_handed_at)]);
  if (page.finished_at) facts.push(["Over", second(page.finished_at)]);
  else facts.push(["Nothing goes out after", moment(page.expires_at)]);
  $("facts").replaceChildren(...facts.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]));
}

function decided({ by, approved, alone, at }) {
  const name = by || "nobody";
  if (alone) return ["Sent alone by", `${name}, ${moment(at)} (broken glass)`];
  if (approved === null) return ["Second officer asked", `${name}, ${moment(at)}`];
  return [approved ? "Approved by" : "Refused by", `${name}, ${moment(at)}`];
}

const total = (value) => (Array.isArray(value) ? value.reduce((sum, each) => sum + each.people, 0) : value);

export function progress(far) {
  const counts = PEOPLE.map(([field, words]) => ({ field, words, people: total(far[field]) }));
  const all = counts.reduce((sum, each) => sum + each.people, 0);
  const of = (...fields) => counts.filter((c) => fields.includes(c.field)).reduce((sum, c) => sum + c.people, 0);
  const handed = of("delivered", "sent", "unknown", "failed");
  write("handed-figure", figure(handed));
  write("handed-words", all ? `of ${figure(all)} handed over` : "handed over");
  const shown = counts.filter((each) => each.people > 0);
  const parts = shown.map(({ field, people, words }) => {
    const part = make("span", { kind: `part c-${field}`, title: `${words}: ${figure(people)}` });
    part.style.flexGrow = people / all;
    return part;
  });
  $("bar").replaceChildren(...parts);
  const said = shown.map(({ words, people }) => `${words}: ${figure(people)}`).join(". ");
  $("bar").setAttribute("aria-label", said || "Nobody yet");
  $("states").replaceChildren(
    ...shown.map(({ field, words, people }) => {
      const head = make("span", { kind: `swatch c-${field}`, "aria-hidden": "true" });
      const label = document.createDocumentFragment();
      label.append(head, words);
      return row(label, figure(people), share(people, all));
    }),
  );
  const reasons = [...far.failed, ...far.left_out].sort((a, b) => b.people - a.people);
  $("reasons").replaceChildren(...reasons.map(({ why, people }) => row(reason(why), figure(people))));
  $("no-reasons").hidden = reasons.length > 0;
  times(far.times);
}

function times(seconds) {
  const each = seconds
    ? [["Half within", seconds.p50], ["9 of 10 within", seconds.p90], ["99 of 100 within", seconds.p99]]
    : [];
  $("times").replaceChildren(...each.map(([name, value]) => make("div", {}, make("dt", { text: name }), make("dd", { text: lasting(value) }))));
  write("times-note", seconds ? "Of those on the handset, from handing over." : "Nothing is told of a handset yet.");
}

let before = "";
export function texts(list) {
  const now = JSON.stringify(list);
  if (now === before) return;
  before = now;
  $("texts").replaceChildren(...list.map(handset));
}

function handset({ language: code, encoding, letters, units, room, parts, foreign }) {
  const counted = encoding === "gsm7" ? "septets of GSM-7" : "units of UCS-2";
  const messages = parts.length === 1 ? "one message" : `${parts.length} messages`;
  const why = foreign ? ` “${foreign}” takes it into UCS-2.` : "";
  const body = make("div", { kind: "bubble", lang: code, dir: "auto" });
  parts.forEach((text, at) => {
    body.append(make("span", { text }));
    if (at < parts.length - 1) body.append(make("i", { kind: "cut", title: `message ${at + 2} begins here`, role: "img", "aria-label": "next message" }));
  });
  return make(
    "figure",
    { kind: "handset" },
    make("figcaption", { text: language(code) }),
    make("div", { kind: "screen" }, body),
    make("p", { kind: "hint", text: `${letters} letters, ${messages}: ${units} of ${room} ${counted}.${why}` }),
  );
}

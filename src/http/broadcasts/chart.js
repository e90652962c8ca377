// Delivery by minute: bars of what was handed over, lines of what was told of it.

import { $, draw, row, write } from "./show.js";
import { clock, day, figure, minutes as lasting } from "./words.js";

const HIGH = 190;
const LEFT = 46;
const RIGHT = 8;
const TOP = 12;
const LOW = 24;

// The next round figure whose half is round too.
function round(most) {
  if (most <= 10) return most + (most % 2);
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 1.6, 2, 3, 4, 6, 8, 10].map((n) => n * step).find((n) => n >= most) || most;
}

const short = (n) => (n >= 1e6 ? `${n / 1e6} M` : n >= 1e4 ? `${n / 1e3} k` : figure(n));

export function chart(points) {
  const box = $("chart");
  const many = points.handed.length;
  $("chart-table-box").hidden = !many;
  if (!many) {
    box.replaceChildren();
    write("chart-note", "Nothing was handed over yet.");
    $("chart-rows").replaceChildren();
    return;
  }
  const from = new Date(points.from).getTime();
  const at = (point) => from + point * points.width * 60_000;
  const wide = Math.max(box.clientWidth, 240);
  const inner = wide - LEFT - RIGHT;
  const tall = HIGH - TOP - LOW;
  const top = round(Math.max(1, ...points.handed, ...points.delivered, ...points.failed));
  const step = inner / many;
  const x = (point) => LEFT + point * step;
  const y = (people) => TOP + tall * (1 - people / top);
  const svg = draw("svg", { viewBox: `0 0 ${wide} ${HIGH}`, width: wide, height: HIGH, role: "img", "aria-labelledby": "chart-title" });
  const sum = (list) => figure(list.reduce((all, n) => all + n, 0));
  const title = draw("title", { id: "chart-title" });
  title.textContent = `People by ${lasting(points.width)} from ${day(from)}: ${sum(points.handed)} handed over, ${sum(points.delivered)} on the handset, ${sum(points.failed)} failed`;
  svg.append(title);
  for (const part of [0, 0.5, 1]) {
    const line = y(top * part);
    svg.append(draw("line", { class: "grid", x1: LEFT, x2: wide - RIGHT, y1: line, y2: line }));
    const label = draw("text", { class: "axis", x: LEFT - 6, y: line + 4, "text-anchor": "end" });
    label.textContent = short(top * part);
    svg.append(label);
  }
  const gap = step > 6 ? 1 : 0;
  points.handed.forEach((people, point) => {
    if (people) svg.append(draw("rect", { class: "handed", x: x(point) + gap / 2, y: y(people), width: Math.max(step - gap, 0.5), height: y(0) - y(people) }));
  });
  for (const kind of ["delivered", "failed"]) {
    const list = points[kind];
    if (!list.some((people) => people > 0)) continue;
    const path = list.map((people, point) => `${point ? "L" : "M"}${(x(point) + step / 2).toFixed(1)} ${y(people).toFixed(1)}`);
    svg.append(draw("path", { class: `line ${kind}`, d: path.join("") }));
    if (many < 40) list.forEach((people, point) => people && svg.append(draw("circle", { class: `point ${kind}`, cx: x(point) + step / 2, cy: y(people), r: 3 })));
  }
  const marks = many === 1 ? [0] : many < 3 || wide < 420 ? [0, many - 1] : [0, Math.floor((many - 1) / 2), many - 1];
  marks.forEach((point, index) => {
    const anchor = index === 0 ? "start" : index === marks.length - 1 ? "end" : "middle";
    const place = index === 0 ? x(0) : anchor === "end" ? wide - RIGHT : x(point) + step / 2;
    const label = draw("text", { class: "axis", x: place, y: HIGH - 6, "text-anchor": anchor });
    label.textContent = points.width >= 1440 ? day(at(point)) : clock(at(point));
    svg.append(label);
  });
  box.replaceChildren(svg);
  write("chart-note", `Each point is ${lasting(points.width)}, from ${day(from)} on, by your clock.`);
  $("chart-rows").replaceChildren(...points.handed.map((people, point) => row(points.width >= 60 ? day(at(point)) : clock(at(point)), figure(people), figure(points.delivered[point]), figure(points.failed[point]))));
}

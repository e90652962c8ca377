// The area, its parts, and a dot for each place where recipients are: its area grows with how many.

import { $, draw, row, write } from "./show.js";
import { figure } from "./words.js";

const EDGE = 30;
const KM_A_DEGREE = 111.195;
const SMALLEST = 4;
const LARGEST = 22;
const NAMED = 12;
const LETTER = 6.4;

// Points to the plane: a degree east is shorter the farther from the equator.
function plane(map, wide) {
  const spots = [...map.parts, ...map.dots, ...(map.place ? [map.place] : [])].map(({ lat, lon }) => [lat, lon]);
  if (map.radius) {
    const { lat, lon, km } = map.radius;
    const [up, across] = [km / KM_A_DEGREE, km / KM_A_DEGREE / Math.cos((lat * Math.PI) / 180)];
    spots.push([lat - up, lon - across], [lat + up, lon + across]);
  }
  if (!spots.length) return null;
  const lats = spots.map(([lat]) => lat);
  const lons = spots.map(([, lon]) => lon);
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const spanX = Math.max((east - west) * squeeze, 0.01);
  const spanY = Math.max(north - south, 0.01);
  const high = Math.min(Math.max((wide * spanY) / spanX, 200), Math.min(wide, 460));
  const scale = Math.min((wide - 2 * EDGE) / spanX, (high - 2 * EDGE) / spanY);
  return {
    high,
    degree: scale,
    x: (lon) => wide / 2 + (lon - (west + east) / 2) * squeeze * scale,
    y: (lat) => high / 2 - (lat - (south + north) / 2) * scale,
  };
}

// Names of the largest dots, where they do not cover each other.
function names(dots, to, size, wide) {
  const taken = [];
  const labels = [];
  for (const dot of dots) {
    if (labels.length === NAMED) break;
    const half = (dot.name.length * LETTER) / 2;
    const x = Math.min(Math.max(to.x(dot.lon), half + 2), wide - half - 2);
    const r = size(dot.people);
    for (const y of [to.y(dot.lat) - r - 4, to.y(dot.lat) + r + 12]) {
      const box = [x - half, y - 11, x + half, y + 3];
      const free = taken.every(([a, b, c, d]) => box[2] < a || box[0] > c || box[3] < b || box[1] > d);
      if (!free || box[1] < 0 || box[3] > to.high) continue;
      taken.push(box);
      const label = draw("text", { class: "name", x, y, "text-anchor": "middle" });
      label.textContent = dot.name;
      labels.push(label);
      break;
    }
  }
  return labels;
}

export function map(answer) {
  const box = $("map");
  const wide = Math.max(box.clientWidth, 240);
  const to = plane(answer, wide);
  if (to) box.replaceChildren(picture(answer, to, wide));
  else box.replaceChildren();
  const few = figure(answer.fewest);
  const words = [
    to ? "Each dot is a place that recipients told as theirs, or where they work; the larger, the more people." : "No place of this area has a point to be drawn at.",
    `A place with fewer than ${few} recipients is not shown alone but counted in the wider place it lies in.`,
  ];
  if (answer.elsewhere) words.push(`At no place that can be shown: ${figure(answer.elsewhere)}.`);
  write("map-note", words.join(" "));
  const rows = answer.dots.map((dot) => row(`${dot.name} (${dot.kind}${dot.with_smaller ? ", with smaller places" : ""})`, figure(dot.people)));
  if (answer.elsewhere) rows.push(row("At no place that can be shown", figure(answer.elsewhere)));
  $("map-rows").replaceChildren(...rows);
  $("map-table-box").hidden = !rows.length;
}

function picture(answer, to, wide) {
  const svg = draw("svg", { viewBox: `0 0 ${wide} ${to.high}`, width: wide, height: to.high, role: "img", "aria-labelledby": "map-title" });
  const title = draw("title", { id: "map-title" });
  const place = answer.place ? answer.place.name : "the circle";
  title.textContent = `Map of ${place}: ${answer.dots.length} places with recipients; the table below lists them`;
  svg.append(title);
  if (answer.radius) {
    const { lat, lon, km } = answer.radius;
    svg.append(draw("circle", { class: "circle", cx: to.x(lon), cy: to.y(lat), r: (km / KM_A_DEGREE) * to.degree }));
  }
  for (const part of answer.parts) {
    const mark = draw("circle", { class: "spot", cx: to.x(part.lon), cy: to.y(part.lat), r: 2.5 });
    const name = draw("title");
    name.textContent = `${part.name} (${part.kind})`;
    mark.append(name);
    svg.append(mark);
  }
  if (answer.place) {
    const [x, y] = [to.x(answer.place.lon), to.y(answer.place.lat)];
    svg.append(draw("path", { class: "middle", d: `M${x - 6} ${y}h12M${x} ${y - 6}v12` }));
  }
  const most = Math.max(1, ...answer.dots.map((dot) => dot.people));
  const size = (people) => Math.max(SMALLEST, LARGEST * Math.sqrt(people / most));
  for (const dot of answer.dots) {
    const mark = draw("circle", { class: dot.with_smaller ? "dot wider" : "dot", cx: to.x(dot.lon), cy: to.y(dot.lat), r: size(dot.people).toFixed(1) });
    const name = draw("title");
    name.textContent = `${dot.name}: ${figure(dot.people)}`;
    mark.append(name);
    svg.append(mark);
  }
  svg.append(...names(answer.dots, to, size, wide));
  return svg;
}

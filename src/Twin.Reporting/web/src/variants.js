import * as Plot from "@observablehq/plot";
import {frame, percent, saying, tip, tonnes} from "./common.js";

const millions = cost => Math.round(cost).toLocaleString("en");

const short = (text, width) => width < 560 && text.length > 17 ? `${text.slice(0, 16)}…` : text.length > 40 ? `${text.slice(0, 39)}…` : text;

/** Loss avoided by each variant, run by run against the base, with its interval. */
export function avoided(data, element, width) {
  const rows = data.avoided;
  return Plot.plot(frame(width, {
    height: 60 + rows.length * 26, marginLeft: width < 560 ? 140 : 290, marginRight: 34, marginBottom: 44,
    x: {label: "tonnes less unmet than as it is →", labelOffset: 40, grid: true, nice: true}, y: {label: null, domain: rows.map(r => r.name), tickSize: 0, tickFormat: t => short(t, width)},
    marks: [
      Plot.ruleX([0], {stroke: "var(--grey)"}),
      Plot.barX(rows, {x1: 0, x2: "mean", y: "name", fill: d => d.low > 0 || d.high < 0 ? "var(--blue)" : "var(--grey)", fillOpacity: 0.75, insetTop: 4, insetBottom: 4}),
      Plot.ruleY(rows, {x1: "low", x2: "high", y: "name", stroke: "var(--ink)", strokeWidth: 2}),
      Plot.tip(rows, Plot.pointerY({x: "mean", y: "name", title: d => `${d.name}\n${tonnes(d.mean)} (${tonnes(d.low)} to ${tonnes(d.high)})`, ...tip})),
    ],
  }));
}

/** Loss avoided against cost, where all of a variant's costs have a source; the efficient ones joined. */
export function pareto(data, element, width) {
  const rows = data.pareto;
  const best = rows.filter(r => r.efficient).sort((a, b) => a.cost - b.cost);

  // Names lie towards the middle, where there is room, and by turns above and below their dots, so that neighbours in a row can be read.
  // Those that neither save a tenth of the best nor are efficient lie in a heap at the bottom: who points at one reads its name.
  const middle = Math.max(...rows.map(r => r.cost)) / 2, low = Math.max(...rows.map(r => r.saved)) / 10;
  const turns = new Map([...rows].sort((a, b) => a.cost - b.cost).map((r, i) => [r, i % 2 === 1 && r.saved > low]));
  const names = [[false, false], [false, true], [true, false], [true, true]].map(([right, below]) =>
    Plot.text(rows, {
      filter: d => (d.efficient || d.saved > low) && d.cost > middle === right && turns.get(d) === below, x: "cost", y: "saved", text: d => short(d.name, width),
      dx: right ? 5 : -5, dy: below ? 13 : -13, textAnchor: right ? "end" : "start", fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3,
    }));
  return Plot.plot(frame(width, {
    height: 300, marginLeft: 60, marginRight: 20, marginTop: 34, marginBottom: 44,
    x: {label: "cost to the end of the window, million USD →", labelOffset: 40, grid: true, zero: true, nice: true}, y: {label: "↑ tonnes less unmet", grid: true, zero: true},
    marks: [
      Plot.line(best, {x: "cost", y: "saved", curve: "step-after", stroke: "var(--blue)", strokeDasharray: "4 3"}),
      Plot.ruleY(rows, {x1: "least", x2: "most", y: "saved", stroke: d => d.efficient ? "var(--blue)" : "var(--grey)", strokeWidth: 1.5, strokeOpacity: 0.6}),
      Plot.dot(rows, {x: "cost", y: "saved", r: 5, fill: d => d.efficient ? "var(--blue)" : "var(--grey)"}),
      ...names,
      Plot.tip(rows, Plot.pointer({x: "cost", y: "saved", title: d => `${d.name}\n${tonnes(d.saved)} for ${millions(d.cost)}${d.least < d.most ? ` (${millions(d.least)} to ${millions(d.most)})` : ""} million USD`, ...tip})),
    ],
  }));
}

/** Every answer under every shock: a panel a shock, a row an answer. */
export function answers(data, element, width) {
  const rows = data.answers;
  const names = [...new Set(rows.map(r => r.answer))], shocks = [...new Set(rows.map(r => r.shock))];
  const say = saying(data.unit), left = width < 560 ? 136 : 290;
  return Plot.plot(frame(width, {
    height: 50 + shocks.length * (26 + names.length * 17), marginLeft: left, marginRight: 20, marginBottom: 40, marginTop: 24,
    x: {label: `${data.unit} →`, labelOffset: 36, grid: true, nice: true, zero: true, tickFormat: data.unit === "%" ? percent : undefined},
    y: {label: null, domain: names, tickSize: 0, tickFormat: t => short(t, width)}, fy: {label: null, domain: shocks, axis: null, padding: 0.12},
    marks: [
      Plot.text(shocks, {fy: d => d, text: d => d, frameAnchor: "top-left", dx: 4 - left, dy: -14, fontWeight: 600, fill: "var(--ink)"}),
      Plot.ruleY(rows, {fy: "shock", y: "answer", x1: "low", x2: "high", stroke: "var(--ink)", strokeWidth: 1.5}),
      Plot.dot(rows, {fy: "shock", y: "answer", x: "mean", r: 5, stroke: "var(--blue)", strokeWidth: 1.5, fill: d => d.best ? "var(--blue)" : "var(--paper)"}),
      Plot.tip(rows, Plot.pointer({fy: "shock", y: "answer", x: "mean", title: d => `${d.answer}\n${d.shock}\n${say(d.mean)} (${say(d.low)} to ${say(d.high)})`, ...tip})),
    ],
  }));
}

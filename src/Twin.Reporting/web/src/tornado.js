import * as Plot from "@observablehq/plot";
import {frame, percent, saying, tip} from "./common.js";

/** How far one input at a time moves the answer: from the middle to where it is with the input low, and high. */
export function tornado(data, element, width) {
  const narrow = width < 560, most = narrow ? 17 : 44;
  const say = saying(data.unit);
  const short = text => text.length > most ? `${text.slice(0, most - 1)}…` : text;
  const bars = data.tornado.flatMap(r => [{name: r.name, at: r.low, end: "low"}, {name: r.name, at: r.high, end: "high"}]);
  return Plot.plot(frame(width, {
    height: 60 + data.tornado.length * 24, marginLeft: narrow ? 130 : 290, marginRight: 24, marginBottom: 42, marginTop: 8,
    x: {label: `${data.unit} →`, labelOffset: 38, grid: true, nice: true, tickFormat: data.unit === "%" ? percent : undefined},
    y: {label: null, domain: data.tornado.map(r => r.name), tickSize: 0, tickFormat: short},
    marks: [
      Plot.barX(bars, {x1: data.middle, x2: "at", y: "name", fill: d => d.end === "low" ? "var(--orange)" : "var(--blue)", fillOpacity: 0.75, insetTop: 3, insetBottom: 3}),
      Plot.ruleX([data.middle], {stroke: "var(--ink)"}),
      Plot.tip(data.tornado, Plot.pointerY({x: d => Math.max(d.low, d.high), y: "name", title: d => `${d.name}\nlow: ${say(d.low)}\nhigh: ${say(d.high)}`, ...tip})),
    ],
  }));
}

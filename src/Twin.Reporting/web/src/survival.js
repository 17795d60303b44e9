import * as Plot from "@observablehq/plot";
import {frame, palette, percent, tip} from "./common.js";

/** Share of runs in which it has not happened yet, against days since the onset: one line for each region. */
export function survival(data, element, width) {
  const curves = data.survival.filter(c => c.measure === element.dataset.key);
  // To a little after the last that happens.
  const last = Math.max(60, ...curves.flatMap(c => c.steps.map(([x]) => x)));
  const end = Math.min(data.window.days, last * 1.15);
  const points = curves.flatMap(c => [[0, 1, 1, 1], ...c.steps, [end, ...(c.steps.at(-1) ?? [0, 1, 1, 1]).slice(1)]].map(([x, share, low, high]) => ({name: c.name, x, share, low, high})));
  return Plot.plot(frame(width, {
    height: 270, marginLeft: 50, marginRight: 18, marginBottom: 42,
    x: {domain: [0, end], label: "days since the onset →", labelAnchor: "right", labelOffset: 38},
    y: {domain: [0, 1], label: null, tickFormat: percent, ticks: [0, 0.25, 0.5, 0.75, 1], grid: true},
    color: {domain: curves.map(c => c.name), range: palette, legend: true},
    marks: [
      Plot.lineY(points, {x: "x", y: "share", stroke: "name", curve: "step-after", strokeWidth: 2}),
      Plot.tip(points, Plot.pointer({x: "x", y: "share", title: d => `${d.name}\nday ${Math.round(d.x)}: ${percent(d.share)} of the runs (${percent(d.low)} to ${percent(d.high)})`, ...tip})),
    ],
  }));
}

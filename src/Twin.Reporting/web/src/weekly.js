import * as Plot from "@observablehq/plot";
import {addDays, blue, date, day, frame, grey, month, percent, tip, weekOf} from "./common.js";

const shockOf = data => data.window.onset
  ? [{x1: day(data.window.onset), x2: day(data.window.shockEnd ?? data.window.horizon)}] : [];

const drawn = data => [day(data.window.drawn), day(data.window.horizon)];

/** Share of demand met, week by week: median, half of the runs, nine in ten. */
export function fan(data, element, width) {
  const its = data.fans.find(f => f.id === element.dataset.key);
  const weeks = its.p50.map((p50, i) => ({x: weekOf(data, data.window.firstWeek + i), p50, p05: its.p05[i], p25: its.p25[i], p75: its.p75[i], p95: its.p95[i]}))
    .filter(d => addDays(d.x, 7) <= day(data.window.horizon)); // a last week that is not whole would be a spike
  const large = element.classList.contains("hero");
  const title = d => `Week of ${date(d.x)}\nmedian ${percent(d.p50)}\nhalf of the runs ${percent(d.p25)} to ${percent(d.p75)}\nnine in ten ${percent(d.p05)} to ${percent(d.p95)}`;
  return Plot.plot(frame(width, {
    height: large ? Math.min(300, Math.max(190, width * 0.32)) : 150, marginLeft: 50, marginRight: 18, marginTop: 8,
    x: {type: "utc", domain: drawn(data), label: null, ticks: width < 420 ? "year" : undefined},
    y: {domain: [0, 1], label: null, tickFormat: percent, ticks: [0, 0.5, 1], grid: true},
    marks: [
      Plot.rect(shockOf(data), {x1: "x1", x2: "x2", y1: 0, y2: 1, fill: "var(--shock)", fillOpacity: 0.09}),
      Plot.areaY(weeks, {x: "x", y1: "p05", y2: "p95", fill: blue, fillOpacity: 0.2}),
      Plot.areaY(weeks, {x: "x", y1: "p25", y2: "p75", fill: blue, fillOpacity: 0.36}),
      Plot.lineY(weeks, {x: "x", y: "p50", stroke: blue, strokeWidth: 2}),
      Plot.ruleX(weeks, Plot.pointerX({x: "x", stroke: grey})),
      Plot.tip(weeks, Plot.pointerX({x: "x", y: "p50", title, ...tip})),
    ],
  }));
}

/** Mean share of demand unmet: a row for each sector of each region, a column for each month. */
export function heat(data, element, width) {
  const cells = data.heat.flatMap(row => row.unmet.map((unmet, m) => {
    const from = new Date(Date.UTC(data.window.firstYear, data.window.firstMonth + m, 1));
    return {region: row.region, sector: row.sector, unmet, from, to: new Date(Date.UTC(data.window.firstYear, data.window.firstMonth + m + 1, 1))};
  }));
  const rows = new Set(data.heat.map(r => `${r.region}|${r.sector}`)).size;
  const narrow = width < 560;
  const short = text => narrow && text.length > 13 ? `${text.slice(0, 12)}…` : text.length > 30 ? `${text.slice(0, 29)}…` : text;
  return Plot.plot(frame(width, {
    height: 70 + rows * 15 + new Set(data.heat.map(r => r.region)).size * 8, marginLeft: narrow ? 106 : 212, marginRight: narrow ? 84 : 120, marginTop: 36, // months over years
    x: {type: "utc", domain: [cells[0].from, cells.at(-1).to], label: null, axis: "top"},
    y: {label: null, tickSize: 0, tickFormat: short, domain: undefined}, fy: {label: null, padding: 0.02, tickFormat: short},
    opacity: {type: "identity"},
    facet: {data: cells, y: "region", marginRight: narrow ? 84 : 120},
    marks: [
      Plot.rect(cells, {x1: "from", x2: "to", y: "sector", fill: "var(--rail)", inset: 0}),
      Plot.rect(cells, {x1: "from", x2: "to", y: "sector", fill: "var(--red)", fillOpacity: "unmet", sort: {fy: null, y: null}}),
      Plot.ruleX(data.window.onset ? [day(data.window.onset)] : [], {stroke: "var(--ink)"}),
      Plot.ruleX(data.window.onset && data.window.shockEnd ? [day(data.window.shockEnd)] : [], {stroke: "var(--ink)", strokeDasharray: "3 2"}),
      Plot.tip(cells, Plot.pointer({x: d => addDays(d.from, 15), y: "sector", title: d => `${d.sector}, ${d.region}\n${month(d.from)}: ${percent(d.unmet)} unmet`, ...tip})),
    ],
  }));
}

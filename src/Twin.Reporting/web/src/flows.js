import * as Plot from "@observablehq/plot";
import * as d3 from "d3";
import {sankey as layout, sankeyLinkHorizontal} from "d3-sankey";
import {feature} from "topojson-client";
import atlas from "world-atlas/land-110m.json";
import {frame, tip, tonnes} from "./common.js";

const land = feature(atlas, atlas.objects.land);

/** One kind of goods between regions: grey as usual, blue while the shock lasts. */
export function map(data, element, width) {
  const stage = element.dataset.key;
  const places = new Map(data.places.map(p => [p.id, p]));
  const flows = data.flows.filter(f => f.stage === stage && f.from !== f.to && places.has(f.from) && places.has(f.to) && f.usual + f.during > 0);
  const most = d3.max(flows, f => Math.max(f.usual, f.during)) ?? 1;
  const ways = flows.map(f => ({...f, x1: places.get(f.from).lon, y1: places.get(f.from).lat, x2: places.get(f.to).lon, y2: places.get(f.to).lat}));
  const thick = t => Math.max(0.5, 13 * t / most);
  const ends = {x1: "x1", y1: "y1", x2: "x2", y2: "y2", bend: 22, headLength: 0, inset: 3};
  const title = d => `${places.get(d.from).name} → ${places.get(d.to).name}\nusually ${tonnes(d.usual)} a year\nin the shock ${tonnes(d.during)} a year`;
  // Names that would overlap give way to each other: westernmost to the left, easternmost to the right.
  const near = (p, east) => data.places.some(q => q !== p && Math.sign(q.lon - p.lon) === east && Math.abs(q.lon - p.lon) < 14 && Math.abs(q.lat - p.lat) < 8);
  const side = p => near(p, 1) ? near(p, -1) ? "above" : "left" : near(p, -1) ? "right" : "above";
  const at = {above: {dy: -10}, left: {dx: -7, textAnchor: "end"}, right: {dx: 7, textAnchor: "start"}};
  const name = {x: "lon", y: "lat", text: "name", fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3, fontSize: width < 560 ? 9 : 12};
  return Plot.plot(frame(width, {
    height: width * 0.47, margin: 2, projection: {type: "equal-earth", rotate: [-60, 0], domain: {type: "MultiPoint", coordinates: [[-100, 62], [150, -38], [-120, 20], [178, 50], [-60, -30]].map(([x, y]) => [x, y])}},
    marks: [
      Plot.geo(land, {fill: "var(--rail)", stroke: "var(--line)", strokeWidth: 0.5}),
      Plot.arrow(ways, {...ends, stroke: "var(--grey)", strokeOpacity: 0.45, strokeWidth: d => thick(d.usual)}),
      Plot.arrow(ways.filter(d => d.during > most * 1e-4), {...ends, stroke: "var(--blue)", strokeOpacity: 0.85, strokeWidth: d => thick(d.during)}),
      Plot.dot(data.places, {x: "lon", y: "lat", r: 3, fill: "var(--ink)"}),
      ...Object.entries(at).map(([where, shift]) => Plot.text(data.places.filter(p => side(p) === where), {...name, ...shift})),
      Plot.tip(ways, Plot.pointer({x: d => (d.x1 + d.x2) / 2, y: d => (d.y1 + d.y2) / 2, title, ...tip})),
    ],
  }));
}

const order = ["mine", "cracking", "refinery", "recycler", "metal", "magnet"];
const heads = {mine: "mined", refinery: "separated", metal: "made into metal", magnet: "made into magnets", users: "used"};
const next = {mine: "refinery", cracking: "refinery", recycler: "refinery", refinery: "metal", metal: "magnet", magnet: "users"};

/** Content from mine to user, region by region; a node is a stage in a region, and a link what was shipped. */
export function sankey(data, element, width) {
  const field = element.dataset.key;
  const links = new Map();
  const names = new Map(data.places.map(p => [p.id, p.name]));
  for (const f of data.flows) {
    if (!(f.stage in next) || f.stage === "cracking" || f.stage === "recycler") continue;
    const [source, target] = [`${f.stage}.${f.from}`, `${next[f.stage]}.${f.to}`];
    const link = links.get(`${source}>${target}`) ?? {source, target, usual: 0, during: 0, acting: f.from === data.acting};
    link.usual += f.usual;
    link.during += f.during;
    links.set(`${source}>${target}`, link);
  }
  const all = [...links.values()];
  const total = which => d3.max(order.filter(s => heads[s]), s => d3.sum(all.filter(l => l.source.startsWith(`${s}.`)), l => l[which])) || 1;
  const most = total("usual");
  const shown = all.filter(l => l[field] > most * 2e-3).map(l => ({...l, value: l[field]}));
  const ids = [...new Set(shown.flatMap(l => [l.source, l.target]))];
  const nodes = ids.map(id => ({id, stage: id.split(".")[0], region: id.slice(id.indexOf(".") + 1)}));
  const columns = Object.keys(heads);
  const height = 340, top = 22, padding = 7;
  // Both drawings are to one scale: a day without trade is a thin drawing.
  const perColumn = d3.max(columns, c => nodes.filter(n => n.stage === c).length) ?? 1;
  const graph = layout().nodeId(d => d.id).nodeAlign(d => columns.indexOf(d.stage)).nodeWidth(11).nodePadding(padding)
    .nodeSort((a, b) => (b.region === data.acting) - (a.region === data.acting) || d3.descending(a.value, b.value))
    .extent([[1, top], [width - 1, top + (height - top - perColumn * padding) * total(field) / most + perColumn * padding]])({nodes, links: shown});
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("width", width).attr("height", height).attr("font-size", width < 560 ? 9 : 11.5).style("font-family", "inherit");
  const colour = acting => acting ? "var(--orange)" : "var(--blue)";
  const label = n => names.get(n.region) ?? n.region;
  svg.append("g").attr("fill", "none").selectAll("path").data(graph.links).join("path").attr("d", sankeyLinkHorizontal())
    .attr("stroke", l => colour(l.acting)).attr("stroke-opacity", 0.38).attr("stroke-width", l => Math.max(0.6, l.width))
    .append("title").text(l => `${label(l.source)}, ${heads[l.source.stage]} → ${label(l.target)}, ${heads[l.target.stage]}: ${tonnes(l.value)} a year`);
  svg.append("g").selectAll("rect").data(graph.nodes).join("rect").attr("x", n => n.x0).attr("y", n => n.y0).attr("width", n => n.x1 - n.x0).attr("height", n => Math.max(1, n.y1 - n.y0))
    .attr("fill", n => colour(n.region === data.acting)).append("title").text(n => `${label(n)}, ${heads[n.stage]}: ${tonnes(n.value)} a year`);
  svg.append("g").attr("fill", "var(--ink)").selectAll("text").data(graph.nodes.filter(n => n.y1 - n.y0 > 7)).join("text")
    .attr("x", n => n.stage === "users" ? n.x0 - 4 : n.x1 + 4).attr("text-anchor", n => n.stage === "users" ? "end" : "start").attr("y", n => (n.y0 + n.y1) / 2).attr("dy", "0.35em")
    .attr("stroke", "var(--paper)").attr("stroke-width", 3).attr("paint-order", "stroke").text(label);
  svg.append("g").attr("fill", "var(--soft)").selectAll("text").data(columns).join("text").attr("y", 12)
    .attr("x", c => columns.indexOf(c) / (columns.length - 1) * (width - 2) + 1).attr("text-anchor", c => c === "users" ? "end" : c === "mine" ? "start" : "middle").text(c => heads[c]);
  return svg.node();
}

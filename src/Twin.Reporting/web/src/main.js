import {fan, heat} from "./weekly.js";
import {survival} from "./survival.js";
import {map, sankey} from "./flows.js";
import {answers, avoided, pareto} from "./variants.js";
import {tornado} from "./tornado.js";
import {files} from "./files.js";

const kinds = {fan, heat, survival, map, sankey, avoided, pareto, answers, tornado};
const data = JSON.parse(document.getElementById("data").textContent);

function draw(element) {
  const width = Math.floor(element.clientWidth);
  if (width < 50 || Number(element.dataset.width) === width) return;
  const chart = kinds[element.dataset.chart](data, element, width);
  // The place itself is the picture, and says what it shows; its parts say nothing of their own.
  for (const part of chart.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  element.dataset.width = width;
  element.replaceChildren(chart);
}

const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);

/** With the arrow keys a reader goes along a chart as with a pointer. */
function walk(event) {
  const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
  const svg = event.currentTarget.querySelector("svg:not([class*=ramp])");
  if (!step || !svg) return;
  const box = svg.getBoundingClientRect();
  const at = Math.min(box.width - 10, Math.max(44, (Number(event.currentTarget.dataset.at) || box.width / 3) + step * Math.max(4, box.width / 60)));
  event.currentTarget.dataset.at = at;
  svg.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + at, clientY: box.top + box.height / 2, pointerType: "mouse", bubbles: true}));
  event.preventDefault();
}

for (const element of document.querySelectorAll("[data-chart]")) element.addEventListener("keydown", walk);
for (const choice of document.querySelectorAll("select[data-for]")) {
  choice.addEventListener("change", () => {
    const element = document.getElementById(choice.dataset.for);
    element.dataset.key = choice.value;
    element.dataset.width = "";
    draw(element);
  });
}

// Whoever opens the page with this fragment wants the drawings as files of their own.
if (location.hash === "#drawings") files(element => kinds[element.dataset.chart](data, element, 900));

// Until here the page shows itself without drawings, and says so.
document.documentElement.dataset.drawn = "yes";
try {
  drawAll();
} catch (error) {
  delete document.documentElement.dataset.drawn;
  throw error;
}

let waiting;
addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, 120);
});
addEventListener("beforeprint", drawAll);

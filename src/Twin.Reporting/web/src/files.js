const NS = "http://www.w3.org/2000/svg";

const make = (name, attributes, text = "") => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};

/** The colours of a legend and what they mean: that of the chart itself, or of the section it stands in. */
function legendOf(element, drawn) {
  const own = [...drawn.querySelectorAll("span[class$=swatch]")].map(s => ({fill: s.querySelector("svg").getAttribute("fill"), text: s.textContent}));
  if (own.length > 0 || !["fan", "map", "tornado"].includes(element.dataset.chart)) return own;
  const legend = element.closest("figure")?.querySelector(".legend") ?? element.closest("section")?.querySelector(".legend");
  return [...legend?.querySelectorAll("span") ?? []].filter(s => s.querySelector("i")).map(s => {
    const style = getComputedStyle(s.querySelector("i"));
    const line = parseFloat(style.borderTopWidth) > 0;
    return {fill: line ? style.borderTopColor : style.backgroundColor, opacity: line ? 1 : style.opacity, line, text: s.textContent.trim()};
  });
}

/** A drawing that needs no page round it: its title and legend in it, and colours instead of the page's variables. */
function alone(element, drawn) {
  const svg = drawn.matches("svg") ? drawn : [...drawn.querySelectorAll("svg")].at(-1);
  const width = Number(svg.getAttribute("width")), height = Number(svg.getAttribute("height"));
  const title = element.getAttribute("aria-label").split(/;|, by region/)[0];
  const legend = legendOf(element, drawn);
  const head = legend.length > 0 ? 56 : 34;
  const root = getComputedStyle(document.documentElement);
  const whole = make("svg", {xmlns: NS, width, height: height + head, viewBox: `0 0 ${width} ${height + head}`, "font-family": "Helvetica, Arial, sans-serif", "font-size": 12, fill: "var(--ink)", color: "var(--ink)"});
  whole.append(make("title", {}, title), make("rect", {width, height: height + head, fill: "var(--paper)"}), make("text", {x: 8, y: 21, "font-size": 15, "font-weight": 600}, title));
  let x = 8;
  for (const entry of legend) {
    whole.append(make("rect", {x, y: entry.line ? 41 : 36, width: 18, height: entry.line ? 2.5 : 10, fill: entry.fill, opacity: entry.opacity ?? 1}), make("text", {x: x + 24, y: 45}, entry.text));
    x += 40 + entry.text.length * 6.6;
  }

  svg.setAttribute("y", head);
  svg.setAttribute("overflow", "visible");
  svg.removeAttribute("class");
  svg.style.removeProperty("font-family");
  svg.removeAttribute("font-family");
  for (const style of svg.querySelectorAll("style")) style.remove(); // they speak of the page's own fonts and of pointers
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  whole.append(svg);
  let text = new XMLSerializer().serializeToString(whole);
  while (text.includes("var(--")) text = text.replace(/var\((--[a-z-]+)\)/g, (_, name) => root.getPropertyValue(name).trim() || "none");
  return text.replaceAll("currentColor", root.getPropertyValue("--ink").trim());
}

/** Puts all drawings of the page into it as text, for a program that reads them. */
export function files(draw) {
  const found = [];
  const take = (element, name) => found.push({name, svg: alone(element, draw(element))});
  for (const element of document.querySelectorAll("[data-chart]")) {
    const choices = [...document.querySelectorAll(`select[data-for="${element.id || "-"}"] option`)].map(o => o.value);
    for (const key of choices.length > 0 ? choices : [element.dataset.key]) {
      element.dataset.key = key;
      const name = [element.dataset.chart, key].filter(Boolean).join("-").toLowerCase();
      if (!found.some(f => f.name === name)) take(element, name);
    }
  }

  const data = document.createElement("script");
  data.type = "application/json";
  data.id = "drawings";
  data.textContent = JSON.stringify(found).replaceAll("<", "\\u003c");
  document.body.append(data);
}

import * as d3 from "d3";

/** Chart furniture that all charts share: colours are the page's own, so that night and print follow by themselves. */
export const ink = "var(--ink)", soft = "var(--soft)", line = "var(--line)", blue = "var(--blue)", red = "var(--red)", grey = "var(--grey)";

/** Okabe and Ito's, in an order that keeps neighbours apart; the page has them as variables. */
export const palette = ["var(--blue)", "var(--orange)", "var(--green)", "var(--pink)", "var(--red)", "var(--sky)", "var(--grey)", "var(--ink)"];

export const day = text => new Date(`${text}T00:00:00Z`);
export const addDays = (date, days) => new Date(date.getTime() + days * 864e5);

/** Week w of a run begins on this day. */
export const weekOf = (data, w) => addDays(day(data.window.start), 7 * w);

const month = d3.utcFormat("%b %Y"), date = d3.utcFormat("%-d %b %Y");
export {month, date};

export const percent = value => value > 0.995 && value < 1 ? "> 99 %" : value > 0 && value < 0.005 ? "< 1 %" : `${Math.round(value * 100)} %`;

/** To two or three digits: more would be more than the runs support. */
export const tonnes = value => {
  if (Math.abs(value) < 0.5) return "0 t";
  const digits = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.abs(value))) - 1));
  return `${d3.format(",")(Math.round(value / digits) * digits)} t`;
};

/** How a number of a unit is written. */
export const saying = unit => value => unit === "%" ? percent(value) : unit === "t" ? tonnes(value) : `${d3.format(",.3~r")(value)} ${unit}`;

export const frame = (width, more) => ({
  width, style: {background: "none", color: "var(--ink)", fontFamily: "inherit", fontSize: "12px", overflow: "visible"}, ...more,
});

/** What stands in a tip: ink on paper, whatever the hour. */
export const tip = {fill: "var(--paper)", stroke: "var(--grey)", textPadding: 8, fontSize: 12};

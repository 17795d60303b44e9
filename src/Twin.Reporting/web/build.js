// Bundles the charts into one script that the report holds: npm ci && npm run build
import {createHash} from "node:crypto";
import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {build} from "esbuild";

// What the script is made from, so that a test can tell whether it still is.
const made = createHash("sha256");
for (const file of ["package.json", ...readdirSync("src").sort().map(f => `src/${f}`)]) made.update(readFileSync(file));

const licences = ["@observablehq/plot", "d3", "d3-sankey", "topojson-client", "world-atlas"].map(name => {
  const {version, license} = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  const notice = readFileSync(`node_modules/${name}/${readdirSync(`node_modules/${name}`).find(f => /^licen[cs]e/i.test(f))}`, "utf8").trim();
  return `${name} ${version} (${license})\n${notice}`;
});

const {outputFiles} = await build({
  entryPoints: ["src/main.js"], bundle: true, minify: true, format: "iife", target: "es2022", write: false,
  loader: {".json": "json"}, legalComments: "none", charset: "ascii",
});
const notice = licences.join("\n\n").replaceAll("*/", "* /").replaceAll("<", "(").replaceAll(">", ")").replaceAll("&", "and");
const script = outputFiles[0].text.replaceAll("]]>", "]]\\x3e").replaceAll("</script", "<\\/script");
writeFileSync("../Html/charts.js", `/* sources ${made.digest("hex")}\n\n${notice}\n*/\n${script}`);
console.log(`charts.js: ${Math.round(script.length / 1024)} kB`);

// The pictures of the README: the page of `export -o crosswalk.html`, and a question in a terminal.
import { writeFileSync } from "node:fs";
import { launched, opened, written, xwalk } from "../tests/browser/browser.mjs";

const here = (name) => new URL(name, import.meta.url);

const browser = await launched();
const page = await opened(browser, `${written("crosswalk.html")}#/?q=policies&level=MHM`, { viewport: { width: 1200, height: 860 } });
writeFileSync(here("page.png"), await page.screenshot());
await browser.close();

const question = ["trace", "7A.4", "--width", "80"];
writeFileSync(here("terminal.svg"), terminal("xwalk trace 7A.4", xwalk(...question, "--color", "always")));

/** What a terminal shows, as SVG. */
function terminal(command, output) {
  const lines = [`\u001b[32m$\u001b[0m \u001b[1m${command}\u001b[0m`, ...output.trimEnd().split("\n")];
  const [letter, line, margin] = [8.43, 20, 20];
  const width = Math.round(80 * letter + 2 * margin);
  const height = lines.length * line + 2 * margin;
  const texts = lines.map((text, at) => `<text x="${margin}" y="${margin + (at + 0.75) * line}">${colored(text)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${command} in a terminal">
<style>
rect { fill: #15191b }
text { fill: #d9dedd; font: 14px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre }
.bold { font-weight: 700; fill: #fff }
.dim { fill: #8f9a9d }
.green { fill: #8ad1a0 }
.yellow { fill: #e6c06a }
.cyan { fill: #7fd0c8 }
</style>
<rect width="100%" height="100%" rx="8"/>
${texts.join("\n")}
</svg>
`;
}

/** Words with the colors of a terminal as classes. */
function colored(text) {
  const names = { 1: "bold", 2: "dim", 32: "green", 33: "yellow", 36: "cyan" };
  let classes = [];
  return text.split(/(\u001b\[[\d;]*m)/).map((piece) => {
    const codes = /^\u001b\[([\d;]*)m$/.exec(piece);
    if (!codes) {
      const words = piece.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
      return words && classes.length ? `<tspan class="${classes.join(" ")}">${words}</tspan>` : words;
    }
    for (const code of codes[1].split(";").map(Number)) {
      if (code === 0) classes = [];
      else if (!names[code]) throw new Error(`no name for the color ${code}`);
      else classes = [...classes, names[code]];
    }
    return "";
  }).join("");
}

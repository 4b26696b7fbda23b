// What the tests share: the program, a browser that notices all that a page does, and its pages.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const folder = mkdtempSync(join(tmpdir(), "xwalk-"));

/** What the program answers. */
export const xwalk = (...args) => execFileSync(process.env.XWALK, args, { encoding: "utf8", maxBuffer: 1 << 26 });
export const json = (...args) => JSON.parse(xwalk(...args, "--format", "json"));

/** The address of a page that `export` writes with these arguments. */
export function written(name, ...args) {
  const path = join(folder, name);
  execFileSync(process.env.XWALK, ["export", "-o", path, ...args], { stdio: "pipe" });
  return pathToFileURL(path).href;
}

/** A copy of a document of the repository with words replaced, each of which must be there. */
export function changed(name, replacements) {
  let text = readFileSync(new URL(`../../data/${name}`, import.meta.url), "utf8");
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`“${from}” is not in ${name}`);
    text = text.replaceAll(from, () => to);
  }
  const path = join(folder, `changed-${name}`);
  writeFileSync(path, text);
  return path;
}

export const launched = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

/** Opens an address. `page.trouble` gathers errors, refusals of the policy, and requests for anything else. */
export async function opened(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  if (options.javaScriptEnabled !== false) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.trouble = [];
  const [file] = url.split("#");
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== file) page.trouble.push(`request: ${request.url()}`);
  });
  page.on("pageerror", (error) => page.trouble.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.trouble.push(`${message.type()}: ${message.text()}`);
  });
  page.on("dialog", (dialog) => { page.trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(url);
  return page;
}

/** Goes to another address of the same page, as a link would. */
export async function go(page, hash) {
  await page.evaluate((hash) => new Promise((done) => {
    if (location.hash === hash) { done(); return; }
    addEventListener("hashchange", () => done(), { once: true });
    location.hash = hash;
  }), hash);
}

export const shownKeys = (page, kind) => page.$$eval(`#index .chapter[data-kind="${kind}"] li:not([hidden]) > a`,
  (anchors) => anchors.map((anchor) => decodeURIComponent(anchor.getAttribute("href")).split("/").slice(2).join("/")));

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { changed, go, json, launched, opened, shownKeys, written, xwalk } from "./browser.mjs";

const url = written("crosswalk.html");
const catalogue = json("export");
let browser;
before(async () => { browser = await launched(); });
after(() => browser.close());

/** Runs on a page of its own, which must not have caused any trouble at the end. */
async function onPage(hash, steps, options = {}, from = url) {
  const page = await opened(browser, from + hash, options);
  try {
    await steps(page);
    assert.deepEqual(page.trouble, []);
  } finally {
    await page.context().close();
  }
}
// A browser tells the page of a new address a moment after it is there.
const hashOf = (page) => page.evaluate(() => new Promise((settled) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => settled(location.hash), 30)));
}));
const visibleText = (page, selector) => page.locator(selector).innerText();

describe("search", () => {
  test("finds as one types, and marks what matches", () => onPage("#/", async (page) => {
    await page.locator("#query").pressSequentially("polic");
    assert.deepEqual(await shownKeys(page, "competency"), ["7A.4", "7A.6", "7A.7", "7A.8", "7B.2"]);
    const marks = await page.locator("#index li:not([hidden]) mark").allInnerTexts();
    assert.ok(marks.length > 10 && marks.every((mark) => /^polic$/i.test(mark)), String(marks));
    assert.match(await visibleText(page, "#found"), /^15 records found$/);
  }));

  test("finds definitions and what a competency is demonstrated by, and says so", () => onPage("#/", async (page) => {
    await page.locator("#query").fill("honestly sensitively");
    assert.deepEqual(await shownKeys(page, "knowledge"), ["communicating/speaking"]);
    assert.match(await visibleText(page, "#index li:not([hidden]) .where"), /^definition .*honestly, sensitively/);
    await page.locator("#query").fill("corrdinated");
    assert.deepEqual(await shownKeys(page, "competency"), ["7A.10"]);
    assert.match(await visibleText(page, "#index li:not([hidden]) .where"), /^as demonstrated by .*corrdinated/);
  }));

  test("takes a code for that code alone", () => onPage("#/", async (page) => {
    await page.locator("#query").fill("CKC 1.1");
    assert.deepEqual(await shownKeys(page, "ckc"), ["1.1"]);
    await page.locator("#query").fill("7a.1");
    assert.deepEqual(await shownKeys(page, "competency"), ["7A.1"]);
  }));

  test("says that nothing is found, and can be cleared", () => onPage("#/?q=zebra&level=MHM", async (page) => {
    assert.match(await visibleText(page, "#nothing"), /Nothing here matches “zebra” with these filters/);
    await page.locator("#clear-filters").click();
    assert.match(await visibleText(page, "#found"), /^140 records$/);
    assert.equal(await hashOf(page), "#/");
  }));
});

describe("filters", () => {
  const same = {
    "?level=MHM": ["--level", "mhm"],
    "?level=FS&importance=important": ["--level", "fs", "--importance", "important"],
    "?only=MHM": ["--only", "mhm"],
    "?importance=essential": ["--importance", "essential"],
    "?area=administration": ["--area", "administration"],
    "?ckc=7.2": ["--ckc", "7.2"],
    "?ckc=1": ["--ckc", "1"],
    "?level=MHM&area=direct-service-skills": ["--level", "mhm", "--area", "direct service skills"],
  };
  for (const [query, options] of Object.entries(same)) {
    test(`${query} keeps what \`${options.join(" ")}\` keeps`, () => onPage(`#/${query}`, async (page) => {
      const ids = (what, key) => {
        try {
          return json("list", what, ...options).map((row) => row[key]);
        } catch (error) {
          assert.equal(error.status, 1, error.message);
          return [];
        }
      };
      assert.deepEqual(await shownKeys(page, "competency"), ids("competencies", "competency"));
      assert.deepEqual(await shownKeys(page, "knowledge"), ids("knowledge", "id"));
      const codes = (await shownKeys(page, "ckc")).map((code) => `CKC ${code}`);
      assert.deepEqual(codes, ids("ckc", "code"));
      assert.deepEqual(await shownKeys(page, "area"), ids("areas", "id"));
    }));
  }

  test("are kept in the address, and when one comes back from a record", () => onPage("#/", async (page) => {
    await page.locator("#query").fill("program");
    await page.locator("#filter-only").selectOption("MHM");
    await page.locator('.kinds [data-kind="competency"]').click();
    const listed = await shownKeys(page, "competency");
    const hash = "#/?q=program&kind=competency&only=MHM";
    assert.equal(await hashOf(page), hash);
    await page.locator("#index li:not([hidden]) > a").first().click();
    await page.locator(".record:not([hidden]) .back").click();
    assert.equal(await hashOf(page), hash);
    assert.equal(await page.locator("#query").inputValue(), "program");
    assert.deepEqual(await shownKeys(page, "competency"), listed);
    await page.reload();
    assert.deepEqual(await shownKeys(page, "competency"), listed);
  }));
});

describe("records", () => {
  test("each has a page under its address, and no other is shown", () => onPage("#/", async (page) => {
    const places = await page.$$eval("#index li > a", (anchors) => anchors.map((anchor) => anchor.getAttribute("href")));
    assert.equal(places.length, 20 + 64 + 45 + 11);
    for (const place of places) {
      await go(page, place);
      const shown = await page.$$eval(".page:not([hidden])", (pages) => pages.map((shown) => shown.id));
      assert.deepEqual(shown, [place.slice(1)]);
    }
  }));

  test("links lead both ways", () => onPage("#/", async (page) => {
    const links = new Set();
    for (const place of await page.$$eval("#index li > a", (all) => all.map((one) => one.getAttribute("href")))) {
      await go(page, place);
      const targets = await page.$$eval(".record:not([hidden]) :is(h4, .links) a", (all) => all.map((one) => one.getAttribute("href")));
      targets.forEach((target) => links.add(`${place} ${target}`));
    }
    const isPair = (link) => /^#\/(competency|knowledge|ckc)\S* #\/(competency|knowledge|ckc)/.test(link);
    const oneWay = [...links].filter(isPair).filter((link) => !links.has(link.split(" ").reverse().join(" ")));
    assert.deepEqual(oneWay, []);
    const listed = catalogue.knowledge_areas.flatMap((area) => area.ckc.map((item) => `#/knowledge/${area.id} #/ckc/${item.code}`));
    assert.deepEqual(listed.filter((link) => !links.has(link)), []);
    assert.ok(links.has("#/competency/7A.2 #/knowledge/administration/program-management"));
  }));

  test("quote the printed words of their lines", () => onPage("#/knowledge/law-regulation-agency-policy/agency-policy", async (page) => {
    const printed = page.locator(".record:not([hidden]) .printed");
    assert.match(await printed.innerText(), /wv:25/);
    const words = await printed.locator("mark").allInnerTexts();
    const lines = readFileSync(new URL("../../data/wv-endorsement-ckc.txt", import.meta.url), "utf8").split(/\r?\n/);
    assert.equal(words.length, 2);
    assert.ok(lines[24].includes(words[0].trim()) && lines[25].includes(words[1].trim()), words.join("\n"));
    await printed.locator("a").first().click();
    assert.equal(await page.locator(".lines .here").getAttribute("id"), "/source/wv/25");
  }));

  test("say what is restored, lost, composite, and what differs", () => onPage("#/competency/7A.4", async (page) => {
    const record = page.locator(".record:not([hidden])");
    assert.match(await record.innerText(), /\[Administration\]/);
    assert.equal(await record.locator(".chip.composite").count(), 2);
    assert.match(await record.locator(".legend").innerText(), /restored: not printed/);
    await go(page, "#/competency/7D.1");
    assert.match(await record.innerText(), /level: MHM in the competencies, unmarked in the crosswalk/);
    await go(page, "#/knowledge/systems-expertise/service-delivery-systems");
    assert.match(await record.innerText(), /\(lost: nothing is printed between the name and the codes\)/);
  }));
});

describe("the matrix", () => {
  test("has a cell for each correspondence, and shows what a cell is based on", () => onPage("#/matrix", async (page) => {
    const correspondences = catalogue.knowledge_areas.flatMap((area) => area.ckc);
    assert.equal(await page.locator(".matrix td button").count(), correspondences.length);
    const restored = correspondences.filter((item) => item.certainty === "restored").length;
    assert.equal(await page.locator(".matrix button", { hasText: "[" }).count(), restored);
    await page.locator('.matrix button[aria-label^="Program management, CKC 7.2,"]').click();
    assert.match(await visibleText(page, "#cell"), /Program management.*lists CKC 7\.2.*7A\.2, 7A\.4/s);
    assert.equal(await hashOf(page), "#/matrix?cell=knowledge/administration/program-management,7.2");
    await page.reload();
    assert.match(await visibleText(page, "#cell"), /lists CKC 7\.2/);
  }));

  test("is walked with the arrows", () => onPage("#/matrix", async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
    await page.locator(".matrix button").first().focus();
    assert.match(await focused(), /^Pregnancy and early parenthood, CKC 1\.1,/);
    await page.keyboard.press("ArrowRight");
    assert.match(await focused(), /^Pregnancy and early parenthood, CKC 2\.1,/);
    await page.keyboard.press("ArrowDown");
    assert.match(await focused(), /CKC 2\.1,/);
    await page.keyboard.press("Home");
    assert.equal(await page.locator(".matrix [tabindex='0']").count(), 1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assert.match(await visibleText(page, "#cell"), /lists CKC 2\.1/);
  }));
});

describe("ticks", () => {
  const covered = (page, name) => page.locator("#gap tr", { hasText: name }).first().innerText();

  test("show the gap, and are kept in the address alone", () => onPage("#/training", async (page) => {
    assert.match(await covered(page, "Program management"), /0 of 5/);
    for (const code of ["7.2", "7.3", "1.10"]) await page.locator(`.grid input[value="${code}"]`).check();
    assert.match(await covered(page, "Program management"), /2 of 5\s+7\.4, 7\.5, 7\.6/);
    assert.equal(await hashOf(page), "#/training?done=1.10,7.2,7.3");
    await page.locator('nav a[href="#/"]').click();
    assert.equal(await hashOf(page), "#/?done=1.10,7.2,7.3");
    await page.locator('nav a[href="#/training"]').click();
    assert.equal(await hashOf(page), "#/training?done=1.10,7.2,7.3");
    await page.reload();
    assert.match(await visibleText(page, "#ticked"), /^3 of 45 CKC items ticked/);
    assert.ok(await page.locator('.grid input[value="1.10"]').isChecked());
    assert.ok(!(await page.locator('.grid input[value="1.1"]').isChecked()));
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);
    await page.locator("#clear-ticks").click();
    assert.equal(await hashOf(page), "#/training");
  }));

  test("cover each knowledge area as the export says", () => onPage("#/training?done=2.1,4.1,5.4,7.5", async (page) => {
    const done = new Set(["2.1", "4.1", "5.4", "7.5"]);
    const wanted = catalogue.knowledge_areas.map(({ ckc }) => ckc.length
      ? `${ckc.filter(({ code }) => done.has(code)).length} of ${ckc.length}` : "none");
    const shown = await page.$$eval("#gap section:first-child tbody tr", (rows) => rows.map((row) =>
      row.querySelector(".share")?.textContent.trim() ?? "none"));
    assert.deepEqual(shown, wanted);
  }));

  test("are asked for by level, each with those below it", () => onPage("#/training?for=mhs", async (page) => {
    const areas = catalogue.knowledge_areas.filter(({ level }) => level !== "MHM").length;
    assert.equal(await page.locator("#gap section:first-child tbody tr").count(), areas);
    await page.locator("#for").selectOption("fs");
    const specialists = catalogue.knowledge_areas.filter(({ level }) => level === "FS").length;
    assert.equal(await page.locator("#gap section:first-child tbody tr").count(), specialists);
    assert.equal(await hashOf(page), "#/training?for=fs");
  }));

  test("say why training cannot close a gap", () => onPage("#/training", async (page) => {
    assert.match(await covered(page, "7A.1"), /Unique: the Endorsement has no counterpart/);
    assert.match(await covered(page, "Adult theory & practice"), /another framework: the crosswalk prints “T&TA Competencies”/);
  }));

  test("that the page does not know are named", () => onPage("#/training?done=7.2,9.9", async (page) => {
    assert.match(await visibleText(page, "#unknown"), /not on this page: 9\.9\. They are left out/);
    assert.match(await visibleText(page, "#ticked"), /^1 of 45/);
  }));

  test("are printed as a grid, without what only works on a screen", () => onPage("#/training?done=7.2", async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const selector of ["nav", ".bar", ".skip"]) assert.ok(!(await page.locator(`${selector}:visible`).count()), selector);
    assert.ok(await page.locator('.grid input[value="7.2"]').isVisible());
    assert.ok(await page.locator(".signature").isVisible());
    assert.equal(await page.locator('.grid input[value="7.2"]').evaluate((box) => getComputedStyle(box, "::before").content), '"✓"');
    const pdf = await page.pdf({ format: "A4" });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= 2 && pages <= 7, `${pages} pages`);
  }));
});

describe("copying", () => {
  const copied = async (page, button) => {
    await page.locator(button).click();
    await page.locator(".toast").waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };

  test("gives the rows that the program gives", () => onPage("#/", async (page) => {
    assert.equal(await copied(page, "#copy-found"), xwalk("trace", "--format", "csv"));
  }));

  test("keeps to the filters", () => onPage("#/?only=MHM&importance=important", async (page) => {
    assert.equal(await copied(page, "#copy-found"), xwalk("trace", "--only", "mhm", "--importance", "important", "--format", "csv"));
  }));

  test("of a record gives its rows", () => onPage("#/competency/7A.4", async (page) => {
    assert.equal(await copied(page, ".record:not([hidden]) .tools button"), xwalk("trace", "7A.4", "--format", "csv"));
    await go(page, "#/ckc/1.10");
    const csv = await copied(page, ".record:not([hidden]) .tools button");
    assert.match(csv, /\nTheoretical Foundations,Infant\/very young child development and behavior,FS,CKC 1\.10,Facilitates/);
  }));

  test("of the gap writes codes that no spreadsheet takes for numbers", () => onPage("#/training?done=7.2", async (page) => {
    const csv = await copied(page, "#copy-gap");
    assert.match(csv, /\nknowledge area,administration\/program-management,.*,1,5,CKC 7\.3; CKC 7\.4; CKC 7\.5; CKC 7\.6,,\n/);
  }));

  test("by hand, where the browser does not let the page", () => onPage("#/competency/7D.1", async (page) => {
    await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("no")); });
    await page.locator(".record:not([hidden]) .tools button").click();
    assert.equal(await page.locator("#by-hand textarea").inputValue(), xwalk("trace", "7D.1", "--format", "csv"));
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("#by-hand").isVisible()));
  }));
});

describe("the keyboard", () => {
  const focusedPlace = (page) => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);

  test("leads from the search through a result to a record and back", () => onPage("#/", async (page) => {
    for (let presses = 0; (await focusedPlace(page)) !== "query"; presses += 1) {
      assert.ok(presses < 12, "Tab does not reach the search");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("climate");
    await page.keyboard.press("ArrowDown");
    const first = await focusedPlace(page);
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await focusedPlace(page), first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await focusedPlace(page), first);
    await page.keyboard.press("Enter");
    assert.equal(await hashOf(page), first);
    const heading = await page.evaluate(() => [document.activeElement.tagName, document.activeElement.closest("article")?.id]);
    assert.deepEqual(heading, ["H2", first.slice(1)]);
    assert.match(await page.title(), /^7A\.\d+ .* · IECMHC/);
    await page.goBack();
    assert.equal(await page.locator("#query").inputValue(), "climate");
    await page.locator("#index li:not([hidden]) > a").first().focus();
    await page.keyboard.press("Escape");
    assert.equal(await focusedPlace(page), "query");
    await page.keyboard.press("Enter");
    assert.equal(await hashOf(page), first);
  }));

  test("skips to the content", () => onPage("", async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await focusedPlace(page), "#main");
    await page.keyboard.press("Enter");
    assert.equal(await focusedPlace(page), "main");
    assert.equal(await hashOf(page), "");
  }));

  test("ticks", () => onPage("#/training", async (page) => {
    await page.locator(".grid input").first().focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.equal(await hashOf(page), "#/training?done=1.1,1.2");
  }));
});

describe("the audit", () => {
  const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  /** What axe finds. It looks at every element, shown or not, so those of the other pages are taken away meanwhile. */
  const audited = async () => {
    const hidden = [...document.querySelectorAll(".page[hidden]")].map((page) => [page, document.createComment("")]);
    hidden.forEach(([page, place]) => page.replaceWith(place));
    const { violations } = await globalThis.axe.run({ resultTypes: ["violations"] });
    hidden.forEach(([page, place]) => place.replaceWith(page));
    return violations;
  };
  const hashes = ["#/", "#/?q=polic&level=MHM", "#/competency/7A.4", "#/competency/7A.1", "#/ckc/7.5",
    "#/knowledge/law-regulation-agency-policy/agency-policy", "#/area/administration", "#/training?done=7.2,7.3",
    "#/matrix?cell=knowledge/administration/program-management,7.2", "#/source/wv/25", "#/about"];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      test(`finds nothing at ${width} pixels, ${colorScheme}`, async () => {
        // The audit itself makes elements in ways that the page's policy does not allow.
        const options = { colorScheme, viewport: { width, height: 844 }, bypassCSP: true };
        const page = await opened(browser, url, options);
        await page.evaluate(axe);
        for (const hash of hashes) {
          await go(page, hash);
          const violations = await page.evaluate(audited);
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`);
          assert.deepEqual(found, [], hash);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${hash} is ${over} pixels too wide`);
        }
        await page.context().close();
      });
    }
  }
});

describe("a hostile document", () => {
  const hostile = [
    "<img src=x onerror=window.pwned=1>", "</script><script>window.pwned=1</script>", "javascript:window.pwned=1",
    "\"><svg onload=window.pwned=1>", "<!--", "]]>", "{{style}}", "'+window.pwned+'", "</textarea></style>", "=cmd|' /C calc'!A0",
  ].join(" ");
  const from = written("hostile.html",
    "--competencies", changed("iecmhc-7-programmatic-consultation.txt", [
      ["7A.2. Establishes", `7A.2. =${hostile} Establishes`],
      ["Encourages use of data", `${hostile} Encourages use of data`],
      ["Group Process (MHM)", `Group <a href="javascript:window.pwned=1">Process</a> (MHM)`],
    ]),
    "--crosswalk", changed("wv-endorsement-ckc.txt", [
      ["Pregnancy and early parenthood", `Pregnancy ${hostile} parenthood`],
      ["Shows leadership skills", `Shows ${hostile} skills`],
    ]));

  test("cannot make the page do anything", () => onPage("#/", async (page) => {
    const places = await page.$$eval("#index li > a", (anchors) => anchors.map((anchor) => anchor.getAttribute("href")));
    for (const place of [...places, "#/matrix", "#/training?done=6.5", "#/documents", "#/?q=<img", "#/?q=script>&level=MHM"]) {
      await go(page, place);
    }
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    const counts = await page.evaluate(() => ["script", "img", "svg", "iframe", "style", "[onclick], [onload], [onerror]", "a:not([href^='#'])"]
      .map((selector) => document.querySelectorAll(selector).length));
    assert.deepEqual(counts, [2, 0, 0, 0, 1, 0, 0]);
    await go(page, "#/competency/7A.2");
    assert.match(await visibleText(page, ".record:not([hidden]) h2"), /<img src=x onerror=window\.pwned=1> <\/script><script>/);
  }, {}, from));

  test("is only words in a search, in an address, and in a copy", () => onPage("#/?q=%3Cimg%20src%3Dx&done=%3Cscript%3E", async (page) => {
    assert.ok((await page.locator("#index li:not([hidden]) mark").allInnerTexts()).includes("<img"));
    await page.locator("#copy-found").click();
    await page.locator(".toast").waitFor();
    const csv = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(csv, /,"?'=<img src=x onerror/);
  }, {}, from));

  test("cannot run a script that someone puts into the page", () => onPage("#/", async (page) => {
    const refused = await page.evaluate(() => new Promise((done) => {
      addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
      const script = document.createElement("div");
      try { script.innerHTML = "<img src=x onerror='window.pwned = 1'>"; } catch { /* refused */ }
      document.body.append(script);
    }));
    assert.ok(["require-trusted-types-for", "script-src-attr", "img-src"].includes(refused), refused);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    page.trouble.length = 0;
  }, {}, from));
});

describe("an address", () => {
  for (const stale of ["#/competency/9Z.9", "#/no/such/place?done=7.2", "#query"]) {
    test(`that is stale, ${stale}, shows all records`, () => onPage(stale, async (page) => {
      assert.match(await visibleText(page, "#found"), /^140 records$/);
      await page.locator("#query").fill("zebra");
      assert.match(await visibleText(page, "#nothing"), /Nothing here matches “zebra”/);
      await go(page, "#/competency/7A.2");
      assert.ok(await page.locator('[id="/competency/7A.2"]').isVisible());
    }));
  }

  test("with a search of any length is answered", () => onPage(`#/?q=${"a.".repeat(100000)}`, async (page) => {
    assert.match(await visibleText(page, "#nothing"), /Nothing here matches/);
    await page.locator("#query").fill("7A.2");
    assert.deepEqual(await shownKeys(page, "competency"), ["7A.2"]);
  }));
});

describe("a document with any name", () => {
  test("is quoted", () => {
    const name = join(mkdtempSync(join(tmpdir(), "xwalk-")), "page (1)'s !*~.txt");
    copyFileSync(new URL("../../data/iecmhc-7-programmatic-consultation.txt", import.meta.url), name);
    return onPage("#/competency/7A.2", async (page) => {
      const record = page.locator('[id="/competency/7A.2"]');
      assert.match(await record.locator("blockquote").first().innerText(), /Establishes a relationship/);
      const lines = await record.locator("figcaption a").first().getAttribute("href");
      assert.ok(await page.evaluate((id) => document.getElementById(id) !== null, lines.slice(1)), lines);
    }, {}, written("named.html", "--competencies", name));
  });
});

describe("without a script", () => {
  test("the page is a document to read", () => onPage("#/", async (page) => {
    assert.ok(await page.locator("noscript").count());
    assert.ok(!(await page.locator(".js:visible").count()));
    await page.locator('#index a[href="#/competency/7A.2"]').click();
    const record = page.locator('[id="/competency/7A.2"]');
    assert.ok(await record.isVisible());
    assert.match(await record.innerText(), /7\.2 Develops, implements, and revises management policies and procedures/);
    assert.ok(await record.evaluate((element) => element.getBoundingClientRect().top < innerHeight));
  }, { javaScriptEnabled: false }));
});

describe("a part of the catalogue", () => {
  test("is said to be one, and links to nothing that is not there", () => {
    const from = written("part.html", "--only", "mhm", "--section", "7A");
    return onPage("#/", async (page) => {
      assert.match(await visibleText(page, ".hero .notice"), /only what was chosen with --only mhm --section 7A/);
      assert.deepEqual(await shownKeys(page, "competency"), json("list", "competencies", "--only", "mhm", "--section", "7A").map((row) => row.competency));
      const dead = await page.$$eval("a[href^='#/']", (anchors) => anchors.map((anchor) => anchor.getAttribute("href"))
        .filter((href) => !document.getElementById(href.slice(1))));
      assert.deepEqual(dead, []);
    }, {}, from);
  });
});

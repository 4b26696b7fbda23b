"use strict";
// Makes the document above handier: one page at a time, search, filters, matrix, ticks, copying.
// It only ever makes elements and text, never markup, and keeps its state in the address alone.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = (index) => (index === null ? "" : data.texts[index]);
  const $ = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const count = (n, one, several) => `${n} ${n === 1 ? one : several}`;

  /** An element with attributes and children; texts become text nodes. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null));
    return element;
  }
  const link = (place, ...children) => make("a", { href: `#/${place}` }, ...children);
  /** The place of a line of a document, spelled as the ids of the lines are. */
  const linePlace = (id, line) => {
    const escape = (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
    return `source/${encodeURIComponent(id).replace(/[!'()*~]/g, escape)}/${line}`;
  };
  const say = (words) => { $("said").textContent = words; };

  // What the data says

  const columns = data.matrix.columns.map(([place, code]) => ({ place, code }));
  const columnOf = new Map(columns.map((column, index) => [column.code, index]));
  const rows = data.matrix.rows.map((row) => {
    const [place, heading, headingPlace, headingMark, name, nameMark, level, cause, ledBy, listed, restored, doubtful] = row;
    return {
      place, headingMark, nameMark, level, cause,
      heading: text(heading),
      headingPlace: text(headingPlace),
      name: text(name),
      ledBy: ledBy.map(text),
      listed: new Set(listed),
      restored: new Set(restored),
      doubtful: new Set(doubtful),
    };
  });
  const rowOf = new Map(rows.map((row) => [row.place, row]));
  const field = Object.fromEntries(data.columns.map((name, index) => [name, index]));
  const chains = data.rows.map((row) => row.map(text));
  const bare = (code) => code.replace(/^CKC /, "");
  const RANK = { FS: 0, MHS: 1, MHM: 2 };

  /** The lines of the index, by place. */
  const entries = all("#index li").map((line) => {
    const anchor = line.querySelector("a");
    const place = anchor.getAttribute("href").slice(2);
    const title = anchor.querySelector(".title");
    return {
      line, place, title,
      kind: place.split("/")[0],
      key: anchor.querySelector("b")?.textContent ?? "",
      printed: title.textContent,
      nodes: [...title.childNodes].map((node) => node.cloneNode(true)),
      article: $(`/${place}`),
    };
  });
  const entryOf = new Map(entries.map((entry) => [entry.place, entry]));

  /** Words that may be restored or lost, as the rest of the page shows them. */
  function marked(words, mark) {
    if (Array.isArray(mark)) return make("span", { class: "missing" }, `(${mark[0]})`);
    const signs = (mark ?? "").replace("restored", "");
    const isRestored = mark?.startsWith("restored");
    const said = isRestored ? make("ins", {}, `[${words}]`, make("span", { class: "sr" }, " (restored)")) : words;
    if (!signs) return said;
    const sign = (of) => make("abbr", { title: data.signs[of] }, of);
    return make("span", {}, said, ...[...signs].map(sign));
  }
  const markOf = (row, at) => (row.restored.has(at) ? "restored" : "") + (row.doubtful.has(at) ? "?" : "");
  const mayGoOn = (mark) => typeof mark === "string" && mark.includes("…");
  const chip = (kind, words) =>
    make("span", { class: `chip ${kind} ${words.split(" ")[0].toLowerCase()}` }, words);
  const levelChip = (row) => chip("level", row.level);
  const rowTitle = (row) => [make("span", { class: "of" }, marked(row.heading, row.headingMark), " ▸ "), marked(row.name, row.nameMark)];

  /** What the matrix joins a record to: rows, columns, and places of competencies. */
  function joined(place) {
    const [kind] = place.split("/");
    const found =
      kind === "knowledge" ? rows.filter((row) => row.place === place)
      : kind === "ckc" ? rows.filter((row) => [...row.listed].some((at) => columns[at].place === place))
      : kind === "area" ? rows.filter((row) => row.headingPlace === place)
      : [];
    const ledBy = new Set(found.flatMap((row) => row.ledBy));
    return { kind, rows: found, ledBy: [...ledBy].sort(byNumber) };
  }
  const byNumber = (a, b) => a.localeCompare(b, "en", { numeric: true });

  // The address

  const LISTING = ["q", "kind", ...all(".filters select").map((select) => select.name)];
  /** Nobody searches for more letters; an address may hold any number of them. */
  const LONGEST_QUERY = 200;
  $("query").maxLength = LONGEST_QUERY;

  const state = { path: "/", done: new Set(), unknown: [], listing: listingOf(() => ""), for: "", cell: "" };
  let lastListing = "#/";
  function listingOf(given) {
    const listing = Object.fromEntries(LISTING.map((name) => [name, given(name)]));
    return { ...listing, q: listing.q.slice(0, LONGEST_QUERY) };
  }

  function read() {
    const [path, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
    const given = new URLSearchParams(query);
    state.path = path || "/";
    if (given.has("done")) {
      const codes = given.get("done").split(",").filter(Boolean);
      state.done = new Set(codes.filter((code) => columnOf.has(code)));
      state.unknown = codes.filter((code) => !columnOf.has(code));
    }
    if (state.path === "/") {
      state.listing = listingOf((name) => given.get(name) ?? "");
    }
    state.for = given.get("for") ?? state.for;
    state.cell = given.get("cell") ?? "";
  }

  function address() {
    const query = new URLSearchParams();
    const put = (name, value) => { if (value) query.set(name, value); };
    if (state.path === "/") LISTING.forEach((name) => put(name, state.listing[name]));
    if (state.path === "/training") put("for", state.for);
    if (state.path === "/matrix") put("cell", state.cell);
    put("done", [...state.done].sort(byNumber).join(","));
    // Commas and slashes mean nothing in a fragment, and read better as they are.
    const words = query.toString().replace(/%2C/g, ",").replace(/%2F/g, "/");
    return `#${state.path}${words && "?"}${words}`;
  }

  /** Puts the state into the address, without a step in the history. */
  function keep() {
    const wanted = address();
    if (state.path === "/") lastListing = wanted;
    if (location.hash === wanted || (wanted === "#/" && !location.hash)) return;
    try { history.replaceState(null, "", wanted); } catch { /* an address that may not change */ }
  }

  // One page at a time

  const pages = all(".page");
  let shown = null;

  function show() {
    read();
    const target = $(state.path);
    const page = target?.closest(".page") ?? $("/");
    if (!target || !page) {
      say(`${state.path.slice(1)} is not on this page: all records are shown`);
      state.path = "/";
    }
    if (page.id === "/") list();
    if (page.id === "/matrix") matrix();
    if (page.id === "/training") training();
    if (page.matches("article")) complete(page);
    for (const other of pages) other.hidden = other !== page;
    for (const anchor of all("nav a")) {
      const isHere = anchor.getAttribute("href") === `#${page.id}`;
      if (isHere) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    }
    const heading = page.querySelector("h2");
    document.title = page.id === "/" ? siteTitle : `${heading.textContent.slice(0, 80)} · ${siteTitle}`;
    for (const line of all(".lines .here")) line.classList.remove("here");
    if (target?.matches(".lines li")) {
      target.classList.add("here");
      target.tabIndex = -1;
      target.focus();
      target.scrollIntoView({ block: "center" });
    } else if (shown !== null && shown !== page) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    shown = page;
    keep();
  }
  const siteTitle = document.title;

  // A record

  const RELATED = ["CKC items", "knowledge areas", "competencies"];

  /** Adds to a record what is not in the document above: the full lists, and the printed words. */
  function complete(article) {
    if (article.classList.contains("complete")) return;
    article.classList.add("complete");
    const place = article.id.slice(1);
    const related = joined(place);
    if (related.kind !== "competency") {
      for (const fact of all("dl > div", article)) {
        if (RELATED.includes(fact.querySelector("dt").textContent)) fact.remove();
      }
      for (const facts of all("dl", article)) if (!facts.childElementCount) facts.remove();
    }
    const end = article.querySelector(":scope > .legend");
    const add = (...elements) => elements.forEach((element) => element && article.insertBefore(element, end));
    if (related.kind === "knowledge") add(itemList(related.rows[0]));
    if (related.kind === "ckc" || related.kind === "area") add(rowList(place, related));
    if (related.kind !== "competency") add(competencyList(related.ledBy));
    add(quotes(place));
    article.prepend(tools(article, place));
  }

  function section(title, items, none) {
    return make("section", {}, make("h3", {}, items.length ? `${title} (${items.length})` : none),
      items.length ? make("ul", { class: "links" }, items.map((item) => make("li", {}, item))) : null);
  }

  function itemList(row) {
    const items = [...row.listed].map((at) => {
      const { place, code } = columns[at];
      const key = marked(code, markOf(row, at));
      return link(place, make("b", {}, key), " ", entryOf.get(place)?.printed ?? "");
    });
    return section("CKC items", items, `No CKC items: ${row.cause ?? "none is on this page"}`);
  }

  function rowList(place, { kind, rows }) {
    const items = rows.map((row) => {
      const at = columns.findIndex((column) => column.place === place);
      const name = kind === "area" ? marked(row.name, row.nameMark) : rowTitle(row);
      return [link(row.place, name), " ", row.level === "FS" ? "" : levelChip(row),
        row.restored.has(at) ? make("span", {}, " ", marked("code restored", "restored")) : "",
        row.doubtful.has(at) ? " (code in doubt)" : ""];
    });
    const title = kind === "area" ? "Knowledge areas" : "Knowledge areas that list it";
    return section(title, items, "No knowledge areas");
  }

  function competencyList(places) {
    const items = places.map((place) => {
      const entry = entryOf.get(place);
      return entry
        ? link(place, make("b", {}, entry.key), " ", entry.printed)
        : [place.split("/")[1], " (not on this page)"];
    });
    return section("Competencies that lead here", items, "No competency leads here");
  }

  /** The printed words, with the line they are on. */
  function quotes(place) {
    const printed = data.entries[place]?.[1] ?? [];
    if (!printed.length) return null;
    const figures = new Map();
    for (const [label, source, line, column, lastLine, lastColumn] of printed) {
      const id = data.sources[source];
      const quote = make("blockquote");
      for (let at = line; at <= lastLine; at += 1) {
        const words = $(`/${linePlace(id, at)}`)?.textContent.replace(/\n$/, "") ?? "";
        const letters = [...words];
        const from = at === line ? column - 1 : 0;
        const to = at === lastLine ? lastColumn - 1 : letters.length;
        const part = (a, b) => letters.slice(a, b).join("");
        const before = Math.max(0, from - CONTEXT);
        const after = Math.min(letters.length, to + CONTEXT);
        if (!part(from, to).trim()) continue;
        quote.append(make("p", {},
          make("span", { class: "context" }, (before > 0 ? "… " : "") + part(before, from)),
          make("mark", {}, part(from, to)),
          make("span", { class: "context" }, part(to, after) + (after < letters.length ? " …" : ""))));
      }
      const lines = line === lastLine ? `${id}:${line}` : `${id}:${line}–${lastLine}`;
      if (!figures.has(label)) figures.set(label, make("figure", {}, make("figcaption", {}, text(label))));
      const figure = figures.get(label);
      figure.firstChild.append(" · ", link(linePlace(id, line), lines));
      figure.append(quote);
    }
    return make("details", { class: "printed", open: figures.size < 3 },
      make("summary", {}, `As printed (${count(printed.length, "place", "places")})`), [...figures.values()]);
  }
  const CONTEXT = 48;

  function tools(article, place) {
    const back = make("a", { href: lastListing, class: "back" }, "← All records");
    back.addEventListener("click", () => { back.href = lastListing; });
    const copy = make("button", { type: "button" }, "Copy as CSV");
    copy.addEventListener("click", () => {
      const [kind] = place.split("/");
      const code = entryOf.get(place)?.key;
      if (kind === "competency") copyCsv(csvOfChains(chains.filter((chain) => chain[field.competency] === code)));
      else copyCsv(csvOfMatrix(joined(place).rows, kind === "ckc" ? (at) => columns[at].place === place : () => true));
    });
    const of = all(`article[data-kind="${article.dataset.kind}"]`);
    const at = of.indexOf(article);
    const step = (to, words) => (to ? make("a", { href: `#${to.id}` }, words) : "");
    return make("p", { class: "tools" }, back, make("span", { class: "steps" },
      step(of[at - 1], "‹ Previous"), step(of[at + 1], "Next ›")), copy);
  }

  // Search and filters

  const SILENT = ["printed at", "printed", "importance", "level", "match", "id", "differs", ...RELATED];
  let fieldsOf = null;

  /** The texts of each record that are searched, each with its label. */
  function fields(entry) {
    fieldsOf ??= new Map(entries.map(({ place, article }) => {
      const facts = all("dl > div", article).flatMap((fact) => {
        const label = fact.querySelector("dt").textContent;
        return SILENT.includes(label) ? [] : all("dd", fact).map((value) => [label, value.textContent]);
      });
      const aligned = place.startsWith("competency/") ? all("h3", article).map((h) => ["aligned to", h.textContent]) : [];
      return [place, [...facts, ...aligned]];
    }));
    return fieldsOf.get(entry.place);
  }

  function wordsOf(query) {
    const words = query.trim().replace(/\bckc[ :]*(?=\d)/gi, "").split(/\s+/).filter(Boolean);
    return words.map((word) => word
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replace(/['’‘]/g, "['’‘]").replace(/[-‐–]/g, "[-‐–]"));
  }

  /** Whether a code or a text has this word; a code only from its beginning. */
  function matcher(query) {
    const words = wordsOf(query);
    const each = words.map((word) => new RegExp(word, "iu"));
    const keys = words.map((word) => new RegExp(`^${word}${/\d$/.test(word) ? "(?!\\d)" : ""}`, "iu"));
    const any = words.length ? new RegExp(words.join("|"), "giu") : null;
    return {
      any,
      finds(entry) {
        const texts = [entry.printed, ...fields(entry).map(([, value]) => value)];
        return each.every((word, at) => keys[at].test(entry.key) || texts.some((value) => word.test(value)));
      },
    };
  }

  /** The text with all matches marked. */
  function highlighted(words, any) {
    const pieces = [];
    let end = 0;
    for (const match of words.matchAll(any)) {
      if (!match[0]) continue;
      pieces.push(words.slice(end, match.index), make("mark", {}, match[0]));
      end = match.index + match[0].length;
    }
    return [...pieces, words.slice(end)];
  }

  function highlight(element, any) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) node.replaceWith(...highlighted(node.data, any));
  }

  /** The part of a text around its first match. */
  function excerpt(words, any) {
    const at = words.search(new RegExp(any.source, "iu"));
    const from = at > 70 ? words.indexOf(" ", at - 60) + 1 : 0;
    const part = words.slice(from, from + 180);
    return [from > 0 ? "… " : "", ...highlighted(part, any), from + 180 < words.length ? " …" : ""];
  }

  const isAnswer = (wanted, given) => !wanted || (given !== null && (given === wanted || given.startsWith(`${wanted}.`)));

  function passing() {
    const wanted = all(".filters select").map((select) => state.listing[select.name]);
    if (!wanted.some(Boolean)) return () => true;
    const fits = (way) => wanted.every((value, at) => isAnswer(value, way[at] === null ? null : text(way[at])));
    const ways = (place) => data.entries[place]?.[0] ?? [];
    const last = wanted.length - 1;
    return ({ place, kind, key }) => {
      if (kind !== "ckc" && kind !== "area") return ways(place).some(fits);
      return joined(place).rows.some((row) =>
        ways(row.place).some((way) => fits(way) && (kind === "area" || text(way[last]) === key)));
    };
  }

  function list() {
    const { q, kind } = state.listing;
    if ($("query").value !== q) $("query").value = q;
    for (const select of all(".filters select")) {
      select.value = state.listing[select.name];
      if (select.selectedIndex < 0) { select.value = ""; state.listing[select.name] = ""; }
    }
    const { any, finds } = matcher(q);
    const passes = passing();
    const found = {};
    for (const entry of entries) {
      const isFound = (!any || finds(entry)) && passes(entry);
      entry.isFound = isFound && (!kind || kind === entry.kind);
      entry.line.hidden = !entry.isFound;
      if (isFound) found[entry.kind] = (found[entry.kind] ?? 0) + 1;
      entry.title.replaceChildren(...entry.nodes.map((node) => node.cloneNode(true)));
      all(".where", entry.line).forEach((where) => where.remove());
      if (entry.isFound && any) showMatches(entry, any);
    }
    for (const group of all("#index .group, #index .chapter")) group.hidden = !group.querySelector("li:not([hidden])");
    for (const button of all(".kinds button")) {
      const of = button.dataset.kind;
      button.setAttribute("aria-pressed", String(of === kind));
      if (of) button.querySelector(".n").textContent = found[of] ?? 0;
    }
    const total = entries.filter((entry) => entry.isFound).length;
    const isNarrowed = any || LISTING.slice(2).some((name) => state.listing[name]);
    $("found").textContent = isNarrowed || kind ? `${count(total, "record", "records")} found` : `${total} records`;
    $("clear-filters").hidden = !isNarrowed && !kind;
    $("nothing").hidden = total > 0;
    $("nothing").textContent = q ? `Nothing here matches “${q}”${LISTING.slice(1).some((name) => state.listing[name]) ? " with these filters" : ""}. Try fewer or shorter words.` : "No record passes these filters.";
  }

  function showMatches(entry, any) {
    highlight(entry.title, any);
    const isInTitle = entry.title.querySelector("mark");
    const others = fields(entry).filter(([, value]) => value.search(new RegExp(any.source, "iu")) >= 0);
    for (const [label, value] of others.slice(0, isInTitle ? 1 : 2)) {
      entry.line.append(make("p", { class: "where" }, make("span", { class: "label" }, label), " ", excerpt(value, any)));
    }
  }

  function changeListing(name, value) {
    state.listing[name] = value;
    list();
    keep();
  }

  $("query").addEventListener("input", (event) => changeListing("q", event.target.value));
  for (const select of all(".filters select")) {
    select.addEventListener("change", () => changeListing(select.name, select.value));
  }
  for (const button of all(".kinds button")) {
    button.addEventListener("click", () => changeListing("kind", button.dataset.kind));
  }
  $("clear-filters").addEventListener("click", () => {
    LISTING.forEach((name) => { state.listing[name] = ""; });
    list();
    keep();
    $("query").focus();
  });
  document.querySelector("form.search").addEventListener("submit", (event) => event.preventDefault());

  const results = () => entries.filter((entry) => entry.isFound).map((entry) => entry.line.querySelector("a"));
  $("query").addEventListener("keydown", (event) => {
    const [first] = results();
    if (!first || (event.key !== "ArrowDown" && event.key !== "Enter")) return;
    event.preventDefault();
    if (event.key === "Enter") first.click();
    else first.focus();
  });
  $("index").addEventListener("keydown", (event) => {
    const anchors = results();
    const at = anchors.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowDown: anchors[at + 1], ArrowUp: anchors[at - 1] ?? $("query"),
      Home: anchors[0], End: anchors.at(-1), Escape: $("query") }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  // The matrix

  const domainOf = (at) => columns[at]?.code.split(".")[0];
  const isFirst = (at) => domainOf(at) !== domainOf(at - 1);
  const shade = (row) => `w${Math.min(row.ledBy.length, 4)}`;

  function matrix() {
    if (!document.querySelector(".matrix")) makeMatrix();
    for (const button of all(".matrix [aria-pressed=true]")) button.setAttribute("aria-pressed", "false");
    const [place, code] = state.cell.split(",");
    const row = rowOf.get(place);
    const at = columnOf.get(code);
    const isListed = row?.listed.has(at);
    $("cell").replaceChildren(...(isListed ? [cellCard(row, at)] : []));
    if (isListed) {
      const button = document.querySelector(`.matrix button[data-cell="${rows.indexOf(row)},${at}"]`);
      button.setAttribute("aria-pressed", "true");
      rove(button);
    }
  }

  function makeMatrix() {
    const head = make("tr", {}, make("th", { scope: "col" }, "Knowledge area"), columns.map(({ place, code }) =>
      make("th", { scope: "col" }, make("a", { href: `#/${place}`, title: entryOf.get(place)?.printed, tabindex: "-1" },
        make("span", { class: "sr" }, "CKC "), code))));
    const bodies = [];
    let last = null;
    rows.forEach((row, index) => {
      if (last?.heading !== row.heading) {
        const title = row.headingPlace ? link(row.headingPlace, marked(row.heading, row.headingMark)) : marked("", row.headingMark);
        title.tabIndex = -1;
        bodies.push(make("tbody", {}, make("tr", { class: "area" },
          make("th", { scope: "rowgroup", colspan: columns.length + 1 }, make("span", {}, title)))));
      }
      last = row;
      bodies.at(-1).append(matrixRow(row, index));
    });
    const table = make("table", { class: "matrix" }, make("caption", { class: "sr" },
      "Which knowledge area lists which CKC item"), make("thead", {}, head), bodies);
    document.querySelector("#\\/matrix .scroll").append(table);
    table.querySelector("button, a").tabIndex = 0;
    table.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const [index, at] = button.dataset.cell.split(",").map(Number);
      state.cell = `${rows[index].place},${columns[at].code}`;
      matrix();
      keep();
    });
    table.addEventListener("keydown", moveInMatrix);
  }

  function matrixRow(row, index) {
    const name = link(row.place, marked(row.name, row.nameMark));
    name.tabIndex = -1;
    const n = row.ledBy.length;
    const cells = columns.map(({ code }, at) => {
      const first = at > 0 && isFirst(at) ? "first" : "";
      if (!row.listed.has(at)) return make("td", { class: first || null });
      const isRestored = row.restored.has(at);
      const label = `${row.name || "name lost"}, CKC ${code}${isRestored ? ", restored" : ""}${row.doubtful.has(at) ? ", in doubt" : ""}, ${count(n, "competency", "competencies")}`;
      const words = (isRestored ? `[${n || "•"}]` : String(n || "•")) + (row.doubtful.has(at) ? "?" : "");
      return make("td", { class: `${shade(row)} ${first}` }, make("button", {
        type: "button", tabindex: "-1", "aria-label": label, "aria-pressed": "false", "data-cell": `${index},${at}`,
      }, words));
    });
    return make("tr", {}, make("th", { scope: "row" }, name, " ", row.level === "FS" ? "" : levelChip(row)), cells);
  }

  /** Makes one element of the matrix the one that Tab stops at. */
  function rove(to) {
    for (const other of all(".matrix [tabindex='0']")) other.tabIndex = -1;
    to.tabIndex = 0;
  }

  function moveInMatrix(event) {
    const from = event.target.closest("th, td");
    const tr = from?.closest("tr");
    if (!tr) return;
    const stop = (cell) => cell?.querySelector("button, a");
    const next = (cells) => cells.map(stop).find(Boolean);
    const column = [...tr.cells].indexOf(from);
    const lines = all("tr", tr.closest("table"));
    const at = lines.indexOf(tr);
    const inColumn = (trs) => trs.map((other) => other.cells[column]);
    const to = {
      ArrowRight: () => next([...tr.cells].slice(column + 1)),
      ArrowLeft: () => next([...tr.cells].slice(0, column).reverse()),
      ArrowDown: () => next(inColumn(lines.slice(at + 1))),
      ArrowUp: () => next(inColumn(lines.slice(0, at).reverse())),
      Home: () => next([...tr.cells]),
      End: () => next([...tr.cells].reverse()),
    }[event.key]?.();
    if (!to) return;
    event.preventDefault();
    rove(to);
    to.focus();
  }

  function cellCard(row, at) {
    const { place, code } = columns[at];
    const competencies = row.ledBy.flatMap((other, index) => [index ? ", " : "", entryOf.has(other) ? link(other, entryOf.get(other).key) : other.split("/")[1]]);
    return make("div", { class: "card" },
      make("p", {}, link(row.place, rowTitle(row)), " ", levelChip(row)),
      make("p", {}, "lists ", link(place, make("b", {}, "CKC ", marked(code, markOf(row, at)))), " ", entryOf.get(place)?.printed ?? ""),
      make("p", {}, row.ledBy.length ? ["Competencies that lead here: ", ...competencies] : "No competency leads here."));
  }

  // Ticks and the gap

  const boxes = all(".grid input");

  function training() {
    for (const box of boxes) box.checked = state.done.has(box.value);
    $("for").value = state.for;
    if ($("for").selectedIndex < 0) { state.for = ""; $("for").value = ""; }
    $("unknown").hidden = !state.unknown.length;
    $("unknown").textContent = `The address names CKC items that are not on this page: ${state.unknown.join(", ")}. They are left out.`;
    const gap = gaps();
    $("ticked").textContent = `${state.done.size} of ${columns.length} CKC items ticked; ` +
      `${gap.areas.filter(isCovered).length} of ${gap.areas.filter(isOpen).length} knowledge areas covered`;
    $("gap").replaceChildren(gapTable("Knowledge areas", gap.areas), gapTable("Competencies", gap.competencies));
  }

  const isOpen = (line) => line.needed.length > 0;
  const isCovered = (line) => isOpen(line) && line.missing.length === 0 && !line.goesOn;
  const isAsked = (level) => !state.for || RANK[level] <= RANK[state.for.toUpperCase()];

  function gapLine(place, title, needed, cause, goesOn) {
    const codes = [...new Set(needed)].sort(byNumber);
    return { place, title, needed: codes, missing: codes.filter((code) => !state.done.has(code)), cause, goesOn };
  }

  function gaps() {
    const areas = rows.filter((row) => isAsked(row.level)).map((row) => gapLine(row.place,
      [link(row.place, rowTitle(row)), " ", row.level === "FS" ? "" : levelChip(row)],
      [...row.listed].map((at) => columns[at].code), row.cause, mayGoOn(row.nameMark)));
    const competencies = entries.filter((entry) => entry.kind === "competency").flatMap((entry) => {
      const own = chains.filter((chain) => chain[field.competency] === entry.key);
      const asked = own.filter((chain) => !chain[field.level] || isAsked(chain[field.level]));
      if (!asked.length) return [];
      const codes = asked.map((chain) => bare(chain[field.ckc])).filter(Boolean);
      return [gapLine(entry.place, [link(entry.place, make("b", {}, entry.key), " ", shortened(entry.printed))], codes,
        CAUSES[asked[0][field.match]] ?? CAUSES["no-ckc"], asked.some((chain) => chain[field.incomplete]))];
    });
    return { areas, competencies };
  }
  const CAUSES = {
    unique: "Unique: the Endorsement has no counterpart, so no CKC item can cover it",
    unlinked: "the crosswalk has no such knowledge area",
    rejected: "a reviewer rejected the link",
    "no-ckc": "the crosswalk lists no CKC item here",
    "other-framework": "the crosswalk names another framework of the state here, and no CKC item",
  };
  const shortened = (words) => (words.length > 90 ? `${words.slice(0, words.lastIndexOf(" ", 88))} …` : words);

  function gapTable(title, lines) {
    const body = lines.map((line) => {
      const { title, needed, missing, cause, goesOn } = line;
      const covered = needed.length - missing.length;
      if (!needed.length) {
        return make("tr", {}, make("th", { scope: "row" }, title), make("td", { colspan: 2, class: "missing" }, cause ?? ""));
      }
      const codes = missing.flatMap((code, at) => [at ? ", " : "", link(columns[columnOf.get(code)]?.place ?? `ckc/${code}`, code)]);
      return make("tr", { class: isCovered(line) ? "covered" : null }, make("th", { scope: "row" }, title),
        make("td", {}, make("span", { class: "share" }, make("meter", { min: 0, max: needed.length, value: covered, "aria-hidden": "true" }),
          ` ${covered} of ${needed.length}`)),
        make("td", {}, missing.length ? codes : "", isCovered(line) ? "✓ covered" : "",
          goesOn ? " (the list may go on: further codes may be lost)" : ""));
    });
    return make("section", {}, make("h3", {}, title), make("table", { class: "gap" },
      make("thead", {}, make("tr", {}, ["Name", "Covered", "Still open"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, body)));
  }

  for (const box of boxes) {
    box.addEventListener("change", () => {
      if (box.checked) state.done.add(box.value);
      else state.done.delete(box.value);
      training();
      keep();
    });
  }
  $("for").addEventListener("change", () => { state.for = $("for").value; training(); keep(); });
  $("print").addEventListener("click", () => print());
  $("clear-ticks").addEventListener("click", () => {
    state.done.clear();
    state.unknown = [];
    training();
    keep();
  });

  // CSV

  const code = (bare) => (bare ? `CKC ${bare}` : "");
  /** RFC 4180; what a spreadsheet would take for a formula is guarded by a quote. */
  function csv(header, lines) {
    const cell = (value) => {
      const guarded = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
      return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
    };
    return [header, ...lines].map((line) => `${line.map((value) => cell(String(value))).join(",")}\n`).join("");
  }
  const csvOfChains = (lines) => csv(data.columns, lines);

  function csvOfMatrix(some, isWanted) {
    return csv(["area", "knowledge_area", "level", "ckc", "ckc_statement", "certainty"], some.flatMap((row) =>
      [...row.listed].filter(isWanted).map((at) => [row.heading, row.name, row.level, code(columns[at].code),
        entryOf.get(columns[at].place)?.printed ?? "", row.restored.has(at) ? "restored" : "printed"])));
  }

  function csvOfGap() {
    const { areas, competencies } = gaps();
    const line = (kind) => ({ place, title, needed, missing, cause, goesOn }) => [kind, place.slice(place.indexOf("/") + 1),
      make("p", {}, title).textContent.trim(), needed.length - missing.length, needed.length,
      missing.map(code).join("; "), needed.length ? "" : cause ?? "", goesOn ? "the list may go on" : ""];
    return csv(["kind", "id", "title", "covered", "needed", "missing", "cause", "incomplete"],
      [...areas.map(line("knowledge area")), ...competencies.map(line("competency"))]);
  }

  /** What is listed: the joined rows of the competencies, or which of the records list which items. */
  function csvOfListing() {
    const { kind, importance, level, area, ckc } = state.listing;
    const isFound = new Set(entries.filter((entry) => entry.isFound).map((entry) => entry.place));
    if (kind && kind !== "competency") {
      const isRow = (row) => (kind === "knowledge" ? isFound.has(row.place) : kind === "ckc" || isFound.has(row.headingPlace));
      return csvOfMatrix(rows.filter(isRow), (at) => kind !== "ckc" || isFound.has(columns[at].place));
    }
    const names = new Map(rows.filter((row) => row.headingPlace).map((row) => [row.heading, row.headingPlace.split("/")[1]]));
    return csvOfChains(chains.filter((chain) => isFound.has(`competency/${chain[field.competency]}`)
      && isAnswer(importance, chain[field.importance]) && isAnswer(level, chain[field.level])
      && isAnswer(area, names.get(chain[field.area]) ?? "") && isAnswer(ckc, bare(chain[field.ckc]))));
  }

  async function copyCsv(words) {
    const lines = words.split("\n").length - 2;
    try {
      await navigator.clipboard.writeText(words);
      say(`Copied ${count(lines, "row", "rows")}`);
      toast(`Copied ${count(lines, "row", "rows")}`);
    } catch {
      const area = $("by-hand").querySelector("textarea");
      area.value = words;
      $("by-hand").showModal();
      area.select();
    }
  }

  function toast(words) {
    document.querySelector(".toast")?.remove();
    const note = make("div", { class: "toast", "aria-hidden": "true" }, words);
    document.body.append(note);
    setTimeout(() => note.remove(), 2500);
  }

  $("copy-found").addEventListener("click", () => copyCsv(csvOfListing()));
  $("copy-gap").addEventListener("click", () => copyCsv(csvOfGap()));

  // Start

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    $("main").focus();
  });
  for (const entry of entries) {
    const { kind, rows, ledBy } = joined(entry.place);
    const chips = entry.line.querySelector(".chips");
    const n = (some, one, several) => (some ? chips.append(" ", chip("count", count(some, one, several))) : null);
    if (kind === "knowledge") n(rows[0]?.listed.size, "CKC item", "CKC items");
    if (kind === "ckc" || kind === "area") n(rows.length, "knowledge area", "knowledge areas");
    if (kind !== "competency") n(ledBy.length, "competency", "competencies");
  }
  document.documentElement.classList.add("scripted");
  addEventListener("hashchange", show);
  show();
})();

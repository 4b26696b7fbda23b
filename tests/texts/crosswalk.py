#!/usr/bin/env python3
"""Typesets the crosswalk anew, takes it back as text with the tools people use, and counts what is read wrongly in silence.

    tests/texts/crosswalk.py --xwalk target/release/xwalk --work FOLDER [--only WORD] [--verbose]

The records of the built-in crosswalk become a clean table in several layouts (HTML, DOCX, PDF, XLSX). Each is given as it is
(`--only file-`), and turned into text by
programs that are not ours; a program that is not installed is skipped and named. The texts stay in FOLDER, so that a second
run only reads them again. For every text `xwalk export --format json --crosswalk TEXT` is asked, and its answer is
compared with the truth:

    missing   pairs of knowledge area and CKC code that the answer lacks, and no remark says so
    invented  pairs that the answer has and the table does not, and no remark says so
    words     names and statements that read otherwise, and no remark says so

A remark is a doubt on the row (or the code), a row that says it is incomplete, or a refusal. The three counts must be 0:
the exit code is 1 if they are not.

Needs: chromium, soffice (LibreOffice), pandoc, pdftotext, mutool, tesseract; from PyPI: pymupdf, pdfplumber, docx2txt, markitdown,
python-docx, openpyxl, reportlab.
"""

import argparse
import collections
import concurrent.futures
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys

# --- the truth, and the table as people would typeset it -------------------------------------------------------------


def truth(xwalk):
    """The records of the built-in crosswalk."""
    whole = json.loads(subprocess.run([xwalk, "export", "--format", "json"], check=True, capture_output=True).stdout)
    statements = {item["code"]: item["statement"] for item in whole["ckc"]}
    rows = []
    for row in whole["knowledge_areas"]:
        mark = {"FS": "", "MHS": " (IMHS)", "MHM": " (IMHM)"}[row["level"]]
        rows.append(
            {
                "area": row["area"],
                "name": row["name"],
                "mark": mark,
                "definition": (row["definition"] or "").replace("[…] ", ""),
                "items": [(item["code"], statements[item["code"]]) for item in row["ckc"]],
                "notes": [note for note in row["notes"]] if not row["ckc"] else [],
            }
        )
    return rows


def item_lines(row, dash):
    return [f"{code}{dash}{statement}" for code, statement in row["items"]] or row["notes"]


NOTICE = (
    "Below you will find an outline of crosswalk between the WV Infant Toddler Mental Health Competency Guidelines and "
    "Endorsement System. This document is intended to be a resource guide only."
)
HEADS = ["Area of Expertise", "Knowledge Areas", "2015 CKC"]


def html_table(rows, *, dash, item, area, name, page, style=""):
    """One table. `item`: how the items of a cell follow one another; `area`: span, first, every; `name`: inline, bold, line."""
    out = [
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Crosswalk</title><style>",
        f"@page {{ size: {page}; margin: 1.5cm }} body {{ font: 9pt sans-serif }} table {{ border-collapse: collapse; width: 100% }}",
        "td, th { border: 1px solid #888; padding: 3px; vertical-align: top; text-align: left } ul { margin: 0; padding-left: 1em } p { margin: 0 }",
        style,
        "</style></head><body>",
        f"<p>{NOTICE}</p><table><thead><tr>",
        "".join(f"<th>{head}</th>" for head in HEADS),
        "</tr></thead><tbody>",
    ]
    count = collections.Counter(row["area"] for row in rows)
    seen = set()
    for row in rows:
        esc = html.escape
        out.append("<tr>")
        if area == "every":
            out.append(f"<td>{esc(row['area'])}</td>")
        elif row["area"] not in seen:
            span = f" rowspan={count[row['area']]}" if area == "span" else ""
            out.append(f"<td{span}>{esc(row['area'])}</td>")
        elif area == "first":
            out.append("<td></td>")
        seen.add(row["area"])
        title = esc(row["name"] + row["mark"])
        title = {"inline": f"{title} ", "bold": f"<b>{title}</b> ", "line": f"<b>{title}</b><br>"}[name]
        out.append(f"<td>{title}{esc(row['definition'])}</td>")
        lines = [esc(line) for line in item_lines(row, dash)]
        cell = {
            "run": " ".join(lines),
            "br": "<br>".join(lines),
            "p": "".join(f"<p>{line}</p>" for line in lines),
            "list": "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>",
        }[item]
        out.append(f"<td>{cell}</td></tr>")
    out.append("</tbody></table></body></html>")
    return "\n".join(out)


LAYOUTS = {
    "run": dict(dash=" - ", item="run", area="span", name="inline", page="letter landscape"),
    "br": dict(dash=" – ", item="br", area="first", name="line", page="letter portrait"),
    "p": dict(dash=" – ", item="p", area="every", name="bold", page="A4 landscape"),
    "list": dict(dash=" ", item="list", area="span", name="line", page="letter portrait"),
}

# Typesettings of PDFs alone: how the table is drawn, not what is in it.
STYLES = {
    "ruled": "",
    "bare": "table, td, th { border: none } td, th { padding: 6px 10px }",
    "across": "td, th { border-left: none; border-right: none; padding: 4px 8px }",
    "middle": "td { vertical-align: middle } tr { break-inside: avoid }",
    "small": "body { font: 7pt serif } table { width: 80%; margin: auto } td { text-align: justify; padding: 1px 2px }",
    "narrow": "td:nth-child(1) { width: 8% } td:nth-child(2) { width: 30% } th { background: #ccc }",
}


def docx_table(rows, path, *, dash, item, area, name, page):
    """The same table as a Word document."""
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    section = document.sections[0]
    if "landscape" in page:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(NOTICE)
    section.footer.paragraphs[0].text = "WV Crosswalk"
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, HEADS):
        cell.text = head
    seen = {}
    for row in rows:
        cells = table.add_row().cells
        if area == "every" or row["area"] not in seen:
            cells[0].text = row["area"]
        if area == "span" and row["area"] in seen:
            seen[row["area"]].append(cells[0])
        else:
            seen.setdefault(row["area"], [cells[0]])
        paragraph = cells[1].paragraphs[0]
        run = paragraph.add_run(row["name"] + row["mark"])
        run.bold = name != "inline"
        if name == "line":
            cells[1].add_paragraph(row["definition"])
        else:
            paragraph.add_run(" " + row["definition"])
        lines = item_lines(row, dash)
        if item == "run":
            cells[2].text = " ".join(lines)
        elif item == "br":
            cells[2].text = "\n".join(lines)
        else:
            cells[2].text = lines[0]
            for line in lines[1:]:
                cells[2].add_paragraph(line)
    if area == "span":
        for cells in seen.values():
            if len(cells) > 1:
                cells[0].merge(cells[-1])
    document.save(path)


# --- taking it back as text --------------------------------------------------------------------------------------------


def run(*command, out=None, **kwargs):
    result = subprocess.run([str(part) for part in command], capture_output=True, timeout=600, **kwargs)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]}: {result.stderr.decode(errors='replace')[-300:]}")
    if out is not None:
        out.write_bytes(result.stdout)


def pymupdf_text(pdf, out, **options):
    import pymupdf

    with pymupdf.open(pdf) as document:
        out.write_text("\n".join(page.get_text(**options) for page in document))


def pymupdf_blocks(pdf, out):
    import pymupdf

    with pymupdf.open(pdf) as document:
        out.write_text("\n\n".join(block[4] for page in document for block in page.get_text("blocks")))


def plumber_text(pdf, out, **options):
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        out.write_text("\n".join(page.extract_text(**options) or "" for page in document.pages))


def plumber_table(pdf, out):
    """The cells of pdfplumber's tables as tab-separated text, as a person would paste them."""
    import pdfplumber

    lines = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            for table in page.extract_tables():
                for row in table:
                    lines.append("\t".join((cell or "").replace("\n", " ") for cell in row))
    out.write_text("\n".join(lines) + "\n")


def docx2txt_text(path, out):
    import docx2txt

    out.write_text(docx2txt.process(str(path)))


def markitdown_text(path, out):
    from markitdown import MarkItDown

    out.write_text(MarkItDown().convert(str(path)).text_content)


def delimited(rows, layout, out, delimiter):
    """The cells as a spreadsheet saves them."""
    import csv

    with out.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(HEADS)
        seen = set()
        for row in rows:
            area = row["area"] if layout["area"] == "every" or row["area"] not in seen else ""
            seen.add(row["area"])
            gap = "\n" if layout["name"] == "line" else " "
            items = " " if layout["item"] == "run" else "\n"
            cell = items.join(item_lines(row, layout["dash"]))
            writer.writerow([area, row["name"] + row["mark"] + gap + row["definition"], cell])


def ocr(pdf, out, dpi, psm):
    folder = out.with_suffix(".pages")
    folder.mkdir(exist_ok=True)
    run("pdftoppm", "-r", dpi, "-gray", "-png", pdf, folder / "page")
    text = []
    for page in sorted(folder.glob("*.png")):
        result = subprocess.run(["tesseract", page, "-", "--psm", str(psm)], capture_output=True, check=True)
        text.append(result.stdout.decode())
    out.write_text("\f".join(text))
    shutil.rmtree(folder)


def print_pdf(page, out):
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}", page.as_uri())


def styled_pdf(rows, out, layout, style):
    page = out.with_suffix(".html")
    page.write_text(html_table(rows, **layout, style=style))
    print_pdf(page, out)


def reportlab_pdf(rows, out, layout, font):
    """A table with the fonts that every viewer has, which are not in the file."""
    from reportlab.lib import colors, pagesizes
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    style = ParagraphStyle("cell", fontName=font, fontSize=8, leading=9.5)
    words = lambda text: Paragraph(html.escape(text).replace("\n", "<br/>"), style)
    cells, seen = [[words(head) for head in HEADS]], set()
    for row in rows:
        area = "" if row["area"] in seen else row["area"]
        seen.add(row["area"])
        gap = "\n" if layout["name"] == "line" else " "
        items = " " if layout["item"] == "run" else "\n"
        cell = items.join(item_lines(row, layout["dash"]))
        cells.append([words(area), words(row["name"] + row["mark"] + gap + row["definition"]), words(cell)])
    page = pagesizes.landscape(pagesizes.letter)
    table = Table(cells, colWidths=[90, 230, 390], repeatRows=1, splitInRow=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    footer = lambda canvas, document: canvas.drawString(40, 20, f"WV Crosswalk, page {document.page}")
    SimpleDocTemplate(str(out), pagesize=page, topMargin=40, bottomMargin=40).build(
        [Paragraph(NOTICE, style), table], onFirstPage=footer, onLaterPages=footer
    )


def sheet(rows, out, layout):
    """The cells as a spreadsheet holds them, on its second sheet, with areas merged over their rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active["A1"] = NOTICE
    page = book.create_sheet("CKC")
    page.append([NOTICE])
    page.append(HEADS)
    first = {}
    for row in rows:
        gap = "\n" if layout["name"] == "line" else " "
        items = " " if layout["item"] == "run" else "\n"
        cell = items.join(item_lines(row, layout["dash"]))
        area = row["area"] if layout["area"] == "every" or row["area"] not in first else None
        page.append([area, row["name"] + row["mark"] + gap + row["definition"], cell])
        first.setdefault(row["area"], page.max_row)
        if layout["area"] == "span" and first[row["area"]] < page.max_row:
            for merged in list(page.merged_cells.ranges):
                if merged.min_row == first[row["area"]]:
                    page.unmerge_cells(str(merged))
            page.merge_cells(start_row=first[row["area"]], end_row=page.max_row, start_column=1, end_column=1)
    book.save(out)


def converted(source, out):
    """What LibreOffice makes of a file."""
    folder = out.with_suffix(".converted")
    run("soffice", f"-env:UserInstallation=file://{folder}.profile", "--headless", "--convert-to", out.suffix[1:], "--outdir", folder, source)
    (folder / f"{source.stem}{out.suffix}").rename(out)


def ocr_words(pdf, out, dpi, kind):
    """The word table that tesseract writes, all pages in one."""
    folder = out.with_name(f"{out.name}.pages")
    folder.mkdir(exist_ok=True)
    run("pdftoppm", "-r", dpi, "-gray", "-png", pdf, folder / "page")
    pages = "\n".join(str(page) for page in sorted(folder.glob("*.png")))
    result = subprocess.run(["tesseract", "stdin", "-", kind], input=pages.encode(), capture_output=True, check=True)
    out.write_bytes(result.stdout)
    shutil.rmtree(folder)


def files(rows, work, scans):
    """Name, function, suffix: each writes one file as people have it."""
    for key, layout in LAYOUTS.items():
        word, page, chrome, office = (work / f"{key}{end}" for end in (".docx", ".html", "-chromium.pdf", "-office.pdf"))
        yield f"file-{key}-chromium", ".pdf", lambda out, chrome=chrome: shutil.copy(chrome, out)
        yield f"file-{key}-office", ".pdf", lambda out, office=office: shutil.copy(office, out)
        for font in ("Helvetica", "Times-Roman"):
            yield f"file-{key}-reportlab-{font}", ".pdf", lambda out, layout=layout, font=font: reportlab_pdf(rows, out, layout, font)
        for name, style in STYLES.items():
            yield f"file-{key}-{name}", ".pdf", lambda out, layout=layout, style=style: styled_pdf(rows, out, layout, style)
        yield f"file-{key}-word", ".docx", lambda out, word=word: shutil.copy(word, out)
        yield f"file-{key}-word", ".odt", lambda out, word=word: converted(word, out)
        for end in (".docx", ".odt"):
            yield f"file-{key}-pandoc", end, lambda out, page=page: run("pandoc", "-o", out, page)
        yield f"file-{key}-sheet", ".xlsx", lambda out, layout=layout: sheet(rows, out, layout)

        def ods(out, layout=layout, key=key):
            book = work / f"{key}.xlsx"
            sheet(rows, book, layout)
            converted(book, out)

        yield f"file-{key}-sheet", ".ods", ods
        yield f"file-{key}-words", ".tsv", lambda out, chrome=chrome: run("pdftotext", "-tsv", chrome, out)
        if scans:
            for kind in ("tsv", "hocr"):
                yield f"file-{key}-tesseract-300", f".{kind}", lambda out, chrome=chrome, kind=kind: ocr_words(chrome, out, 300, kind)


def jobs(rows, work, scans):
    """Name, suffix, function: each writes one text."""
    found = []
    for key, layout in LAYOUTS.items():
        page = work / f"{key}.html"
        page.write_text(html_table(rows, **layout))
        word = work / f"{key}.docx"
        if not word.exists():
            docx_table(rows, word, **layout)
        chrome = work / f"{key}-chromium.pdf"
        office = work / f"{key}-office.pdf"
        if not chrome.exists():
            print_pdf(page, chrome)
        if not office.exists():
            run("soffice", "--headless", "--convert-to", "pdf", "--outdir", work, word)
            (work / f"{key}.pdf").rename(office)
        add = lambda name, function, *args, **kwargs: found.append((name, ".txt", lambda out: function(*args, out=out, **kwargs)))
        for pdf in (chrome, office):
            stem = pdf.stem
            for name, options in [("plain", []), ("layout", ["-layout"]), ("raw", ["-raw"])]:
                add(f"{stem}-pdftotext-{name}", lambda pdf, out, options: run("pdftotext", *options, pdf, out), pdf, options=options)
            add(f"{stem}-mutool", lambda pdf, out: run("mutool", "draw", "-q", "-F", "txt", "-o", out, pdf), pdf)
            add(f"{stem}-pymupdf", pymupdf_text, pdf)
            add(f"{stem}-pymupdf-sort", pymupdf_text, pdf, sort=True)
            add(f"{stem}-pymupdf-blocks", pymupdf_blocks, pdf)
            add(f"{stem}-pdfplumber", plumber_text, pdf)
            add(f"{stem}-pdfplumber-layout", plumber_text, pdf, layout=True)
            add(f"{stem}-pdfplumber-table", plumber_table, pdf)
            add(f"{stem}-markitdown", markitdown_text, pdf)
        for dpi, psm in [(150, 3), (200, 4), (300, 3), (300, 6)] if scans and layout["item"] in ("run", "p") else []:
            add(f"{key}-tesseract-{dpi}-{psm}", ocr, chrome, dpi=dpi, psm=psm)
        for source in (page, word):
            kind = source.suffix[1:]
            for form in ("markdown", "gfm", "plain", "rst", "asciidoc"):
                add(
                    f"{key}-{kind}-pandoc-{form}",
                    lambda source, out, form: run("pandoc", "-t", form, "-o", out, source),
                    source,
                    form=form,
                )
            add(f"{key}-{kind}-markitdown", markitdown_text, source)
        add(f"{key}-docx2txt", docx2txt_text, word)
        add(f"{key}-html", lambda source, out: shutil.copy(source, out), page)
        add(f"{key}-csv", lambda out, layout: delimited(rows, layout, out, ","), layout=layout)
        add(f"{key}-tsv", lambda out, layout: delimited(rows, layout, out, "\t"), layout=layout)
    return [*found, *files(rows, work, scans)]


def make(job, work):
    name, suffix, function = job
    out = work / "texts" / f"{name}{suffix}"
    name = out.name
    if not out.exists():
        try:
            function(out=out)
        except Exception as error:  # noqa: BLE001: other people's programs fail in their own ways
            out.unlink(missing_ok=True)
            return name, f"{type(error).__name__}: {str(error)[:200]}"
    return name, None


# --- comparing -----------------------------------------------------------------------------------------------------------


def folded(words):
    return "".join(c for c in words.casefold() if c.isalnum())


Result = collections.namedtuple("Result", "name verdict right doubtful missing invented words detail")


def judge(name, path, rows, xwalk):
    answer = subprocess.run([xwalk, "export", "--format", "json", "--crosswalk", path], capture_output=True)
    if answer.returncode == 2:
        return Result(name, "refused", 0, 0, 0, 0, 0, [answer.stderr.decode()[:200]])
    if answer.returncode not in (0, 1):
        return Result(name, "CRASHED", 0, 0, 0, 0, 1, [answer.stderr.decode()[:200]])
    whole = json.loads(answer.stdout)
    key = lambda row: (folded(row["area"] or ""), folded(row["name"] or ""))
    read, detail = {}, []
    for row in whole["knowledge_areas"]:
        read.setdefault(key(row), []).append(row)
    wanted = {key(row): row for row in rows}
    remark = lambda row: row.get("doubt") or row.get("incomplete")
    right = doubtful = missing = invented = words = 0
    # What a row that was lost as a whole says nothing of is silent, unless the rows around it say it: all rows then have a doubt.
    all_doubtful = all(remark(row) for row in whole["knowledge_areas"])
    for at, row in wanted.items():
        found = read.get(at, [])
        codes = {item["code"]: item for each in found for item in each["ckc"]}
        for code, _ in row["items"]:
            if code in codes:
                right += 1
                if all(remark(each) for each in found) or codes[code].get("doubt"):
                    doubtful += 1
            elif not (found and all(remark(each) for each in found)) and not all_doubtful:
                missing += 1
                detail.append(f"missing {row['name']}: {code}")
    for at, found in read.items():
        truth_codes = {code for code, _ in wanted.get(at, {"items": []})["items"]}
        for row in found:
            for item in row["ckc"]:
                if item["code"] not in truth_codes and not remark(row) and not item.get("doubt"):
                    invented += 1
                    detail.append(f"invented {row['id']}: {item['code']}")
            if at not in wanted and not remark(row):
                words += 1
                detail.append(f"name {row['name']!r} in {row['area']!r}")
            elif at in wanted and not remark(row):
                if folded(row["definition"] or "") != folded(wanted[at]["definition"]):
                    words += 1
                    detail.append(f"definition of {row['id']}: {row['definition']!r}")
                if row["level"] != {"": "FS", " (IMHS)": "MHS", " (IMHM)": "MHM"}[wanted[at]["mark"]]:
                    words += 1
                    detail.append(f"level of {row['id']}: {row['level']}")
    statements = {code: statement for row in rows for code, statement in row["items"]}
    for item in whole["ckc"]:
        printed = statements.get(item["code"])
        if printed is not None and not item.get("doubt") and not all_doubtful:
            if folded(item["statement"] or "") != folded(printed):
                words += 1
                detail.append(f"statement of {item['code']}: {item['statement']!r}")
    verdict = "read" if right and not doubtful and not any(map(remark, whole["knowledge_areas"])) else "in part"
    return Result(name, verdict, right, doubtful, missing, invented, words, detail)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--xwalk", default="target/release/xwalk")
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("target/texts"))
    arguments.add_argument("--only", default="", help="only texts whose name contains this word")
    arguments.add_argument("--quick", action="store_true", help="leave out the scans, which take minutes")
    arguments.add_argument("--verbose", action="store_true", help="name each silent error")
    asked = arguments.parse_args()
    rows = truth(asked.xwalk)
    work = asked.work.resolve()
    (work / "texts").mkdir(parents=True, exist_ok=True)
    chosen = [job for job in jobs(rows, work, not asked.quick) if asked.only in job[0] + job[1]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda job: make(job, work), chosen))
    for name, error in made:
        if error:
            print(f"skipped {name}: {error}", file=sys.stderr)
    names = [name for name, error in made if not error]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: judge(name, work / "texts" / name, rows, asked.xwalk), names))
    pairs = sum(len(row["items"]) for row in rows)
    print(f"{'text':44} {'verdict':8} {'right':>5} {'doubt':>5} {'miss':>5} {'inv':>5} {'words':>5}   of {pairs} pairs")
    for result in results:
        print(f"{result.name:44} {result.verdict:8} {result.right:5} {result.doubtful:5} {result.missing:5} {result.invented:5} {result.words:5}")
        if asked.verbose:
            for line in result.detail:
                print(f"    {line[:150]}")
    totals = [sum(getattr(result, field) for result in results) for field in ("missing", "invented", "words")]
    verdicts = collections.Counter(result.verdict for result in results)
    perfect = sum(result.verdict == "read" and result.right == pairs for result in results)
    print(f"{len(results)} texts: {perfect} read whole, {dict(verdicts)}; in silence: {totals[0]} missing, {totals[1]} invented, {totals[2]} words wrong")
    return int(any(totals))


if __name__ == "__main__":
    sys.exit(main())

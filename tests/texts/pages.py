#!/usr/bin/env python3
"""Typesets the built-in page of competencies anew, takes it back with the tools people use, and counts what
the program then reads wrongly without saying so: alignments missing, alignments invented, words wrong.

    tests/texts/pages.py [--keep FOLDER] [--only PART-OF-NAME] [XWALK]

Without saying so means: the file is not refused, and the record has no doubt. A tool that is not installed is
left out and named. Needs on PATH what it can get of pdftotext, pandoc, soffice, chromium, mutool, tesseract, pdftoppm,
and of the Python packages pymupdf, pdfplumber, docx2txt, markitdown, python-docx.
"""

import argparse
import collections
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LABELS = [
    "Essential or important?",
    "IECMHC Endorsement Competency",
    "Knowledge/Skill Area",
    "As Demonstrated by/Other Work Experience (and Interview)",
]


def page():
    """The built-in page: what comes before each section, and its rows of five fields."""
    text = (ROOT / "data/iecmhc-7-programmatic-consultation.txt").read_text(encoding="utf-8")
    parts, row = [], None
    for line in text.splitlines():
        label = next((label for label in LABELS if line.startswith(label + ":")), None)
        if re.match(r"7[A-D]\.\d+\. ", line):
            row = [line]
            parts.append(("row", row))
        elif label:
            row.append(line[len(label) + 1 :].strip())
        else:
            parts.append(("text", line))
    return parts


# What is typeset. Each gives a list of blocks that HTML and DOCX are made of.


def with_fields(blocks):
    """A heading for each competency, and what `blocks` makes of its labels with their values."""

    def make(parts):
        for kind, part in parts:
            if kind == "text":
                yield ("p", part)
            else:
                yield ("h", part[0])
                yield from blocks(list(zip(LABELS, part[1:])))

    return make


def in_lines(fields):
    return [("p", f"{label}: {value}") for label, value in fields]


def in_apart(fields):
    """Labels and values on separate lines."""
    return [("p", words) for label, value in fields for words in (f"{label}:", value)]


def in_pairs(fields):
    """A table of two columns for each competency: label, value."""
    return [("table", [[f"{label}:", value] for label, value in fields])]


def in_table(parts):
    """A table for each section, with the labels in its head."""
    rows = []
    head = ["Competency", *LABELS]
    for kind, part in [*parts, ("text", None)]:
        if kind == "row":
            rows.append(part)
        else:
            if rows:
                yield ("table", [head, *rows])
                rows = []
            if part:
                yield ("p", part)


SHAPES = {
    "lines": with_fields(in_lines),
    "apart": with_fields(in_apart),
    "pairs": with_fields(in_pairs),
    "table": in_table,
}

STYLE = """@page { size: letter landscape; margin: 18mm } body { font: 11pt serif }
table { border-collapse: collapse } td, th { border: 1px solid; padding: 3px; vertical-align: top }"""


def as_html(blocks):
    def block(kind, content):
        if kind == "table":
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in content)
            return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"
        tag = {"p": "div", "h": "h3"}[kind]
        return f"<{tag}>{html.escape(content)}</{tag}>"

    body = "\n".join(block(*it) for it in blocks)
    return f"<!doctype html><meta charset=utf-8><title>IECMHC Competencies</title><style>{STYLE}</style>{body}"


def write_docx(blocks, path):
    import docx

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Infant and Early Childhood Mental Health Consultation"
    section.footer.paragraphs[0].text = "IECMHC Competencies, Category 7"
    for kind, content in blocks:
        if kind == "table":
            table = document.add_table(rows=0, cols=len(content[0]), style="Table Grid")
            for row in content:
                for cell, words in zip(table.add_row().cells, row):
                    cell.text = words
        elif kind == "h":
            document.add_paragraph().add_run(content).bold = True
        else:
            document.add_paragraph(content)
    document.save(path)


def run(*command):
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    return done.stdout.decode("utf-8", "replace")


def to_pdf(source, folder):
    target = folder / (source.stem + ".pdf")
    if not target.exists():
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, source)
    return target


def html_pdf(source, target, *options):
    if target.exists():
        return target
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", *options, f"--print-to-pdf={target}", source.as_uri())
    return target


def sources(folder):
    """Every typesetting as (name, file)."""
    parts = page()
    for shape, make in SHAPES.items():
        blocks = list(make(parts))
        web = folder / f"{shape}.html"
        web.write_text(as_html(blocks), encoding="utf-8")
        yield f"{shape}-html", web
        yield f"{shape}-chromium", html_pdf(web, folder / f"{shape}-chromium.pdf", "--no-pdf-header-footer")
        if shape in ("lines", "table"):
            yield f"{shape}-printed", html_pdf(web, folder / f"{shape}-printed.pdf")
        word = folder / f"{shape}-word.docx"
        write_docx(blocks, word)
        yield f"{shape}-docx", word
        yield f"{shape}-office", to_pdf(word, folder)


# The tools that take it back.


def ocr(path, dpi):
    pages = pathlib.Path(tempfile.mkdtemp(dir=path.parent))
    run("pdftoppm", "-r", str(dpi), "-gray", "-png", path, pages / "page")
    return "\f".join(run("tesseract", image, "-") for image in sorted(pages.iterdir()))


def pymupdf_text(path):
    import pymupdf

    return "\f".join(sheet.get_text() for sheet in pymupdf.open(path))


def pdfplumber_text(path):
    import pdfplumber

    with pdfplumber.open(path) as file:
        return "\f".join(sheet.extract_text() or "" for sheet in file.pages)


def docx2txt_text(path):
    import docx2txt

    return docx2txt.process(path)


def markitdown_text(path):
    import markitdown

    return markitdown.MarkItDown().convert(str(path)).text_content


def pandoc(path, form, *options):
    return run("pandoc", path, "-t", form, *options)


PDF = {
    "pdftotext": lambda path: run("pdftotext", path, "-"),
    "layout": lambda path: run("pdftotext", "-layout", path, "-"),
    "raw": lambda path: run("pdftotext", "-raw", path, "-"),
    "mutool": lambda path: run("mutool", "draw", "-F", "txt", path),
    "pymupdf": pymupdf_text,
    "pdfplumber": pdfplumber_text,
    "markitdown": markitdown_text,
    "ocr150": lambda path: ocr(path, 150),
    "ocr300": lambda path: ocr(path, 300),
}
WORDS = {
    "markdown": lambda path: pandoc(path, "markdown"),
    "gfm": lambda path: pandoc(path, "gfm"),
    "unwrapped": lambda path: pandoc(path, "markdown", "--wrap=none"),
    "plain": lambda path: pandoc(path, "plain"),
    "markitdown": markitdown_text,
}
TOOLS = {
    ".pdf": PDF,
    ".html": WORDS | {"itself": lambda path: path.read_text(encoding="utf-8")},
    ".docx": WORDS | {"docx2txt": docx2txt_text},
}


# The comparison.


def even(words):
    """Words without what carries no meaning: blanks, and the forms of quotes and dashes."""
    words = re.sub(r"[\u2018\u2019'`\u201c\u201d\"]+", "'", words or "")
    return re.sub(r"[\s\u2010-\u2014-]+", "", words)


def key(competency, alignment):
    return (
        competency["id"],
        alignment["unique"],
        even(alignment["area"]).lower(),
        even("/".join(alignment["knowledge"])).lower(),
        alignment["level"],
        alignment["importance"],
    )


def words(competency, alignment):
    return even(competency["statement"]), even("; ".join(alignment["demonstrated_by"]))


def rows(export):
    return [(competency, alignment) for competency in export["competencies"] for alignment in competency["alignments"]]


def ask(xwalk, *arguments):
    return subprocess.run([xwalk, *arguments], capture_output=True, text=True, encoding="utf-8")


def lost_ids(xwalk, text):
    """How many rows of the page are said to have lost their id."""
    answer = ask(xwalk, "check", "--competencies", text, "--format", "json")
    found = json.loads(answer.stdout if answer.returncode < 2 else "[]")
    return sum(it["code"] == "lost-id" for it in found if it["document"] == text.stem)


def judge(xwalk, text, truth):
    answer = ask(xwalk, "export", "--competencies", text, "--format", "json")
    if answer.returncode == 2:
        return {"refused": 1}, [answer.stderr.strip()]
    export = json.loads(answer.stdout)
    lost = lost_ids(xwalk, text)
    counts, told = collections.Counter(), []
    wanted = collections.defaultdict(list)
    for competency, alignment in rows(truth):
        wanted[key(competency, alignment)].append(words(competency, alignment))
    doubtful = set()
    for competency, alignment in rows(export):
        found = wanted.get(key(competency, alignment))
        if alignment.get("doubt"):
            doubtful.add(competency["id"])
            # A row that is lost as a whole has no doubt of its own: the one before it tells of it.
            if any(reason.startswith("the next number is skipped") for reason in alignment["doubt"]):
                section, number = competency["id"].split(".")
                doubtful.add(f"{section}.{int(number) + 1}")
            counts["doubted"] += 1
            told.append(f"doubted: {competency['id']}: {'; '.join(alignment['doubt'])}")
            if found:
                found.pop()
        elif not found:
            counts["invented"] += 1
            told.append(f"invented: {key(competency, alignment)}")
        elif words(competency, alignment) in found:
            found.remove(words(competency, alignment))
            counts["right"] += 1
        else:
            expected = found.pop()
            counts["wrong"] += 1
            for right, read in zip(expected, words(competency, alignment)):
                if right != read:
                    told.append(f"wrong: {competency['id']}: {read}\n       not: {right}")
    counts["doubted"] += lost
    for (id, *rest), left in wanted.items():
        if left and lost:
            lost -= 1
        elif left and id not in doubtful:
            counts["missing"] += len(left)
            told.append(f"missing: {(id, *rest)}")
    return counts, told


def verdict(counts, truth):
    """What a text is: refused, read whole and rightly, or read in part."""
    if counts.get("refused"):
        return "refused"
    return "whole" if counts["right"] == len(rows(truth)) and not counts["doubted"] else "in part"


def texts(folder):
    for name, source in sources(folder):
        yield source
        for tool, take in TOOLS[source.suffix].items():
            target = folder / f"{name}-{tool}.txt"
            try:
                if not target.exists():
                    target.write_text(take(source), encoding="utf-8")
            except (ImportError, FileNotFoundError) as missing:
                print(f"left out: {name}-{tool}: {missing}", file=sys.stderr)
                continue
            yield target


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("xwalk", nargs="?", default=ROOT / "target/debug/xwalk")
    options.add_argument("--keep", type=pathlib.Path, help="folder for the texts; those in it are not made again")
    options.add_argument("--only", default="", help="only texts whose name contains this")
    options.add_argument("--tell", action="store_true", help="tell each difference")
    options = options.parse_args()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    truth = json.loads(ask(options.xwalk, "export", "--format", "json").stdout)
    columns = ["right", "doubted", "refused", "missing", "invented", "wrong"]
    total, verdicts = collections.Counter(), collections.Counter()
    print(f"{'text':32}", *(f"{column:>8}" for column in columns))
    for text in texts(folder):
        if options.only not in text.name:
            continue
        counts, told = judge(options.xwalk, text, truth)
        total.update(counts)
        verdicts[verdict(counts, truth)] += 1
        print(f"{text.name:32}", *(f"{counts.get(column, 0) or '':>8}" for column in columns), flush=True)
        if options.tell and told:
            print(*(f"    {line}" for line in told), sep="\n")
    print(f"{'in all':32}", *(f"{total[column]:>8}" for column in columns))
    print(f"{sum(verdicts.values())} texts: {dict(verdicts)}")
    if not options.keep:
        shutil.rmtree(folder)
    return int(any(total[column] for column in ("missing", "invented", "wrong")))


if __name__ == "__main__":
    sys.exit(main())

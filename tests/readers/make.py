#!/usr/bin/env python3
"""Makes the files beside this one: a made-up crosswalk as people have one, by programs that are not ours.

    tests/readers/make.py

Needs reportlab, openpyxl, pandoc, soffice (LibreOffice), poppler-utils and tesseract.
"""

import html
import pathlib
import subprocess

import openpyxl
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
from reportlab.rl_config import defaultPageSize

HERE = pathlib.Path(__file__).resolve().parent
HEADS = ["Area of Expertise", "Knowledge Areas", "2015 CKC"]
ITEMS = {
    "1.1": "Knows the ropes on board and what each of them is for",
    "1.2": "Ties a rope to a pole so that it holds in wind and rain",
    "1.10": "Stows ropes dry, and in the order in which they are needed",
    "2.1": "Reads the sky in the morning and again at noon",
    "2.2": "Tells the crew of a change in the weather before it comes",
    "3.1": "Shares the watches fairly among the crew",
}
ROWS = [
    ("Seamanship", "Knots & bends", "Demonstrates how knots are tied, and knows when to use each of them", "1.1 1.2 1.10"),
    ("Seamanship", "Splicing (IMHS)", "Applies splices that are as strong as the rope itself", "1.1 1.10"),
    ("Weather", "Clouds", "Recognizes the clouds that come before a storm, and those that do not", "2.1 2.2"),
    ("Weather", "Forecasts (IMHM)", "Develops a forecast for the crew from what the sky and the glass say", "1.2 2.1 2.2 3.1"),
    ("Crew", "Watches", "Supports the crew in keeping watch, and rests those who are tired", "2.2 3.1"),
    ("Crew", "Training the crew", "Promotes what beginners learn from old hands, day by day and at their own pace", "1.1 1.2 3.1"),
]


def cells():
    """The rows, each area once."""
    seen = set()
    for area, name, definition, codes in ROWS:
        yield "" if area in seen else area, f"{name} {definition}", [f"{code} – {ITEMS[code]}" for code in codes.split()]
        seen.add(area)


def pdf(path):
    """Two pages, with a row that goes on from one to the other, a head on each, and page numbers."""
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    words = lambda lines: Paragraph("<br/>".join(html.escape(line) for line in lines), style)
    table = [[words([head]) for head in HEADS]]
    table += [[words([area]), words([row]), words(items)] for area, row, items in cells()]
    table = Table(table, colWidths=[80, 170, 220], repeatRows=1, splitInRow=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    footer = lambda canvas, document: canvas.drawString(72, 20, f"Ropes and weather, page {document.page}")
    document = SimpleDocTemplate(str(path), pagesize=(defaultPageSize[0], 360), topMargin=40, bottomMargin=50, invariant=1)
    document.build([table], onFirstPage=footer, onLaterPages=footer)


def web_page():
    rows = [f"<th>{head}</th>" for head in HEADS]
    body = "".join(
        f"<tr><td>{area}</td><td>{html.escape(row)}</td><td>{''.join(f'<p>{item}</p>' for item in items)}</td></tr>"
        for area, row, items in cells()
    )
    return f"<p>Made up.</p><table><thead><tr>{''.join(rows)}</tr></thead><tbody>{body}</tbody></table>"


def xlsx(path):
    """The table is on the second sheet, below a title, and its areas are merged over their rows."""
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active["A1"] = "Made up."
    sheet = book.create_sheet("CKC")
    sheet.append(["Ropes and weather"])
    sheet.append(HEADS)
    for area, row, items in cells():
        sheet.append([area or None, row, "\n".join(items)])
    for first in (3, 5, 7):
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=1, end_column=1)
    book.save(path)


def run(*command, **kwargs):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, **kwargs).stdout


def main():
    pdf(HERE / "ropes.pdf")
    xlsx(HERE / "ropes.xlsx")
    for kind in ("docx", "odt"):
        run("pandoc", "-f", "html", "-o", HERE / f"ropes.{kind}", input=web_page().encode())
    run("soffice", "--headless", "--convert-to", "ods", "--outdir", HERE, HERE / "ropes.xlsx")
    run("pdftotext", "-tsv", HERE / "ropes.pdf", HERE / "ropes-pdftotext.tsv")
    run("pdftoppm", "-r", "200", "-gray", "-png", HERE / "ropes.pdf", HERE / "page")
    pages = sorted(HERE.glob("page-*.png"))
    for kind in ("tsv", "hocr"):
        words = run("tesseract", "stdin", "-", kind, input="\n".join(map(str, pages)).encode()).decode()
        # Where the pictures were is nobody's business.
        (HERE / f"ropes-tesseract.{kind}").write_text(words.replace(f"{HERE}/", ""))
    for page in pages:
        page.unlink()


if __name__ == "__main__":
    main()

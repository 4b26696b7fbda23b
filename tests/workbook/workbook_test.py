"""What is in a workbook beside its values. Run by `run`, which names the program in XWALK."""

import csv
import io
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

XWALK = os.environ["XWALK"]
EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
COMMANDS = {
    "export": ["export"],
    "part": ["export", "--only=mhm"],
    "trace": ["trace", "--add-columns=Training,Level,Importance,Date"],
    "links": ["list", "links"],
    "knowledge": ["list", "knowledge"],
    "gap": ["gap", "--for=mhm", "--have=4.3,5.4"],
    "plan": [
        "plan",
        "--for=mhm",
        f"--log={EXAMPLES / 'log.csv'}",
        f"--trainings={EXAMPLES / 'trainings.csv'}",
        "--alternatives=2",
    ],
}


def xwalk(*arguments):
    run = subprocess.run([XWALK, *arguments], capture_output=True, text=True, check=True)
    return run.stdout


class Workbooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.paths = {}
        for name, command in COMMANDS.items():
            cls.paths[name] = Path(cls.folder.name) / f"{name}.xlsx"
            xwalk(*command, "-o", str(cls.paths[name]))
        cls.books = {name: openpyxl.load_workbook(path) for name, path in cls.paths.items()}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def sheets(self):
        for name, book in self.books.items():
            for sheet in book:
                yield f"{name} {sheet.title}", sheet

    def test_every_part_is_well_formed(self):
        for name, path in self.paths.items():
            with zipfile.ZipFile(path) as archive:
                self.assertIsNone(archive.testzip())
                for part in archive.namelist():
                    if part.endswith((".xml", ".rels", ".vml")):
                        with self.subTest(book=name, part=part):
                            ElementTree.fromstring(archive.read(part))

    def test_codes_are_text(self):
        seen = 0
        for name, sheet in self.sheets():
            for cell in (cell for row in sheet for cell in row):
                if isinstance(cell.value, str) and re.fullmatch(r"CKC \d+\.\d+", cell.value):
                    seen += 1
                    self.assertEqual(cell.data_type, "s", f"{name} {cell.coordinate}")
                    self.assertIn(cell.number_format, ["@", '"["@"]"'], f"{name} {cell.coordinate}")
        self.assertGreater(seen, 500)

    def test_no_cell_is_a_formula_or_a_date(self):
        for name, sheet in self.sheets():
            for cell in (cell for row in sheet for cell in row):
                self.assertIn(cell.data_type, "sn", f"{name} {cell.coordinate}")

    def test_headers_stay_and_filter_and_are_printed_on_every_page(self):
        for name, sheet in self.sheets():
            with self.subTest(sheet=name):
                corner = "A2" if sheet.max_column == 1 else "B2"
                self.assertEqual(sheet.freeze_panes, corner)
                self.assertEqual(sheet.auto_filter.ref.replace("$", ""), sheet.dimensions)
                self.assertEqual(sheet.print_title_rows, "$1:$1")
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
                # A width of one is the default, and not written.
                self.assertIn(sheet.page_setup.fitToWidth, [None, 1])
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertTrue(all(cell.font.b for cell in sheet[1]))

    def test_rows_and_columns_are_so_large_that_words_are_seen(self):
        for name, sheet in self.sheets():
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    if cell.value is None:
                        continue
                    width = next(
                        dimension.width
                        for dimension in sheet.column_dimensions.values()
                        if dimension.min <= cell.column <= dimension.max
                    )
                    self.assertLessEqual(width, 60, f"{name} {cell.coordinate}")
                    longest = max(map(len, str(cell.value).splitlines() or [""]))
                    height = sheet.row_dimensions[cell.row].height or 15
                    if longest > width:
                        self.assertTrue(cell.alignment.wrap_text, f"{name} {cell.coordinate}")
                        # No row is higher than 409 points.
                        room = width * height / 15 if height < 405 else longest
                        self.assertLessEqual(longest, room, f"{name} {cell.coordinate}")

    def test_links_lead_to_the_row_that_they_name(self):
        count = 0
        for name, sheet in self.sheets():
            book = sheet.parent
            for cell in (cell for row in sheet for cell in row if cell.hyperlink):
                place = f"{name} {cell.coordinate}"
                self.assertIsNone(cell.hyperlink.target, place)
                title, address = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", cell.hyperlink.location).groups()
                self.assertIn(title, book.sheetnames, place)
                there = book[title][address]
                self.assertIsNotNone(there.value, place)
                row = [cell.value for cell in there.parent[there.row]]
                if sheet.title == "Matrix" and cell.column > 3:
                    self.assertIn(sheet.cell(1, cell.column).value, row, place)
                elif sheet.title == "Knowledge areas":
                    self.assertIn(sheet.cell(cell.row, 3).value, row, place)
                elif cell.value is not None:
                    self.assertIn(cell.value, row, place)
                count += 1
        self.assertGreater(count, 1000)

    def test_every_sheet_of_the_export_leads_to_another(self):
        for sheet in self.books["export"]:
            if sheet.title not in ["CKC items", "Notes"]:
                self.assertTrue(any(cell.hyperlink for row in sheet for cell in row), sheet.title)

    def choices(self, book):
        sheet = self.books[book]["Rows"]
        found = {}
        for validation in sheet.data_validations.dataValidation:
            for cells in validation.sqref.ranges:
                self.assertEqual((cells.min_row, cells.max_row), (2, sheet.max_row))
                found[sheet.cell(1, cells.min_col).value] = validation.formula1.strip('"')
                for row in range(2, sheet.max_row + 1):
                    value = sheet.cell(row, cells.min_col).value
                    self.assertIn(value, [None, *validation.formula1.strip('"').split(",")])
        return found

    def test_columns_to_fill_in_offer_what_there_is(self):
        levels, importances = "FS,MHS,MHM", "essential,important"
        own = {"level": levels, "importance": importances}
        self.assertEqual(self.choices("trace"), {**own, "Level": levels, "Importance": importances})
        self.assertEqual(self.choices("plan"), own)
        self.assertEqual(self.choices("links"), {"decision": "accept,reject"})

    def test_restored_values_are_in_brackets_that_are_not_in_them(self):
        sheet = self.books["knowledge"]["Rows"]
        header = [cell.value for cell in sheet[1]]
        area = header.index("area")
        restored = {
            row[area].value for row in sheet.iter_rows(min_row=2) if row[area].number_format == '"["@"]"'
        }
        self.assertEqual(restored, {"Administration"})

    def test_what_is_missing_says_why(self):
        found = csv.DictReader(io.StringIO(xwalk("list", "competencies", "--format=csv")))
        unique = [row["competency"] for row in found if row["unique"] == "yes"]
        sheet = self.books["export"]["Competencies"]
        noted = {
            row[0].value: cell.comment.text
            for row in sheet.iter_rows(min_row=2)
            for cell in row
            if cell.comment
        }
        self.assertEqual(noted, dict.fromkeys(unique, "Unique"))

    def test_libreoffice_opens_it_and_reads_the_same(self):
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if not office:
            self.skipTest("no LibreOffice")
        home = Path(self.folder.name)
        convert = [office, f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to"]
        again = home / "again"
        paths = [str(path) for path in self.paths.values()]
        # All sheets, each as a CSV with what is shown: in UTF-8.
        sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
        for filter in ["xlsx", "pdf", sheets]:
            run = subprocess.run(
                [*convert, filter, "--outdir", str(again), *paths],
                capture_output=True,
                text=True,
                check=True,
                timeout=300,
            )
            said = [line for line in run.stderr.splitlines() if "javaldx" not in line]
            self.assertEqual(said, [])
        for name, book in self.books.items():
            self.assertGreater((again / f"{name}.pdf").stat().st_size, 1000)
            converted = openpyxl.load_workbook(again / f"{name}.xlsx")
            self.assertEqual(converted.sheetnames, book.sheetnames)
            for sheet in book:
                with self.subTest(book=name, sheet=sheet.title):
                    there = converted[sheet.title]
                    self.assertEqual(list(there.values), list(sheet.values))
                    # Without a window it writes no panes.
                    self.assertEqual(there.print_title_rows, "$1:$1")
                    links = lambda cells: [cell.coordinate for row in cells for cell in row if cell.hyperlink]
                    self.assertEqual(links(there), links(sheet))
                    shown = again / f"{name}-{sheet.title}.csv"
                    with shown.open(encoding="utf-8", newline="") as file:
                        self.assert_shown(sheet, list(csv.reader(file)))

    def assert_shown(self, sheet, shown):
        for row, texts in zip(sheet.iter_rows(), shown, strict=True):
            for cell, text in zip(row, texts, strict=True):
                value = "" if cell.value is None else str(cell.value)
                # Brackets and signs are in the format, as in `"["@"]"`, and not in the cell.
                if "@" in cell.number_format and value:
                    value = cell.number_format.replace('"', "").replace("@", value)
                self.assertEqual(text, value, cell.coordinate)


if __name__ == "__main__":
    unittest.main()

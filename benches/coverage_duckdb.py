"""The question of `xwalk coverage`, asked of xwalk and of DuckDB, one after the other, on one file.

    pip install duckdb
    cargo bench --bench coverage                      # makes the logs
    python benches/coverage_duckdb.py XWALK LOG...    # XWALK: target/release/xwalk

Each answer is a process of its own, so that its memory can be told: DuckDB in Python with two threads,
and every formulation of the same question that is worth a try; the fastest one counts. Both read the codes
as text and write the same rows: for each learner and knowledge area what is covered, or for each
knowledge area the sums over all learners. The answers are compared.
"""

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", "5"))
FORMULATIONS = ["join", "map", "case", "enum"]


def main():
    if sys.argv[1] == "--duckdb":
        return duckdb_answer(*sys.argv[2:])
    xwalk, logs = sys.argv[1], sys.argv[2:]
    areas = knowledge_areas(xwalk)
    for log in logs:
        for answer in ["summary", "all"]:
            compare(xwalk, log, answer, areas)


def knowledge_areas(xwalk):
    """Each knowledge area's id and codes, and all codes, as xwalk exports them."""
    export = json.loads(subprocess.check_output([xwalk, "export", "--format", "json"]))
    listed = export["knowledge_areas"]
    areas = [(area["id"], [item["code"] for item in area["ckc"]]) for area in listed]
    return {"areas": [area for area in areas if area[1]], "codes": [item["code"] for item in export["ckc"]]}


def compare(xwalk, log, answer, areas):
    with tempfile.TemporaryDirectory() as folder:
        file = {who: os.path.join(folder, who) for who in ["xwalk", "duckdb", "areas"]}
        json.dump(areas, open(file["areas"], "w"))
        columns = "id,needed,any,full" if answer == "summary" else "learner,id,covered,needed,share"
        ours = [xwalk, "coverage", log, "-f", "csv", "-o", file["xwalk"], "--columns", columns]
        ours += ["--summary"] if answer == "summary" else []
        theirs = lambda how: [sys.executable, __file__, "--duckdb", how, answer, log, file["areas"], file["duckdb"]]
        # Once round to warm up and to choose.
        run(ours)
        first = {how: run(theirs(how)) for how in FORMULATIONS}
        best = min(first, key=lambda how: first[how][0])
        assert_same(file["xwalk"], file["duckdb"], answer)
        times, peaks = {"xwalk": [], "duckdb": []}, {"xwalk": 0, "duckdb": 0}
        for _ in range(ROUNDS):
            for who, command in [("xwalk", ours), ("duckdb", theirs(best))]:
                seconds, peak = run(command)
                times[who].append(seconds)
                peaks[who] = max(peaks[who], peak)
    middle = {who: statistics.median(times[who]) for who in times}
    print(f"{os.path.basename(log)} {answer}: xwalk {middle['xwalk']:.2f} s, {peaks['xwalk']:.0f} MB; "
          f"DuckDB ({best}) {middle['duckdb']:.2f} s, {peaks['duckdb']:.0f} MB; "
          f"time {middle['duckdb'] / middle['xwalk']:.2f} x, best of each {min(times['duckdb']) / min(times['xwalk']):.2f} x, "
          f"memory {peaks['duckdb'] / peaks['xwalk']:.1f} x", flush=True)


def run(command):
    """Seconds and megabytes. DuckDB says its own seconds: starting Python and loading it is not its fault."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    assert status == 0, command
    return (float(said) if said else seconds), usage.ru_maxrss / 1000


def duckdb_answer(how, answer, log, areas, out):
    import duckdb

    asked = json.load(open(areas))
    start = time.perf_counter()
    database = duckdb.connect(config={"threads": 2})
    types = {"learner": "VARCHAR", "date": "VARCHAR", "ckc": "VARCHAR"}
    bits = [(f"CKC {code}", 1 << place) for place, code in enumerate(asked["codes"])]
    bit_of = {code: 1 << place for place, code in enumerate(asked["codes"])}
    join = ""
    if how == "join":
        values = ", ".join(f"('{code}', {bit}::BIGINT)" for code, bit in bits)
        join, bit = f"JOIN (VALUES {values}) AS codes (code, bit) ON log.ckc = codes.code", "bit"
    elif how == "map":
        pairs = ", ".join(f"'{code}': {bit}::BIGINT" for code, bit in bits)
        bit = f"(MAP {{{pairs}}})[ckc]"
    elif how == "case":
        whens = " ".join(f"WHEN '{code}' THEN {bit}::BIGINT" for code, bit in bits)
        bit = f"CASE ckc {whens} END"
    else:
        database.execute("CREATE TYPE code AS ENUM (" + ", ".join(f"'{code}'" for code, _ in bits) + ")")
        types["ckc"] = "code"
        bit = "1::BIGINT << enum_code(ckc)::BIGINT"
    read = f"read_csv('{log}', header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false, columns = {types})"
    learners = f"SELECT learner, bit_or({bit}) AS mask FROM {read} AS log {join} GROUP BY learner"
    rows = [(place, area, sum(bit_of[code] for code in codes), len(codes)) for place, (area, codes) in enumerate(asked["areas"])]
    values = ", ".join(f"({place}, '{area}', {mask}::BIGINT, {needed})" for place, area, mask, needed in rows)
    if answer == "summary":
        # One pass over the learners, and no row for each learner and area.
        count = lambda mask, test: f"count(*) FILTER (WHERE mask & {mask} {test})"
        sums = ", ".join(f"{count(mask, '<> 0')} AS any_{place}, {count(mask, f'= {mask}')} AS full_{place}" for place, _, mask, _ in rows)
        sums = database.execute(f"SELECT {sums} FROM ({learners})").fetchone()
        with open(out, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id", "needed", "any", "full"])
            writer.writerows([area, needed, sums[2 * place], sums[2 * place + 1]] for place, area, _, needed in rows)
    else:
        question = f"""
            SELECT learner, id, bit_count(learners.mask & areas.mask) AS covered, needed,
                round(bit_count(learners.mask & areas.mask) / needed, 4) AS share
            FROM ({learners}) AS learners CROSS JOIN (VALUES {values}) AS areas (place, id, mask, needed)"""
        database.execute(f"COPY ({question}) TO '{out}' (FORMAT csv, HEADER true)")
    print(time.perf_counter() - start)


def assert_same(ours, theirs, answer):
    """The same rows; DuckDB's are in no order, and a share of it is 1.0 where ours is 1."""
    def total(path):
        with open(path, newline="") as file:
            reader = csv.reader(file)
            next(reader)
            count = total = 0
            for row in reader:
                row = row[:4] + [f"{float(share):.4f}" for share in row[4:]]
                count, total = count + 1, total + hash(tuple(row))
            return count, total
    assert total(ours) == total(theirs), f"the answers differ: {answer}"


main()

"""Asks xwalk, DuckDB and Spark the same question and compares every cell of the answers. `run` runs it:

    compare.py XWALK duckdb spark

The log is made here: learners whose names look like numbers, codes in every spelling and several in a
cell, hours with and without decimals or none. xwalk reads it; DuckDB and Spark run the statements that
`xwalk coverage --sql` prints, as they are printed.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile

ROWS, LEARNERS = 20_000, 700


def main():
    xwalk, *databases = sys.argv[1:]
    answers = {"duckdb": duckdb_answer, "spark": spark_answer}
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.csv")
        write_log(log, codes(xwalk))
        for more in [[], ["--no-hours"], ["--for", "fs", "--certainty", "printed"], ["--ckc", "7"]]:
            native = xwalk_answer(xwalk, log, more)
            for name in databases:
                same(native, answers[name](statement(xwalk, log, name, more), log), name, more)


def codes(xwalk):
    listed = subprocess.check_output([xwalk, "list", "ckc", "--format", "csv", "--columns", "code"], text=True)
    return [line.removeprefix("CKC ") for line in listed.split("\n")[1:] if line]


def write_log(log, codes):
    dice = random.Random(1)
    spell = [lambda code: code, lambda code: "CKC " + code, lambda code: "ckc:" + code, lambda code: "CKC" + code]
    between = [" ", ", ", ";", " | ", "\n"]
    with open(log, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["learner", "training", "ckc", "hours"])
        for _ in range(ROWS):
            number = dice.randrange(LEARNERS)
            learner = dice.choice([f"{number}", f"{number:05}", f"L{number}"])
            taken = [dice.choice(spell)(code) for code in dice.sample(codes, dice.randrange(0, 6))]
            hours = dice.choice(["", "2", f"{dice.randrange(100)}.{dice.randrange(100):02}", "1,5"])
            writer.writerow([learner, 'A "training", of two\nlines', dice.choice(between).join(taken), hours])


def xwalk_answer(xwalk, log, more):
    # Beside these, the rows say how sure the lists are, which a database does not know.
    columns = "learner,id,area,knowledge_area,level,covered,needed,share,hours_up_to"
    command = [xwalk, "coverage", log, "--format", "csv", "--columns", columns, *more]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return [cells(row) for row in csv.reader(answer.stdout.splitlines()[1:])]


def statement(xwalk, log, dialect, more):
    return subprocess.check_output([xwalk, "coverage", log, "--sql", dialect, *more], stderr=subprocess.DEVNULL, text=True)


def duckdb_answer(statement, _log):
    import duckdb

    return [cells(row) for row in duckdb.connect().execute(statement).fetchall()]


def spark_answer(statement, log):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    # The view that the first lines of the statement ask for; this log has quotes and line ends within cells.
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW `log` USING csv "
              f"OPTIONS (path '{log}', header 'true', multiLine 'true', escape '\"')")
    return [cells(row) for row in spark.sql(statement.rstrip().rstrip(";")).collect()]


def cells(row):
    """Learner, id, area, name, level, covered, needed, share, hours."""
    learner, *texts, covered, needed, share, hours = row
    number = lambda value: None if value in ("", None) else round(float(value), 4)
    return (learner, *texts, int(covered), int(needed), number(share), number(hours))


def same(native, other, name, more):
    """Their order differs: databases sort names by their letters."""
    native, other = sorted(native, key=str), sorted(other, key=str)
    differ = [pair for pair in zip(native, other) if pair[0] != pair[1]]
    assert len(native) == len(other) and not differ, (name, more, len(native), len(other), differ[:3])
    print(f"{name} {' '.join(more)}: {len(native)} rows of {len(native[0])} cells are the same")


main()

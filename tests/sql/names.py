"""Gives DuckDB logs with names that look like patterns, and sqlglot statements with names that look like SQL. `run`
runs it:

    names.py XWALK

Each log holds one row; a neighbor that the name would match as a pattern holds another. The statement must
count the one row of the one file. Spark's statement must parse, and its names must be text.
"""

import os
import subprocess
import sys
import tempfile

import duckdb
import sqlglot

NAMES = ["log[1].csv", "log*.csv", "what?.csv", "[a-z].csv", "]x[.csv", "it's [new].csv", "a;b.csv"]
HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    xwalk = os.path.abspath(sys.argv[1])
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            for neighbor in ["log1.csv", "logs.csv", "whatx.csv", "b.csv", "it's n.csv"]:
                write(neighbor, "neighbor")
            write(name, "wanted")
            statement = ask(xwalk, name, "duckdb")
            learners = {row[0] for row in duckdb.connect().execute(statement).fetchall()}
            assert learners == {"wanted"}, (name, learners)
            os.chdir(HERE)
    inputs = os.path.join(HERE, "..", "inputs")
    documents = ["--competencies", f"{inputs}/spark-inject-page.txt", "--crosswalk", f"{inputs}/spark-inject-crosswalk.txt"]
    for dialect in ["duckdb", "spark"]:
        parsed = sqlglot.parse(ask(xwalk, "log", dialect, *documents), dialect=dialect)
        text = [literal.this for statement in parsed for literal in statement.find_all(sqlglot.exp.Literal)]
        functions = [function.sql() for statement in parsed for function in statement.find_all(sqlglot.exp.CurrentUser)]
        assert len(parsed) == 1 and not functions, (dialect, functions)
        assert any("current_user()" in words for words in text), (dialect, text)
    print("names are names")


def write(name, learner):
    with open(name, "w") as file:
        file.write(f"learner,ckc,hours\n{learner},7.2,1\n")


def ask(xwalk, log, dialect, *more):
    return subprocess.check_output([xwalk, "coverage", log, "--sql", dialect, *more], text=True)


main()

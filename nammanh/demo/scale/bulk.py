"""Writing very many rows: statements in one transaction, without triggers and secondary indexes while they run.

Where one layer of a statement uses what another has drawn, `OFFSET 0` lets it be drawn once: the planner would put the
inner expression in place of each use, and the dice would be thrown again and again.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg2 import sql

from nammanh.platform.fulltext import lexemes_of

SETTINGS = {
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "synchronous_commit": "off",
    "jit": "off",
    "TimeZone": "Asia/Ho_Chi_Minh",
}

SLICE = 100_000
"""Rows sorted at once: with their words some 150 MB, which fits `work_mem`."""

_DICE = """
    CREATE OR REPLACE FUNCTION pg_temp.dice(number bigint, throw integer, sides integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ((hashint8extended(number, throw + 1000 * {seed}::bigint) & 9223372036854775807) %% sides)::integer $$
"""

_PAST = """
    CREATE OR REPLACE FUNCTION pg_temp.past(at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN at <= '{now}'::timestamptz THEN at END $$
"""
"""A moment that has come; NULL for one that is still ahead."""

_LATER = """
    CREATE OR REPLACE FUNCTION pg_temp.later(at timestamptz, number bigint, throw integer, wait integer, spread integer)
    RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_temp.past(at + interval '1 minute' * (wait + pg_temp.dice(number, throw, spread))) $$
"""
"""After so many minutes at least, if that has come; NULL after NULL."""

_AT_PLACE = """
    CREATE OR REPLACE FUNCTION pg_temp.at_place(words text, place text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN words LIKE '{nơi}%' THEN upper(left(place, 1)) || replace(substr(place || substr(words, 6), 2),
                                                                                  '{nơi}', place)
                      ELSE replace(words, '{nơi}', place) END $$
"""
"""The pool's words at this place, with a capital in front."""

_LEXEMES_AT_PLACE = """
    CREATE OR REPLACE FUNCTION pg_temp.at_place(words tsvector, place tsvector) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN words @@ 'zzplace'::tsquery THEN ts_delete(words, 'zzplace') || place ELSE words END $$
"""
"""The same of what a search finds: for a million records from the pool's own words, not from each text again."""

_SECONDARY = """
    SELECT c.conname, quote_ident(i.relname), pg_get_constraintdef(c.oid), pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid LEFT JOIN pg_constraint c ON c.conindid = i.oid
         AND c.conrelid = x.indrelid AND c.contype IN ('u', 'x')
    WHERE x.indrelid = %s::regclass AND NOT x.indisprimary ORDER BY i.relname
"""


class Bulk:
    """One loading. The same number and the same throw of the dice give the same side, whatever the plan."""

    def __init__(self, seed: int, now: datetime.datetime) -> None:
        self.cursor = connection.cursor()
        self.cursor.execute(_DICE.replace("{seed}", str(seed)), [])
        self.cursor.execute(_PAST.replace("{now}", now.isoformat()))
        self.cursor.execute(_LATER)
        self.cursor.execute(_AT_PLACE)
        self.cursor.execute(_LEXEMES_AT_PLACE)

    def run(self, statement: str, **values: Any) -> int:
        """Execute one statement; returns the number of rows."""
        self.cursor.execute(statement, values)
        return self.cursor.rowcount

    def run_in_order(self, statement: str, *, of: str, **values: Any) -> int:
        """Execute one statement slice by slice of the numbers in `of`, each sorted; returns the number of rows.

        Whatever order a plan joins in, the rows lie on the disk as they would have grown: what was written together is
        read together. The statement takes its slice by `%(after)s < id AND id <= %(upto)s` and ends with ORDER BY.
        """
        self.cursor.execute(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(of)))
        (last,) = self.cursor.fetchone()
        slices = ({"after": number, "upto": number + SLICE} for number in range(0, last, SLICE))
        return sum(self.run(statement, **one, **values) for one in slices)

    def table(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """A temporary table with these rows."""
        self.cursor.execute(
            sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), sql.SQL(columns))
        )
        file = io.StringIO()
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)  # unquoted, an empty text would be NULL
        file.seek(0)
        copy = sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv)").format(sql.Identifier(name))
        self.cursor.copy_expert(copy, file)
        self.analyse(name)

    def find_words(self, name: str, **columns: str) -> None:
        """Add columns to a temporary table: what a search finds in these texts, the place left open."""
        for column, text in columns.items():
            lexemes = lexemes_of(f"replace({text}, '{{nơi}}', 'zzplace')")
            self.cursor.execute(f"ALTER TABLE {name} ADD {column} tsvector GENERATED ALWAYS AS ({lexemes}) STORED")

    def analyse(self, name: str) -> None:
        self.cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))

    def number_on(self, name: str) -> None:
        """Let the table's next row get the number after its last."""
        self.cursor.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({}, 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM {}"
            ).format(sql.Literal(name), sql.Identifier(name))
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """No trigger fires and no key is followed: what is written has to be right by itself."""
        self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what was written before is checked before
        before = {}
        for name, value in {**SETTINGS, "session_replication_role": "replica"}.items():
            self.cursor.execute("SELECT current_setting(%s), set_config(%s, %s, true)", [name, name, value])
            before[name] = self.cursor.fetchone()[0]
        yield
        for name, value in before.items():
            self.cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        self.cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @contextmanager
    def without_indexes(self, *tables: str) -> Iterator[None]:
        """Indexes are built once all rows are there; a unique one that doesn't fit them stops the loading."""
        again = {}
        for table in tables:
            self.cursor.execute(_SECONDARY, [table])
            again[table] = [self._drop(table, *found) for found in self.cursor.fetchall()]
        yield
        for table, statements in again.items():
            for statement in statements:
                self.cursor.execute(statement)
            self.number_on(table)
            self.analyse(table)

    def _drop(self, table: str, constraint: str | None, index: str, rule: str | None, definition: str) -> Any:
        if constraint is None:
            self.cursor.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(index)))
            return definition
        names = {"table": sql.Identifier(table), "name": sql.Identifier(constraint), "rule": sql.SQL(rule)}
        self.cursor.execute(sql.SQL("ALTER TABLE {table} DROP CONSTRAINT {name}").format(**names))
        return sql.SQL("ALTER TABLE {table} ADD CONSTRAINT {name} {rule}").format(**names)

"""The units that a unit came out of, whole, back to the first one: one call inside another query."""

from django.db import migrations

CREATE = """
    CREATE FUNCTION assignments_former_units(unit bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
        WITH RECURSIVE former (id) AS (
            SELECT predecessor_id FROM assignments_succession WHERE successor_id = unit AND whole
            UNION
            SELECT s.predecessor_id FROM assignments_succession s JOIN former f ON s.successor_id = f.id WHERE s.whole
        )
        SELECT coalesce(array_agg(id), '{}') FROM former
    $$
"""


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION assignments_former_units(bigint)")]

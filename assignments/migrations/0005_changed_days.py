import django.db.models.deletion
import nammanh.platform.fields
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0004_propaganda_board"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField(unique=True, verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Nghỉ"), ("working", "Làm bù, làm việc")],
                        max_length=7,
                        verbose_name="ngày này",
                    ),
                ),
                (
                    "reason",
                    nammanh.platform.fields.NormalizedCharField(blank=True, max_length=200, verbose_name="vì sao"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.legaldocument",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngày nghỉ, ngày làm bù",
                "verbose_name_plural": "ngày nghỉ, ngày làm bù",
                "ordering": ["-date"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["off", "working"])), name="assignments_changedday_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date__range", ("2000-01-01", "2100-12-31"))),
                        name="assignments_changedday_date",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assignments_changeddayevent" ("date", "document_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."date", NEW."document_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="a4d7fa07a28e37340b387c5786c7554983e26efd",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8b655",
                            table="assignments_changedday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assignments_changeddayevent" ("date", "document_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."date", NEW."document_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="af635a63ec40b6d3999d7a2f011ba996d8f41155",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_04ff4",
                            table="assignments_changedday",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangedDayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("date", models.DateField(verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Nghỉ"), ("working", "Làm bù, làm việc")],
                        max_length=7,
                        verbose_name="ngày này",
                    ),
                ),
                (
                    "reason",
                    nammanh.platform.fields.NormalizedCharField(blank=True, max_length=200, verbose_name="vì sao"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.legaldocument",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="assignments.changedday",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6a93abbdaf50dd9ee2510171a418f7b00619bb7d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_26be3",
                            table="assignments_changeddayevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]

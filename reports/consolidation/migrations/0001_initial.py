import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import nammanh.platform.fields
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("assignments", "0005_changed_days"),
        ("feedback", "0004_the_whole_item"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "life",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                ("learned", models.BooleanField(default=False, editable=False, verbose_name="giữ từ lựa chọn")),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.fieldofwork",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.agency",
                        verbose_name="ngành chủ trì",
                    ),
                ),
                (
                    "supporting",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="assignments.agency", verbose_name="ngành phối hợp"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Để trống nếu áp dụng cho mọi nơi.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.unit",
                        verbose_name="của địa bàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy tắc chuyển ngành",
                "verbose_name_plural": "quy tắc chuyển ngành",
                "ordering": ["field", "unit", "-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="consolidation_routingrule_ends_after_start",
                        violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    django.db.models.functions.comparison.Cast(
                                        models.F("field_id"), models.BigIntegerField()
                                    ),
                                    django.db.models.functions.comparison.Cast(
                                        models.F("field_id"), models.BigIntegerField()
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    django.db.models.functions.comparison.Coalesce(
                                        django.db.models.functions.comparison.Cast(
                                            models.F("unit_id"), models.BigIntegerField()
                                        ),
                                        models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    django.db.models.functions.comparison.Coalesce(
                                        django.db.models.functions.comparison.Cast(
                                            models.F("unit_id"), models.BigIntegerField()
                                        ),
                                        models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("life", "&&"),
                        ],
                        name="consolidation_routingrule_one_at_a_time",
                        violation_error_message="Đã có quy tắc của lĩnh vực này ở địa bàn này trong thời gian đó.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "consolidation_routingruleevent" ("field_id", "id", "lead_id", "learned", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."field_id", NEW."id", NEW."lead_id", NEW."learned", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                            hash="69672403305a4e31772bd5826ce790ea3f170e25",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d5e8c",
                            table="consolidation_routingrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "consolidation_routingruleevent" ("field_id", "id", "lead_id", "learned", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."field_id", NEW."id", NEW."lead_id", NEW."learned", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                            hash="68076b0577dcfc199af7f82b72ce6e6143e08b18",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_22e53",
                            table="consolidation_routingrule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Ngày đầu tháng.", verbose_name="tháng")),
                ("closes_on", models.DateField(verbose_name="ngày khóa sổ")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Đang tập hợp"),
                            ("reviewed", "Đã soát, chờ duyệt"),
                            ("approved", "Đã duyệt, chờ chuyển"),
                            ("dispatched", "Đã chuyển ngành"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "number",
                    nammanh.platform.fields.NormalizedCharField(
                        blank=True, max_length=40, verbose_name="số, ký hiệu công văn"
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="ngày ký công văn")),
                (
                    "signer",
                    nammanh.platform.fields.NormalizedCharField(blank=True, max_length=120, verbose_name="người ký"),
                ),
                ("left_out", models.PositiveIntegerField(editable=False, null=True, verbose_name="phản ánh ngoài kỳ")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lúc lập"),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc duyệt")),
                ("dispatched_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc chuyển")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="assignments.agency",
                        verbose_name="cơ quan tập hợp",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="duyệt",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
            ],
            options={
                "verbose_name": "kỳ tập hợp",
                "verbose_name_plural": "kỳ tập hợp",
                "ordering": ["-month", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "month"),
                        name="consolidation_batch_once",
                        violation_error_message="Cơ quan này đã lập kỳ tập hợp của tháng.",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="consolidation_batch_month"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "reviewed", "approved", "dispatched"])),
                        name="consolidation_batch_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", False), ("status__in", ["approved", "dispatched"])),
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("status__in", ["open", "reviewed"]),
                            ),
                            _connector="OR",
                        ),
                        name="consolidation_batch_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dispatched_at__isnull", False), ("left_out__isnull", False), ("status", "dispatched")
                            ),
                            models.Q(
                                models.Q(("status", "dispatched"), _negated=True), ("dispatched_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="consolidation_batch_dispatched",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                            func="\n    IF (OLD.status, NEW.status) NOT IN (('approved', 'dispatched'), ('approved', 'open'), ('open', 'reviewed'), ('reviewed', 'approved'), ('reviewed', 'open')) THEN\n        RAISE EXCEPTION 'a batch goes its way step by step' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_batch_transition';\n    END IF;\n    RETURN NEW;\n",
                            hash="e6da568ea3eb5c0bb089512c7db6dd34c58ecb27",
                            operation='UPDATE OF "status"',
                            pgid="pgtrigger_transition_83a8f",
                            table="consolidation_batch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id"))',
                            func="RAISE EXCEPTION 'month, agency and a dispatched batch stay as they are' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_batch_fixed';",
                            hash="c518ddf043d8788cbc2ff56bdc8c8ccc8c5f56cb",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_7a55a",
                            table="consolidation_batch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="sealed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.status = 'dispatched')",
                            func="RAISE EXCEPTION 'month, agency and a dispatched batch stay as they are' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_batch_fixed';",
                            hash="98328f910d110df35594229631ce750d2b670b59",
                            operation="UPDATE",
                            pgid="pgtrigger_sealed_98491",
                            table="consolidation_batch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="11e28c3852630e0c8dbdd02cdbc66b6a39fdc73b",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_f5650",
                            table="consolidation_batch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "consolidation_batchevent" ("agency_id", "approved_at", "approved_by_id", "closes_on", "dispatched_at", "id", "left_out", "month", "number", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "signer", "status") VALUES (NEW."agency_id", NEW."approved_at", NEW."approved_by_id", NEW."closes_on", NEW."dispatched_at", NEW."id", NEW."left_out", NEW."month", NEW."number", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signed_on", NEW."signer", NEW."status"); RETURN NULL;',
                            hash="2d26f98c253f9e35f1cb9b1ef233206272496ad3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_81612",
                            table="consolidation_batch",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "consolidation_batchevent" ("agency_id", "approved_at", "approved_by_id", "closes_on", "dispatched_at", "id", "left_out", "month", "number", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "signer", "status") VALUES (NEW."agency_id", NEW."approved_at", NEW."approved_by_id", NEW."closes_on", NEW."dispatched_at", NEW."id", NEW."left_out", NEW."month", NEW."number", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signed_on", NEW."signer", NEW."status"); RETURN NULL;',
                            hash="c11879bdd9f970a5105a344773722f5a7cfe4c5d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d1a1d",
                            table="consolidation_batch",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "life",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        help_text="Từ 1 đến 28.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="khóa sổ ngày",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngày khóa sổ kỳ tập hợp",
                "verbose_name_plural": "ngày khóa sổ kỳ tập hợp",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="consolidation_closingday_ends_after_start",
                        violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__range", (1, 28))), name="consolidation_closingday_day"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("life", "&&")],
                        name="consolidation_closingday_one_at_a_time",
                        violation_error_message="Đã có ngày khóa sổ khác trong thời gian này.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "consolidation_closingdayevent" ("day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                            hash="4398e0320e26c423730c66717ee6a751f01d0282",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_733c7",
                            table="consolidation_closingday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "consolidation_closingdayevent" ("day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                            hash="ed5e423a21918a47c39f73e71b2e4d6c7cdd1e11",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1d5e8",
                            table="consolidation_closingday",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingDayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "life",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        help_text="Từ 1 đến 28.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="khóa sổ ngày",
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
                        to="consolidation.closingday",
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
                            hash="fc23c2f0e8a773ca646fed130e66d90f2e534727",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7cdd8",
                            table="consolidation_closingdayevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "life",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("valid_from"), models.F("valid_to"), models.Value("[]"), function="daterange"
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                ("learned", models.BooleanField(default=False, editable=False, verbose_name="giữ từ lựa chọn")),
                (
                    "field",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.fieldofwork",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.agency",
                        verbose_name="ngành chủ trì",
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
                        to="consolidation.routingrule",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Để trống nếu áp dụng cho mọi nơi.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.unit",
                        verbose_name="của địa bàn",
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
                            hash="1531c30ac5af05693916d93cb48ad56d730cc771",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0b642",
                            table="consolidation_routingruleevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("month", models.DateField(help_text="Ngày đầu tháng.", verbose_name="tháng")),
                ("closes_on", models.DateField(verbose_name="ngày khóa sổ")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Đang tập hợp"),
                            ("reviewed", "Đã soát, chờ duyệt"),
                            ("approved", "Đã duyệt, chờ chuyển"),
                            ("dispatched", "Đã chuyển ngành"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "number",
                    nammanh.platform.fields.NormalizedCharField(
                        blank=True, max_length=40, verbose_name="số, ký hiệu công văn"
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="ngày ký công văn")),
                (
                    "signer",
                    nammanh.platform.fields.NormalizedCharField(blank=True, max_length=120, verbose_name="người ký"),
                ),
                ("left_out", models.PositiveIntegerField(editable=False, null=True, verbose_name="phản ánh ngoài kỳ")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lúc lập"),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc duyệt")),
                ("dispatched_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc chuyển")),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.agency",
                        verbose_name="cơ quan tập hợp",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="duyệt",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
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
                        to="consolidation.batch",
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
                            hash="94bcf9d9bb89d392a15db06c08370c79940caa82",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b7bf2",
                            table="consolidation_batchevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("open", "Lập kỳ tập hợp"),
                            ("edit", "Sửa"),
                            ("review", "Soát xong, trình duyệt"),
                            ("take_back", "Đưa về để sửa"),
                            ("approve", "Duyệt"),
                            ("dispatch", "Chuyển ngành"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Đang tập hợp"),
                            ("reviewed", "Đã soát, chờ duyệt"),
                            ("approved", "Đã duyệt, chờ chuyển"),
                            ("dispatched", "Đã chuyển ngành"),
                        ],
                        max_length=10,
                        verbose_name="trạng thái sau đó",
                    ),
                ),
                (
                    "note",
                    nammanh.platform.fields.NormalizedCharField(blank=True, max_length=500, verbose_name="ghi chú"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="consolidation.batch",
                        verbose_name="kỳ tập hợp",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của kỳ tập hợp",
                "verbose_name_plural": "bước của kỳ tập hợp",
                "ordering": ["at", "pk"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d6334dd3602e3f429872b12f3b93d10e2c8dd322",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_aa1ec",
                            table="consolidation_batchstep",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="dòng số")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "wording",
                    nammanh.platform.fields.NormalizedTextField(max_length=8000, verbose_name="nội dung chuyển"),
                ),
                (
                    "note",
                    nammanh.platform.fields.NormalizedTextField(
                        blank=True, max_length=4000, verbose_name="ghi chú cho ngành"
                    ),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc bỏ")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lúc lập"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.unit",
                        verbose_name="phạm vi",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="consolidation.batch",
                        verbose_name="kỳ tập hợp",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.fieldofwork",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_lines",
                        to="assignments.agency",
                        verbose_name="ngành chủ trì",
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.agency",
                        verbose_name="ngành được đề xuất",
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_line",
                        to="feedback.referral",
                        verbose_name="phiếu chuyển",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng của kỳ tập hợp",
                "verbose_name_plural": "dòng của kỳ tập hợp",
                "ordering": ["batch", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="consolidation_line_number"),
                    models.CheckConstraint(
                        condition=models.Q(("wording", ""), _negated=True), name="consolidation_line_says"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("referral__isnull", True),
                            models.Q(("field__isnull", False), ("lead__isnull", False), ("released_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="consolidation_line_sent",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="begins",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE batch_status text;",
                            func="\n    SELECT status INTO batch_status FROM consolidation_batch WHERE id = NEW.batch_id FOR SHARE;\n    IF batch_status <> 'open' THEN\n        RAISE EXCEPTION 'a line is worded while its batch is open' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_line_of_open';\n    END IF;\n    RETURN NEW;\n",
                            hash="e9aeaf2d09179c4a183f3af55f9e70d5d5fd97b1",
                            operation="INSERT",
                            pgid="pgtrigger_begins_9a98a",
                            table="consolidation_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="worded",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."field_id" IS DISTINCT FROM (NEW."field_id") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."proposed_id" IS DISTINCT FROM (NEW."proposed_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."wording" IS DISTINCT FROM (NEW."wording"))',
                            declare="DECLARE batch_status text;",
                            func="\n    SELECT status INTO batch_status FROM consolidation_batch WHERE id = NEW.batch_id FOR SHARE;\n    IF batch_status <> 'open' THEN\n        RAISE EXCEPTION 'a line is worded while its batch is open' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_line_of_open';\n    END IF;\n    RETURN NEW;\n",
                            hash="76cbb097e8a8fabd8a87855f919bf205fc3464e3",
                            operation="UPDATE",
                            pgid="pgtrigger_worded_2f9f2",
                            table="consolidation_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="ends",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."referral_id" IS DISTINCT FROM (NEW."referral_id") OR OLD."released_at" IS DISTINCT FROM (NEW."released_at"))',
                            declare="DECLARE batch_status text;",
                            func="\n    SELECT status INTO batch_status FROM consolidation_batch WHERE id = NEW.batch_id FOR SHARE;\n    IF batch_status = 'dispatched' THEN\n        RAISE EXCEPTION 'the lines of a dispatched batch stay as they are' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_line_of_open';\n    END IF;\n    RETURN NEW;\n",
                            hash="c9066236f5dfe23e4c6d5044d3fb3312b280c5b6",
                            operation="UPDATE",
                            pgid="pgtrigger_ends_01466",
                            table="consolidation_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="7a3f995b511d93ab4cd371fd8de161928378d63e",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_ce7d7",
                            table="consolidation_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "consolidation_batchlineevent" ("area_id", "batch_id", "created_at", "field_id", "id", "lead_id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_id", "referral_id", "released_at", "uuid", "wording") VALUES (NEW."area_id", NEW."batch_id", NEW."created_at", NEW."field_id", NEW."id", NEW."lead_id", NEW."note", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_id", NEW."referral_id", NEW."released_at", NEW."uuid", NEW."wording"); RETURN NULL;',
                            hash="46e629c55ae3ba9aea55e81284b5091de4ca1783",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a0334",
                            table="consolidation_batchline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "consolidation_batchlineevent" ("area_id", "batch_id", "created_at", "field_id", "id", "lead_id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_id", "referral_id", "released_at", "uuid", "wording") VALUES (NEW."area_id", NEW."batch_id", NEW."created_at", NEW."field_id", NEW."id", NEW."lead_id", NEW."note", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_id", NEW."referral_id", NEW."released_at", NEW."uuid", NEW."wording"); RETURN NULL;',
                            hash="136bcb511b024cd0ebf8743454a01c23ea2bde61",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_63bb3",
                            table="consolidation_batchline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Trong dòng"), ("released", "Đã đưa ra"), ("sent", "Đã chuyển ngành")],
                        default="held",
                        max_length=8,
                        verbose_name="tình trạng",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc đưa vào")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="consolidation.batchline",
                        verbose_name="dòng",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_sources",
                        to="feedback.petition",
                        verbose_name="phản ánh",
                    ),
                ),
            ],
            options={
                "verbose_name": "nguồn của dòng",
                "verbose_name_plural": "nguồn của dòng",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["line", "state"], name="consolidation_source_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "released", "sent"])),
                        name="consolidation_source_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "held")),
                        fields=("petition",),
                        name="consolidation_source_in_one_line",
                        violation_error_message="Phản ánh này đã ở trong một dòng khác. Hãy tải lại trang.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="begins",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE batch_status text;",
                            func="\n    SELECT status INTO batch_status FROM consolidation_batch WHERE id = (SELECT batch_id FROM consolidation_batchline\n        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.line_id ELSE NEW.line_id END) FOR SHARE;\n    IF batch_status <> 'open' THEN\n        RAISE EXCEPTION 'a line is worded while its batch is open' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_line_of_open';\n    END IF;\n    IF TG_OP = 'DELETE' THEN\n        RETURN OLD;\n    END IF;\n    RETURN NEW;\n",
                            hash="65e0f4a51f0314d6edf243e8f6c40f9411cd92bb",
                            operation="INSERT",
                            pgid="pgtrigger_begins_018d5",
                            table="consolidation_linesource",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE batch_status text;",
                            func="\n    SELECT status INTO batch_status FROM consolidation_batch WHERE id = (SELECT batch_id FROM consolidation_batchline\n        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.line_id ELSE NEW.line_id END) FOR SHARE;\n    IF batch_status = 'dispatched' OR OLD.state <> 'held' OR NEW.petition_id <> OLD.petition_id\n        OR (NEW.line_id <> OLD.line_id AND batch_status <> 'open') THEN\n        RAISE EXCEPTION 'what was released or sent stays as it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_line_of_open';\n    END IF;\n    RETURN NEW;\n",
                            hash="2612fdeaf624ee9f82f4a01d5a4d1ef06798c68a",
                            operation="UPDATE",
                            pgid="pgtrigger_moves_98e6b",
                            table="consolidation_linesource",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="749b6d10d43f73d1e95b65802ec0cb0f7068fa1e",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_e0059",
                            table="consolidation_linesource",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "consolidation_linesourceevent" ("at", "id", "line_id", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."at", NEW."id", NEW."line_id", NEW."petition_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;',
                            hash="babf750dc2d64f6a2fb06fc2be5e575619aeab46",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0c8c9",
                            table="consolidation_linesource",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "consolidation_linesourceevent" ("at", "id", "line_id", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."at", NEW."id", NEW."line_id", NEW."petition_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;',
                            hash="d8ca08aa452b721e40eef2bec6c5f2fb5e685ff3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5e6dd",
                            table="consolidation_linesource",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.agency",
                        verbose_name="ngành phối hợp",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="consolidation.batchline",
                        verbose_name="dòng",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngành phối hợp",
                "verbose_name_plural": "ngành phối hợp",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("line", "agency"), name="consolidation_support_once")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="of_open",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE batch_status text;",
                            func="\n    SELECT status INTO batch_status FROM consolidation_batch WHERE id = (SELECT batch_id FROM consolidation_batchline\n        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.line_id ELSE NEW.line_id END) FOR SHARE;\n    IF batch_status <> 'open' THEN\n        RAISE EXCEPTION 'a line is worded while its batch is open' USING ERRCODE = 'check_violation', CONSTRAINT = 'consolidation_line_of_open';\n    END IF;\n    IF TG_OP = 'DELETE' THEN\n        RETURN OLD;\n    END IF;\n    RETURN NEW;\n",
                            hash="28ab73dbddc80e23155cae819816821156171a19",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_of_open_a3cb2",
                            table="consolidation_linesupport",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "consolidation_linesupportevent" ("agency_id", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="da1c539fda42d52ac77002dad8e21d7ed572c45b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6ce4d",
                            table="consolidation_linesupport",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "consolidation_linesupportevent" ("agency_id", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="82bf0f350aaf870f408d721a5b4490e24d7dc899",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_90b0c",
                            table="consolidation_linesupport",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="dòng số")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "wording",
                    nammanh.platform.fields.NormalizedTextField(max_length=8000, verbose_name="nội dung chuyển"),
                ),
                (
                    "note",
                    nammanh.platform.fields.NormalizedTextField(
                        blank=True, max_length=4000, verbose_name="ghi chú cho ngành"
                    ),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc bỏ")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lúc lập"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.unit",
                        verbose_name="phạm vi",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consolidation.batch",
                        verbose_name="kỳ tập hợp",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.fieldofwork",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.agency",
                        verbose_name="ngành chủ trì",
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
                        to="consolidation.batchline",
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.agency",
                        verbose_name="ngành được đề xuất",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="feedback.referral",
                        verbose_name="phiếu chuyển",
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
                            hash="13356a500a904253e0c825234f0b8dda75652d4d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_cf9a3",
                            table="consolidation_batchlineevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LineSourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Trong dòng"), ("released", "Đã đưa ra"), ("sent", "Đã chuyển ngành")],
                        default="held",
                        max_length=8,
                        verbose_name="tình trạng",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc đưa vào")),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consolidation.batchline",
                        verbose_name="dòng",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="feedback.petition",
                        verbose_name="phản ánh",
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
                        to="consolidation.linesource",
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
                            hash="c366637e10dd0fdef14dc7bbe40877d6b4d27df8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_405f2",
                            table="consolidation_linesourceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LineSupportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.agency",
                        verbose_name="ngành phối hợp",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consolidation.batchline",
                        verbose_name="dòng",
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
                        to="consolidation.linesupport",
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
                            hash="e66347078c5968eb15663a1defdb5ac3530c85f2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_96e56",
                            table="consolidation_linesupportevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="BatchLine",
            name="supporting",
            field=models.ManyToManyField(
                related_name="supported_lines",
                through="consolidation.LineSupport",
                to="assignments.agency",
                verbose_name="ngành phối hợp",
            ),
        ),
    ]

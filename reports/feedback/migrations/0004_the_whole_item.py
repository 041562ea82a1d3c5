import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import nammanh.platform.fields
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


REFERRALS_OF_WHAT_WAS_SENT = """
    INSERT INTO feedback_referral
        (uuid, wording, note, field_id, department_id, hot, status, dispatched_at, due_on, answered_at, by_id)
    SELECT p.uuid, p.content, '', p.field_id, p.department_id, p.category = 'hot_issue',
        CASE WHEN p.answered_at IS NULL THEN 'dispatched' ELSE 'answered' END,
        coalesce(sent.at, p.created_at), p.due_on, p.answered_at, coalesce(sent.by_id, p.entered_by_id)
    FROM feedback_petition p
    LEFT JOIN LATERAL (
        SELECT at, by_id FROM feedback_petitionstep
        WHERE petition_id = p.id AND action = 'dispatch' ORDER BY at DESC, id DESC LIMIT 1
    ) sent ON true
    WHERE p.department_id IS NOT NULL;

    UPDATE feedback_petition p SET referral_id = r.id FROM feedback_referral r WHERE r.uuid = p.uuid;

    INSERT INTO feedback_reply (uuid, referral_id, kind, text, legal_ground, will_do, by_id, at)
    SELECT gen_random_uuid(), p.referral_id, 'final', p.reply, '', '', coalesce(said.by_id, p.entered_by_id),
        p.answered_at
    FROM feedback_petition p
    LEFT JOIN LATERAL (
        SELECT by_id FROM feedback_petitionstep
        WHERE petition_id = p.id AND action = 'answer' ORDER BY at DESC, id DESC LIMIT 1
    ) said ON true
    WHERE p.answered_at IS NOT NULL;

    ALTER TABLE feedback_petitionstep DISABLE TRIGGER USER;
    UPDATE feedback_petitionstep SET status = 'reopened' WHERE action = 'reopen';
    UPDATE feedback_petitionstep SET status = 'answered' WHERE action = 'uncarry';
    ALTER TABLE feedback_petitionstep ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""
"""Each petition that was sent to a department becomes a referral of its own, its answer a reply."""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("assignments", "0005_changed_days"),
        ("feedback", "0003_carried_back"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("visits", "0003_confirm_term_and_corrections"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="replyterm",
            options={
                "ordering": ["kind", "-valid_from"],
                "verbose_name": "thời hạn trả lời",
                "verbose_name_plural": "thời hạn trả lời",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="carriedback",
            name="answered",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="petition",
            name="transition",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="petition",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="petition",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="replyterm",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="replyterm",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="feedback_petition_status",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="feedback_petition_sent_to_whom",
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="feedback_petition_answered_with",
        ),
        migrations.RemoveIndex(
            model_name="petition",
            name="feedback_open_due",
        ),
        migrations.RemoveIndex(
            model_name="petition",
            name="feedback_department",
        ),
        migrations.CreateModel(
            name="CoProposer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="co_proposers",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assignments.unit",
                        verbose_name="địa bàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "nơi đồng đề xuất",
                "verbose_name_plural": "nơi đồng đề xuất",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", True), ("unit__isnull", False)),
                            models.Q(("agency__isnull", False), ("unit__isnull", True)),
                            _connector="OR",
                        ),
                        name="feedback_coproposer_one",
                    ),
                    models.UniqueConstraint(
                        fields=("petition", "unit", "agency"), name="feedback_coproposer_once", nulls_distinct=False
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "feedback_coproposerevent" ("agency_id", "id", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."agency_id", NEW."id", NEW."petition_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;',
                            hash="3d8fdc6057a5ad3c526a7187848522d0662b03cb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_da776",
                            table="feedback_coproposer",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "feedback_coproposerevent" ("agency_id", "id", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."agency_id", NEW."id", NEW."petition_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id"); RETURN NULL;',
                            hash="cc5d313fd2e5f2fcc2f18931414de40035e78ca3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f5aa9",
                            table="feedback_coproposer",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoProposerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.agency",
                        verbose_name="cơ quan",
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
                        verbose_name="phản ánh, kiến nghị",
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
                        to="feedback.coproposer",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assignments.unit",
                        verbose_name="địa bàn",
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
                            hash="a53d65209400d817d669e85332de3aac68d792f8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_22238",
                            table="feedback_coproposerevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="dừng từ ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="chạy tiếp từ ngày")),
                (
                    "working_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số ngày làm việc"),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
                    ),
                ),
            ],
            options={
                "verbose_name": "thời gian tạm dừng",
                "verbose_name_plural": "thời gian tạm dừng",
                "ordering": ["started_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("petition",), name="feedback_pause_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("working_days__isnull", True)),
                            models.Q(("ended_on__gte", models.F("started_on")), ("working_days__isnull", False)),
                            _connector="OR",
                        ),
                        name="feedback_pause_ends",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "feedback_pauseevent" ("ended_on", "id", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_on", "working_days") VALUES (NEW."ended_on", NEW."id", NEW."petition_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."started_on", NEW."working_days"); RETURN NULL;',
                            hash="8f50eb36692b76e3c695d0ef5c22fdd10dcbcf37",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_85550",
                            table="feedback_pause",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "feedback_pauseevent" ("ended_on", "id", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_on", "working_days") VALUES (NEW."ended_on", NEW."id", NEW."petition_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."started_on", NEW."working_days"); RETURN NULL;',
                            hash="1bdfe648d1307ff19da5272f881f338d524bf41b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_807e5",
                            table="feedback_pause",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("started_on", models.DateField(verbose_name="dừng từ ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="chạy tiếp từ ngày")),
                (
                    "working_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số ngày làm việc"),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
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
                        to="feedback.pause",
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
                            hash="fc974c6d0c707fbf66c7a48fdd871474dc670593",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c04bb",
                            table="feedback_pauseevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("hot", models.BooleanField(default=False, editable=False, verbose_name="có vấn đề bức xúc")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("dispatched", "Đã chuyển ngành"),
                            ("in_progress", "Đang xử lý"),
                            ("answered", "Đã trả lời"),
                            ("reopened", "Yêu cầu trả lời lại"),
                            ("handed_back", "Không thuộc thẩm quyền, đã chuyển lại"),
                            ("recalled", "Văn phòng đã rút lại"),
                        ],
                        default="dispatched",
                        editable=False,
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "dispatched_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lúc chuyển"),
                ),
                ("due_on", models.DateField(editable=False, verbose_name="hạn ban đầu")),
                ("committed_on", models.DateField(editable=False, null=True, verbose_name="ngày ngành hẹn")),
                ("renewed_due_on", models.DateField(editable=False, null=True, verbose_name="hạn trả lời lại")),
                (
                    "expected_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Greatest(
                            "due_on", "committed_on", "renewed_due_on"
                        ),
                        output_field=models.DateField(verbose_name="hạn đang tính"),
                    ),
                ),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc trả lời")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chuyển",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="assignments.agency",
                        verbose_name="ngành chủ trì",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="assignments.fieldofwork",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu chuyển",
                "verbose_name_plural": "phiếu chuyển",
                "ordering": ["-dispatched_at", "-pk"],
                "indexes": [
                    models.Index(fields=["department", "expected_on", "id"], name="feedback_referral_desk"),
                    models.Index(
                        condition=models.Q(("status__in", ["dispatched", "in_progress", "reopened"])),
                        fields=["expected_on", "id"],
                        name="feedback_referral_owed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["dispatched", "in_progress", "answered", "reopened", "handed_back", "recalled"],
                            )
                        ),
                        name="feedback_referral_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wording", ""), _negated=True), name="feedback_referral_says"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("status", "answered")),
                            models.Q(models.Q(("status", "answered"), _negated=True), ("answered_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="feedback_referral_answered",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="transition",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                            func="\n    IF (OLD.status, NEW.status) NOT IN (('answered', 'reopened'), ('dispatched', 'answered'), ('dispatched', 'handed_back'), ('dispatched', 'in_progress'), ('dispatched', 'recalled'), ('in_progress', 'answered'), ('in_progress', 'handed_back'), ('reopened', 'answered'), ('reopened', 'in_progress')) THEN\n        RAISE EXCEPTION 'referral may not move from % to %', OLD.status, NEW.status\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_referral_transition';\n    END IF;\n    RETURN NEW;\n",
                            hash="0cfd5488d2a64003bb633095dc5c25b95cfa9071",
                            operation='UPDATE OF "status"',
                            pgid="pgtrigger_transition_d6310",
                            table="feedback_referral",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="clock",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.committed_on IS DISTINCT FROM OLD.committed_on\n        AND (NEW.committed_on IS NULL OR NEW.status <> 'in_progress' OR NEW.committed_on <= OLD.expected_on) THEN\n        RAISE EXCEPTION 'only an interim reply promises a later day' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_referral_clock';\n    END IF;\n    IF NEW.renewed_due_on IS DISTINCT FROM OLD.renewed_due_on\n        AND NOT (OLD.status = 'answered' AND NEW.status = 'reopened' AND NEW.renewed_due_on IS NOT NULL) THEN\n        RAISE EXCEPTION 'only a reopening sets a new day' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_referral_clock';\n    END IF;\n    RETURN NEW;\n",
                            hash="66f0207689116f9c2a334d9e0b4946c4594bcd19",
                            operation='UPDATE OF "committed_on", "renewed_due_on"',
                            pgid="pgtrigger_clock_f474c",
                            table="feedback_referral",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."dispatched_at" IS DISTINCT FROM (NEW."dispatched_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."field_id" IS DISTINCT FROM (NEW."field_id") OR OLD."hot" IS DISTINCT FROM (NEW."hot") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."secretary_id" IS DISTINCT FROM (NEW."secretary_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."wording" IS DISTINCT FROM (NEW."wording"))',
                            func="RAISE EXCEPTION 'what a department was asked stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_referral_fixed';",
                            hash="49cdb1263a6174e2be1e7d1c80d92cb85d0e6a4f",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_3907b",
                            table="feedback_referral",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="0060928f31653fbcf81f045d00cf3ae0246eaa0b",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_72928",
                            table="feedback_referral",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "feedback_referralevent" ("answered_at", "by_id", "committed_on", "department_id", "dispatched_at", "due_on", "field_id", "hot", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_due_on", "secretary_id", "status", "uuid", "wording") VALUES (NEW."answered_at", NEW."by_id", NEW."committed_on", NEW."department_id", NEW."dispatched_at", NEW."due_on", NEW."field_id", NEW."hot", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."renewed_due_on", NEW."secretary_id", NEW."status", NEW."uuid", NEW."wording"); RETURN NULL;',
                            hash="33e6b26473522c4190efec598b30f2f262575408",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_dd9f0",
                            table="feedback_referral",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "feedback_referralevent" ("answered_at", "by_id", "committed_on", "department_id", "dispatched_at", "due_on", "field_id", "hot", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_due_on", "secretary_id", "status", "uuid", "wording") VALUES (NEW."answered_at", NEW."by_id", NEW."committed_on", NEW."department_id", NEW."dispatched_at", NEW."due_on", NEW."field_id", NEW."hot", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."renewed_due_on", NEW."secretary_id", NEW."status", NEW."uuid", NEW."wording"); RETURN NULL;',
                            hash="dd9ecc89595caae6e04dcb5f24702f7bf3ef386d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_455c0",
                            table="feedback_referral",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                ("hot", models.BooleanField(default=False, editable=False, verbose_name="có vấn đề bức xúc")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("dispatched", "Đã chuyển ngành"),
                            ("in_progress", "Đang xử lý"),
                            ("answered", "Đã trả lời"),
                            ("reopened", "Yêu cầu trả lời lại"),
                            ("handed_back", "Không thuộc thẩm quyền, đã chuyển lại"),
                            ("recalled", "Văn phòng đã rút lại"),
                        ],
                        default="dispatched",
                        editable=False,
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "dispatched_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lúc chuyển"),
                ),
                ("due_on", models.DateField(editable=False, verbose_name="hạn ban đầu")),
                ("committed_on", models.DateField(editable=False, null=True, verbose_name="ngày ngành hẹn")),
                ("renewed_due_on", models.DateField(editable=False, null=True, verbose_name="hạn trả lời lại")),
                (
                    "expected_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Greatest(
                            "due_on", "committed_on", "renewed_due_on"
                        ),
                        output_field=models.DateField(verbose_name="hạn đang tính"),
                    ),
                ),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="lúc trả lời")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chuyển",
                    ),
                ),
                (
                    "department",
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
                        to="feedback.referral",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập thay",
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
                            hash="99a9a2b5391ef3adf694f7ec221e39197bfc4594",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_82f02",
                            table="feedback_referralevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "note",
                    nammanh.platform.fields.NormalizedCharField(
                        blank=True, max_length=500, verbose_name="việc phối hợp"
                    ),
                ),
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="feedback.referral",
                        verbose_name="phiếu chuyển",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngành phối hợp",
                "verbose_name_plural": "ngành phối hợp",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["agency", "referral"], name="feedback_support_agency")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("referral", "agency"),
                        name="feedback_support_once",
                        violation_error_message="Ngành này đã có trong danh sách phối hợp.",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "feedback_referralsupportevent" ("agency_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (NEW."agency_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."referral_id"); RETURN NULL;',
                            hash="f28edc26ad2b780b7b6cd81bcbe05f650df09400",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_749d2",
                            table="feedback_referralsupport",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "feedback_referralsupportevent" ("agency_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (NEW."agency_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."referral_id"); RETURN NULL;',
                            hash="cd314058072104f9d4cb5452a0d3581156213d59",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_716c3",
                            table="feedback_referralsupport",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralSupportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "note",
                    nammanh.platform.fields.NormalizedCharField(
                        blank=True, max_length=500, verbose_name="việc phối hợp"
                    ),
                ),
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
                        to="feedback.referralsupport",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
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
                            hash="3c1cca0e52e5139246c8a53924caaba1211660d4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0339b",
                            table="feedback_referralsupportevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("interim", "Trả lời tạm"), ("final", "Trả lời")], max_length=8, verbose_name="loại"
                    ),
                ),
                ("text", nammanh.platform.fields.NormalizedTextField(max_length=8000, verbose_name="nội dung trả lời")),
                (
                    "legal_ground",
                    nammanh.platform.fields.NormalizedCharField(blank=True, max_length=500, verbose_name="căn cứ"),
                ),
                (
                    "will_do",
                    nammanh.platform.fields.NormalizedTextField(
                        blank=True, max_length=4000, verbose_name="việc sẽ làm"
                    ),
                ),
                ("by_when", models.DateField(blank=True, null=True, verbose_name="làm xong trước ngày")),
                ("committed_on", models.DateField(blank=True, null=True, verbose_name="hẹn trả lời ngày")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="feedback.referral",
                        verbose_name="phiếu chuyển",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu trả lời",
                "verbose_name_plural": "câu trả lời",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="feedback_reply_says"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("committed_on__isnull", False), ("kind", "interim"), ("referral__isnull", False)),
                            models.Q(("committed_on__isnull", True), ("kind", "final")),
                            _connector="OR",
                        ),
                        name="feedback_reply_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("petition__isnull", True), ("referral__isnull", False)),
                            models.Q(("petition__isnull", False), ("referral__isnull", True)),
                            _connector="OR",
                        ),
                        name="feedback_reply_to_one",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0e218873f01b48d09bf846322c47b8ebcc113d8e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d0c67",
                            table="feedback_reply",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PetitionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.FileField(upload_to="phan-anh/%Y/", verbose_name="tệp")),
                ("name", nammanh.platform.fields.NormalizedCharField(max_length=160, verbose_name="tên tệp")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="dung lượng")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc tải lên")),
                (
                    "petition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tải lên",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="feedback.reply",
                        verbose_name="câu trả lời",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp kèm phản ánh",
                "verbose_name_plural": "tệp kèm phản ánh",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("petition__isnull", False), ("reply__isnull", True)),
                            models.Q(("petition__isnull", True), ("reply__isnull", False)),
                            _connector="OR",
                        ),
                        name="feedback_file_of_one",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="9f104a5e7ffc875e67c921424836f452b9324da1",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_6f697",
                            table="feedback_petitionfile",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "feedback_petitionfileevent" ("file", "id", "name", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_id", "size", "uploaded_at", "uploaded_by_id", "uuid") VALUES (NEW."file", NEW."id", NEW."name", NEW."petition_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reply_id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."uuid"); RETURN NULL;',
                            hash="2dd61b67b0f3f7a40f5db20d280d1be47405c306",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_aef69",
                            table="feedback_petitionfile",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "feedback_petitionfileevent" ("file", "id", "name", "petition_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_id", "size", "uploaded_at", "uploaded_by_id", "uuid") VALUES (OLD."file", OLD."id", OLD."name", OLD."petition_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reply_id", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id", OLD."uuid"); RETURN NULL;',
                            hash="4195eebb7e0fed23571cdeac953cfae28302278f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7c933",
                            table="feedback_petitionfile",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PetitionFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("file", models.FileField(upload_to="phan-anh/%Y/", verbose_name="tệp")),
                ("name", nammanh.platform.fields.NormalizedCharField(max_length=160, verbose_name="tên tệp")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="dung lượng")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc tải lên")),
                (
                    "petition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
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
                        to="feedback.petitionfile",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tải lên",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="feedback.reply",
                        verbose_name="câu trả lời",
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
                            hash="03f03b2efae6077dcab00f66a0fa90d531bc788d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_98497",
                            table="feedback_petitionfileevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("passed", models.BooleanField(verbose_name="đạt")),
                ("specific", models.BooleanField(verbose_name="cụ thể")),
                (
                    "reason",
                    nammanh.platform.fields.NormalizedTextField(blank=True, max_length=2000, verbose_name="ý kiến"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đánh giá",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="feedback.petition",
                        verbose_name="phản ánh, kiến nghị",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="feedback.reply",
                        verbose_name="câu trả lời",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "đánh giá câu trả lời",
                "verbose_name_plural": "đánh giá câu trả lời",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reply", "petition"),
                        name="feedback_verdict_once",
                        violation_error_message="Câu trả lời này đã được đánh giá.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("passed", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="feedback_verdict_reason",
                        violation_error_message="Ghi rõ câu trả lời còn thiếu gì.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ab0982912e1bffedddaffbab227b020ca75e3666",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_52daa",
                            table="feedback_verdict",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="supporting",
            field=models.ManyToManyField(
                related_name="supported_referrals",
                through="feedback.ReferralSupport",
                to="assignments.agency",
                verbose_name="ngành phối hợp",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="duplicate_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="feedback.petition",
                verbose_name="trùng với",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="renewed_due_on",
            field=models.DateField(editable=False, null=True, verbose_name="hạn trả lời lại"),
        ),
        migrations.AddField(
            model_name="petition",
            name="sender",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_petitions",
                to="assignments.agency",
                verbose_name="cơ quan gửi",
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="duplicate_of",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="feedback.petition",
                verbose_name="trùng với",
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="renewed_due_on",
            field=models.DateField(editable=False, null=True, verbose_name="hạn trả lời lại"),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="sender",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="assignments.agency",
                verbose_name="cơ quan gửi",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="meeting",
            field=nammanh.platform.fields.NormalizedCharField(blank=True, max_length=200, verbose_name="cuộc họp"),
        ),
        migrations.AddField(
            model_name="petition",
            name="paused_days",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="số ngày làm việc đã dừng"),
        ),
        migrations.AddField(
            model_name="petition",
            name="reason",
            field=nammanh.platform.fields.NormalizedTextField(
                blank=True, editable=False, max_length=4000, verbose_name="lý do chưa giải quyết được"
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="received_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="lúc tiếp nhận"),
        ),
        migrations.AddField(
            model_name="petition",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="có từ tháng"),
        ),
        migrations.AddField(
            model_name="petition",
            name="source",
            field=models.CharField(
                choices=[
                    ("visit", "Chuyến đi cơ sở"),
                    ("commune", "Đảng ủy xã gửi trực tiếp"),
                    ("meeting", "Cuộc họp, hội nghị"),
                ],
                default="visit",
                editable=False,
                max_length=8,
                verbose_name="nguồn",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="supplement",
            field=nammanh.platform.fields.NormalizedTextField(
                blank=True, editable=False, max_length=4000, verbose_name="nội dung bổ sung"
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="lúc báo người gửi"),
        ),
        migrations.AddField(
            model_name="petition",
            name="whose",
            field=models.CharField(
                blank=True,
                choices=[("members", "Đảng viên"), ("people", "Nhân dân"), ("both", "Đảng viên và nhân dân")],
                max_length=8,
                verbose_name="ý kiến của ai",
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="meeting",
            field=nammanh.platform.fields.NormalizedCharField(blank=True, max_length=200, verbose_name="cuộc họp"),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="paused_days",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="số ngày làm việc đã dừng"),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="reason",
            field=nammanh.platform.fields.NormalizedTextField(
                blank=True, editable=False, max_length=4000, verbose_name="lý do chưa giải quyết được"
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="received_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="lúc tiếp nhận"),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="có từ tháng"),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="source",
            field=models.CharField(
                choices=[
                    ("visit", "Chuyến đi cơ sở"),
                    ("commune", "Đảng ủy xã gửi trực tiếp"),
                    ("meeting", "Cuộc họp, hội nghị"),
                ],
                default="visit",
                editable=False,
                max_length=8,
                verbose_name="nguồn",
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="supplement",
            field=nammanh.platform.fields.NormalizedTextField(
                blank=True, editable=False, max_length=4000, verbose_name="nội dung bổ sung"
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="lúc báo người gửi"),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="whose",
            field=models.CharField(
                blank=True,
                choices=[("members", "Đảng viên"), ("people", "Nhân dân"), ("both", "Đảng viên và nhân dân")],
                max_length=8,
                verbose_name="ý kiến của ai",
            ),
        ),
        migrations.AddField(
            model_name="replyterm",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ordinary", "Trả lời phản ánh thường, từ ngày phản ánh"),
                    ("hot", "Trả lời vấn đề bức xúc, từ ngày phản ánh"),
                    ("department", "Ít nhất dành cho ngành, từ ngày chuyển"),
                    ("renewed", "Trả lời lại, từ ngày yêu cầu"),
                    ("verdict", "Đánh giá câu trả lời, từ ngày trả lời"),
                    ("extension", "Hẹn lại xa nhất, từ ngày trả lời tạm"),
                    ("way_back", "Báo lại cho dân, từ ngày trả lời"),
                ],
                default="ordinary",
                max_length=10,
                verbose_name="dùng cho",
            ),
        ),
        migrations.AddField(
            model_name="replytermevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ordinary", "Trả lời phản ánh thường, từ ngày phản ánh"),
                    ("hot", "Trả lời vấn đề bức xúc, từ ngày phản ánh"),
                    ("department", "Ít nhất dành cho ngành, từ ngày chuyển"),
                    ("renewed", "Trả lời lại, từ ngày yêu cầu"),
                    ("verdict", "Đánh giá câu trả lời, từ ngày trả lời"),
                    ("extension", "Hẹn lại xa nhất, từ ngày trả lời tạm"),
                    ("way_back", "Báo lại cho dân, từ ngày trả lời"),
                ],
                default="ordinary",
                max_length=10,
                verbose_name="dùng cho",
            ),
        ),
        migrations.AlterField(
            model_name="petition",
            name="field",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="petitions",
                to="assignments.fieldofwork",
                verbose_name="lĩnh vực",
            ),
        ),
        migrations.AlterField(
            model_name="petition",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="petitions",
                to="assignments.officer",
                verbose_name="cán bộ phản ánh",
            ),
        ),
        migrations.AlterField(
            model_name="petition",
            name="status",
            field=models.CharField(
                choices=[
                    ("submitted", "Mới gửi"),
                    ("received", "Đã tiếp nhận"),
                    ("returned", "Trả lại bổ sung"),
                    ("handled_locally", "Đang giải quyết tại chỗ"),
                    ("consolidated", "Đưa vào kỳ tập hợp"),
                    ("dispatched", "Đã chuyển ngành"),
                    ("in_progress", "Đang xử lý"),
                    ("answered", "Đã trả lời"),
                    ("reopened", "Yêu cầu trả lời lại"),
                    ("resolved", "Đã giải quyết xong"),
                    ("unresolvable", "Chưa giải quyết được"),
                    ("duplicate", "Trùng"),
                    ("closed", "Kết thúc"),
                ],
                default="submitted",
                editable=False,
                max_length=16,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="petitionevent",
            name="field",
            field=models.ForeignKey(
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
        migrations.AlterField(
            model_name="petitionevent",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="assignments.officer",
                verbose_name="cán bộ phản ánh",
            ),
        ),
        migrations.AlterField(
            model_name="petitionevent",
            name="status",
            field=models.CharField(
                choices=[
                    ("submitted", "Mới gửi"),
                    ("received", "Đã tiếp nhận"),
                    ("returned", "Trả lại bổ sung"),
                    ("handled_locally", "Đang giải quyết tại chỗ"),
                    ("consolidated", "Đưa vào kỳ tập hợp"),
                    ("dispatched", "Đã chuyển ngành"),
                    ("in_progress", "Đang xử lý"),
                    ("answered", "Đã trả lời"),
                    ("reopened", "Yêu cầu trả lời lại"),
                    ("resolved", "Đã giải quyết xong"),
                    ("unresolvable", "Chưa giải quyết được"),
                    ("duplicate", "Trùng"),
                    ("closed", "Kết thúc"),
                ],
                default="submitted",
                editable=False,
                max_length=16,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="petitionstep",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "Gửi phản ánh, kiến nghị"),
                    ("receive", "Tiếp nhận"),
                    ("send_back", "Trả lại bổ sung"),
                    ("supplement", "Bổ sung nội dung"),
                    ("refine", "Phân loại lại"),
                    ("handle", "Giao giải quyết tại chỗ"),
                    ("escalate", "Đề nghị cấp trên giải quyết"),
                    ("link", "Ghi trùng"),
                    ("unlink", "Bỏ ghi trùng"),
                    ("consolidate", "Đưa vào kỳ tập hợp"),
                    ("release", "Đưa ra khỏi kỳ tập hợp"),
                    ("dispatch", "Chuyển ngành trả lời"),
                    ("recall", "Rút lại để chuyển nơi khác"),
                    ("take_up", "Nhận xử lý"),
                    ("hand_back", "Không thuộc thẩm quyền, chuyển lại"),
                    ("interim", "Trả lời tạm, hẹn ngày"),
                    ("answer", "Trả lời"),
                    ("approve", "Đánh giá đạt"),
                    ("reopen", "Yêu cầu trả lời lại"),
                    ("resolve", "Ghi đã giải quyết xong"),
                    ("give_up", "Ghi chưa giải quyết được"),
                    ("tell", "Báo cho người gửi"),
                    ("carry", "Báo lại cho dân"),
                    ("uncarry", "Bỏ ghi nhận báo lại"),
                    ("close", "Kết thúc"),
                    ("direct", "Ý kiến chỉ đạo"),
                ],
                max_length=12,
                verbose_name="việc",
            ),
        ),
        migrations.AlterField(
            model_name="petitionstep",
            name="status",
            field=models.CharField(
                choices=[
                    ("submitted", "Mới gửi"),
                    ("received", "Đã tiếp nhận"),
                    ("returned", "Trả lại bổ sung"),
                    ("handled_locally", "Đang giải quyết tại chỗ"),
                    ("consolidated", "Đưa vào kỳ tập hợp"),
                    ("dispatched", "Đã chuyển ngành"),
                    ("in_progress", "Đang xử lý"),
                    ("answered", "Đã trả lời"),
                    ("reopened", "Yêu cầu trả lời lại"),
                    ("resolved", "Đã giải quyết xong"),
                    ("unresolvable", "Chưa giải quyết được"),
                    ("duplicate", "Trùng"),
                    ("closed", "Kết thúc"),
                ],
                max_length=16,
                verbose_name="trạng thái sau đó",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="referral",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="petitions",
                to="feedback.referral",
                verbose_name="phiếu chuyển",
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="referral",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="petitionstep",
            name="referral",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="feedback.referral",
                verbose_name="phiếu chuyển",
            ),
        ),
        migrations.AddField(
            model_name="petitionstep",
            name="reply",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="feedback.reply",
                verbose_name="câu trả lời",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="deadline_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Greatest("due_on", "renewed_due_on"),
                output_field=models.DateField(verbose_name="hạn đang tính"),
            ),
        ),
        migrations.AddField(
            model_name="petitionevent",
            name="deadline_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Greatest("due_on", "renewed_due_on"),
                output_field=models.DateField(verbose_name="hạn đang tính"),
            ),
        ),
        migrations.RunSQL(REFERRALS_OF_WHAT_WAS_SENT, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="carriedback",
            trigger=pgtrigger.compiler.Trigger(
                name="answered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT FROM feedback_petition WHERE id = NEW.petition_id AND answered_at = NEW.answered_at\n    ) THEN\n        RAISE EXCEPTION 'there is no such answer to carry back'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_carriedback_answered';\n    END IF;\n    RETURN NEW;\n",
                    hash="3c877dd0dd8626187fbf26949337970680be945a",
                    operation='INSERT OR UPDATE OF "petition_id", "answered_at"',
                    pgid="pgtrigger_answered_1ee25",
                    table="feedback_carriedback",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carriedback",
            trigger=pgtrigger.compiler.Trigger(
                name="closed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT FROM feedback_petition\n        WHERE id = OLD.petition_id AND status = 'closed' AND told_at IS NULL AND answered_at = OLD.answered_at\n    ) THEN\n        RAISE EXCEPTION 'the petition was closed because this was told' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_carriedback_closed';\n    END IF;\n    RETURN OLD;\n",
                    hash="f30a377e6f36f1718cf07aa280bd5e556e30e6e7",
                    operation="DELETE",
                    pgid="pgtrigger_closed_9c264",
                    table="feedback_carriedback",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="transition",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func="\n    IF (OLD.status, NEW.status) NOT IN (('answered', 'closed'), ('answered', 'reopened'), ('answered', 'resolved'), ('answered', 'unresolvable'), ('consolidated', 'dispatched'), ('consolidated', 'duplicate'), ('consolidated', 'received'), ('dispatched', 'answered'), ('dispatched', 'in_progress'), ('dispatched', 'received'), ('duplicate', 'closed'), ('duplicate', 'received'), ('handled_locally', 'received'), ('handled_locally', 'resolved'), ('handled_locally', 'unresolvable'), ('in_progress', 'answered'), ('in_progress', 'received'), ('received', 'consolidated'), ('received', 'dispatched'), ('received', 'duplicate'), ('received', 'handled_locally'), ('received', 'returned'), ('received', 'unresolvable'), ('reopened', 'answered'), ('reopened', 'in_progress'), ('resolved', 'closed'), ('returned', 'duplicate'), ('returned', 'received'), ('submitted', 'consolidated'), ('submitted', 'dispatched'), ('submitted', 'duplicate'), ('submitted', 'handled_locally'), ('submitted', 'received'), ('submitted', 'returned'), ('unresolvable', 'closed')) THEN\n        RAISE EXCEPTION 'petition may not move from % to %', OLD.status, NEW.status\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_transition';\n    END IF;\n    RETURN NEW;\n",
                    hash="d3337a49881f1cd48265629d21a867654acc1919",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_transition_e1f53",
                    table="feedback_petition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="untold_end",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.status = 'closed' AND OLD.status <> 'closed')",
                    func="\n    IF NEW.told_at IS NULL AND NOT EXISTS (\n        SELECT FROM feedback_carriedback WHERE petition_id = NEW.id AND answered_at = NEW.answered_at\n    ) THEN\n        RAISE EXCEPTION 'nobody told those who asked' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_told';\n    END IF;\n    RETURN NEW;\n",
                    hash="2649562a87401af1d908b40f5e89a0db264851cd",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_untold_end_fe4d1",
                    table="feedback_petition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="clock",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.due_on IS DISTINCT FROM OLD.due_on OR NEW.paused_days <> OLD.paused_days THEN\n        -- the end of a pause moves the day by at least the working days that it lasted\n        IF OLD.status = 'returned' AND NEW.status <> 'returned' AND NEW.paused_days >= OLD.paused_days\n            AND NEW.due_on - OLD.due_on >= NEW.paused_days - OLD.paused_days\n            AND (NEW.due_on > OLD.due_on) = (NEW.paused_days > OLD.paused_days) THEN\n            NULL;\n        -- before anybody must answer, another kind of matter has another term from the same day on\n        ELSIF NEW.status = OLD.status AND NEW.status IN ('submitted', 'received', 'consolidated')\n            AND (NEW.category = 'hot_issue') <> (OLD.category = 'hot_issue')\n            AND NEW.paused_days = OLD.paused_days AND NEW.reported_on = OLD.reported_on THEN\n            NULL;\n        ELSE\n            RAISE EXCEPTION 'nothing else moves the day by which an answer is due' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_clock';\n        END IF;\n    END IF;\n    IF NEW.renewed_due_on IS DISTINCT FROM OLD.renewed_due_on\n        AND NOT (OLD.status = 'answered' AND NEW.status = 'reopened' AND NEW.renewed_due_on IS NOT NULL) THEN\n        RAISE EXCEPTION 'only a reopening sets a new day' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_clock';\n    END IF;\n    RETURN NEW;\n",
                    hash="da3a0f9579c94cb94aaf99075909f1cf3dc9f7ff",
                    operation='UPDATE OF "due_on", "renewed_due_on", "paused_days"',
                    pgid="pgtrigger_clock_75d00",
                    table="feedback_petition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_chain",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.duplicate_of_id IS NOT NULL)",
                    func="\n    PERFORM FROM feedback_petition WHERE id = NEW.duplicate_of_id FOR NO KEY UPDATE;\n    IF EXISTS (SELECT FROM feedback_petition WHERE id = NEW.duplicate_of_id AND duplicate_of_id IS NOT NULL)\n        OR EXISTS (SELECT FROM feedback_petition WHERE duplicate_of_id = NEW.id) THEN\n        RAISE EXCEPTION 'a duplicate is linked to the root' USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_petition_root';\n    END IF;\n    RETURN NEW;\n",
                    hash="49507d82308ffaee00a88b05c6e89a4cc6b070a1",
                    operation='INSERT OR UPDATE OF "duplicate_of_id"',
                    pgid="pgtrigger_no_chain_37735",
                    table="feedback_petition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="of_referral",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    NEW.department_id := (SELECT department_id FROM feedback_referral WHERE id = NEW.referral_id);\n    RETURN NEW;\n",
                    hash="bc699e4027144005ea340347d736c493a6274fd1",
                    operation='INSERT OR UPDATE OF "referral_id", "department_id"',
                    pgid="pgtrigger_of_referral_61d9e",
                    table="feedback_petition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "feedback_petitionevent" ("answered_at", "category", "commune_id", "content", "created_at", "department_id", "district_id", "due_on", "duplicate_of_id", "entered_by_id", "field_id", "hamlet_id", "id", "meeting", "officer_id", "paused_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_solution", "province_id", "reason", "received_at", "referral_id", "renewed_due_on", "reply", "reported_on", "sender_id", "since", "source", "status", "supplement", "told_at", "unit_id", "uuid", "visit_id", "whose") VALUES (NEW."answered_at", NEW."category", NEW."commune_id", NEW."content", NEW."created_at", NEW."department_id", NEW."district_id", NEW."due_on", NEW."duplicate_of_id", NEW."entered_by_id", NEW."field_id", NEW."hamlet_id", NEW."id", NEW."meeting", NEW."officer_id", NEW."paused_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_solution", NEW."province_id", NEW."reason", NEW."received_at", NEW."referral_id", NEW."renewed_due_on", NEW."reply", NEW."reported_on", NEW."sender_id", NEW."since", NEW."source", NEW."status", NEW."supplement", NEW."told_at", NEW."unit_id", NEW."uuid", NEW."visit_id", NEW."whose"); RETURN NULL;',
                    hash="990f42b10a743fc1dcab11c46b23aa8faa35c0bc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_99544",
                    table="feedback_petition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="petition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "feedback_petitionevent" ("answered_at", "category", "commune_id", "content", "created_at", "department_id", "district_id", "due_on", "duplicate_of_id", "entered_by_id", "field_id", "hamlet_id", "id", "meeting", "officer_id", "paused_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_solution", "province_id", "reason", "received_at", "referral_id", "renewed_due_on", "reply", "reported_on", "sender_id", "since", "source", "status", "supplement", "told_at", "unit_id", "uuid", "visit_id", "whose") VALUES (NEW."answered_at", NEW."category", NEW."commune_id", NEW."content", NEW."created_at", NEW."department_id", NEW."district_id", NEW."due_on", NEW."duplicate_of_id", NEW."entered_by_id", NEW."field_id", NEW."hamlet_id", NEW."id", NEW."meeting", NEW."officer_id", NEW."paused_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_solution", NEW."province_id", NEW."reason", NEW."received_at", NEW."referral_id", NEW."renewed_due_on", NEW."reply", NEW."reported_on", NEW."sender_id", NEW."since", NEW."source", NEW."status", NEW."supplement", NEW."told_at", NEW."unit_id", NEW."uuid", NEW."visit_id", NEW."whose"); RETURN NULL;',
                    hash="2448b76fde5f7521671dff373b85506fca9e4aed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_15923",
                    table="feedback_petition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyterm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "feedback_replytermevent" ("document_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "working_days") VALUES (NEW."document_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to", NEW."working_days"); RETURN NULL;',
                    hash="0218ab1ae4fe11950945ff6726efdfb02e248c79",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9e16f",
                    table="feedback_replyterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="replyterm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "feedback_replytermevent" ("document_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "working_days") VALUES (NEW."document_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to", NEW."working_days"); RETURN NULL;',
                    hash="8d2f7a14395ffed2609d899e349909505532681c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6339c",
                    table="feedback_replyterm",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="replyterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["ordinary", "hot", "department", "renewed", "verdict", "extension", "way_back"])
                ),
                name="feedback_replyterm_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "consolidated",
                            "dispatched",
                            "handled_locally",
                            "in_progress",
                            "received",
                            "reopened",
                            "returned",
                            "submitted",
                        ],
                    )
                ),
                fields=["deadline_on", "id"],
                name="feedback_open_due",
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(fields=["department", "deadline_on"], name="feedback_department"),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "submitted",
                            "received",
                            "returned",
                            "handled_locally",
                            "consolidated",
                            "dispatched",
                            "in_progress",
                            "answered",
                            "reopened",
                            "resolved",
                            "unresolvable",
                            "duplicate",
                            "closed",
                        ],
                    )
                ),
                name="feedback_petition_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("meeting", ""), ("officer__isnull", False), ("sender__isnull", True), ("source", "visit")
                    ),
                    models.Q(
                        ("meeting", ""),
                        ("officer__isnull", True),
                        ("sender__isnull", False),
                        ("source", "commune"),
                        ("visit__isnull", True),
                    ),
                    models.Q(
                        ("officer__isnull", True),
                        ("sender__isnull", False),
                        ("source", "meeting"),
                        ("visit__isnull", True),
                        models.Q(("meeting", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="feedback_petition_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    models.Q(("since__lte", models.F("reported_on")), ("since__day", 1)),
                    _connector="OR",
                ),
                name="feedback_petition_since",
                violation_error_message="“Có từ tháng” phải là một tháng trước ngày phản ánh.",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("referral__isnull", True),
                        (
                            "status__in",
                            ["submitted", "received", "returned", "handled_locally", "consolidated", "duplicate"],
                        ),
                    ),
                    models.Q(
                        ("referral__isnull", False),
                        ("status__in", ["answered", "dispatched", "in_progress", "reopened"]),
                    ),
                    ("status__in", ["resolved", "unresolvable", "closed"]),
                    _connector="OR",
                ),
                name="feedback_petition_sent_to_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("referral__isnull", True), ("field__isnull", False), _connector="OR"),
                name="feedback_petition_sent_with_field",
                violation_error_message="Chọn lĩnh vực trước khi chuyển ngành.",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", True),
                        (
                            "status__in",
                            [
                                "consolidated",
                                "dispatched",
                                "duplicate",
                                "handled_locally",
                                "in_progress",
                                "received",
                                "reopened",
                                "returned",
                                "submitted",
                            ],
                        ),
                    ),
                    models.Q(("answered_at__isnull", True), ("duplicate_of__isnull", False), ("status", "closed")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("status__in", ["answered", "closed", "resolved", "unresolvable"]),
                        models.Q(("reply", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="feedback_petition_answered_with",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "unresolvable"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="feedback_petition_unresolved_why",
                violation_error_message="Nêu rõ lý do chưa giải quyết được.",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duplicate_of__isnull", False), ("status", "duplicate")),
                    ("status", "closed"),
                    models.Q(models.Q(("status", "duplicate"), _negated=True), ("duplicate_of__isnull", True)),
                    _connector="OR",
                ),
                name="feedback_petition_duplicate_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action", "submit"), ("status__in", ["submitted"])),
                    models.Q(("action", "receive"), ("status__in", ["received"])),
                    models.Q(("action", "send_back"), ("status__in", ["returned"])),
                    models.Q(("action", "supplement"), ("status__in", ["received"])),
                    models.Q(("action", "refine"), ("status__in", ["consolidated", "received", "submitted"])),
                    models.Q(("action", "handle"), ("status__in", ["handled_locally"])),
                    models.Q(("action", "escalate"), ("status__in", ["received"])),
                    models.Q(("action", "link"), ("status__in", ["duplicate"])),
                    models.Q(("action", "unlink"), ("status__in", ["received"])),
                    models.Q(("action", "consolidate"), ("status__in", ["consolidated"])),
                    models.Q(("action", "release"), ("status__in", ["received"])),
                    models.Q(("action", "dispatch"), ("status__in", ["dispatched"])),
                    models.Q(("action", "recall"), ("status__in", ["received"])),
                    models.Q(("action", "take_up"), ("status__in", ["in_progress"])),
                    models.Q(("action", "hand_back"), ("status__in", ["received"])),
                    models.Q(("action", "interim"), ("status__in", ["in_progress"])),
                    models.Q(("action", "answer"), ("status__in", ["answered"])),
                    models.Q(("action", "approve"), ("status__in", ["answered"])),
                    models.Q(("action", "reopen"), ("status__in", ["reopened"])),
                    models.Q(("action", "resolve"), ("status__in", ["resolved"])),
                    models.Q(("action", "give_up"), ("status__in", ["unresolvable"])),
                    models.Q(("action", "tell"), ("status__in", ["duplicate", "resolved", "unresolvable"])),
                    models.Q(("action", "carry"), ("status__in", ["answered", "closed", "resolved", "unresolvable"])),
                    models.Q(("action", "uncarry"), ("status__in", ["answered", "resolved", "unresolvable"])),
                    models.Q(("action", "close"), ("status__in", ["closed"])),
                    models.Q(
                        ("action", "direct"),
                        (
                            "status__in",
                            [
                                "answered",
                                "consolidated",
                                "dispatched",
                                "handled_locally",
                                "in_progress",
                                "received",
                                "reopened",
                                "resolved",
                                "returned",
                                "submitted",
                                "unresolvable",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="feedback_petitionstep_in_turn",
            ),
        ),
    ]

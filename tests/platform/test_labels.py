"""Labels of choices are known, and nobody can tell."""

import pytest
from django.db.models import Model

from reports.feedback.models import Petition
from reports.visits.models import Visit


@pytest.mark.parametrize("model", [Visit, Petition])
def test_a_label_is_the_same_as_djangos(model):
    for field in (field for field in model._meta.concrete_fields if field.choices):
        for value in (*dict(field.flatchoices), "", None, "lạ"):
            row = model(**{field.attname: value})
            label = getattr(row, f"get_{field.name}_display")()
            assert label == Model._get_FIELD_display(row, field), (field.name, value)
            assert value != "lạ" or label == "lạ"

"""Addresses of this slice."""

from django.urls import path

from reports.consolidation import forms
from reports.consolidation.states import Action
from reports.consolidation.views import acting, detail, listing, policy, returning, workbench

app_name = "consolidation"
STEPS = (
    (Action.REVIEW, "soat", forms.ReviewForm),
    (Action.TAKE_BACK, "dua-ve", forms.TakeBackForm),
    (Action.APPROVE, "duyet", forms.ReviewForm),
    (Action.DISPATCH, "chuyen", forms.DispatchForm),
)
urlpatterns = [
    path("", listing.BatchList.as_view(), name="list"),
    path("lap/", listing.OpenBatch.as_view(), name="open"),
    path("quy-dinh/", policy.Policy.as_view(), name="policy"),
    path("quy-dinh/ngay-khoa-so/", policy.SetClosingDay.as_view(), name="closing_day"),
    path("quy-dinh/them/", policy.AddRule.as_view(), name="add_rule"),
    path("quy-dinh/<int:rule>/ket-thuc/", policy.EndRule.as_view(), name="end_rule"),
    path("cua-phan-anh/<uuid:uuid>/", listing.BatchesOfPetition.as_view(), name="of_petition"),
    path("<int:pk>/", detail.BatchDetail.as_view(), name="detail"),
    path("<int:pk>/ky-truoc/", detail.CarriedOver.as_view(), name="carried_over"),
    path("<int:pk>/ky-truoc/dau/", detail.FirstCarriedOver.as_view(), name="first_carried_over"),
    path("<int:pk>/ngoai-ky/", detail.LeftOut.as_view(), name="left_out"),
    path("<int:pk>/quy-tac/de-xuat/", detail.Learned.as_view(), name="learned"),
    path("<int:pk>/ban-tap-hop/", workbench.Workbench.as_view(), name="workbench"),
    path("<int:pk>/xep/", workbench.PlaceItem.as_view(), name="place"),
    path("<int:pk>/gop-dong/", workbench.MergeLines.as_view(), name="merge"),
    path("<int:pk>/quy-tac/", workbench.KeepRule.as_view(), name="keep_rule"),
    path("<int:pk>/dong/<int:line>/", acting.LineEdit.as_view(), name="line"),
    path("<int:pk>/dong/<int:line>/nguon/", acting.LineSources.as_view(), name="sources"),
    path("<int:pk>/cong-van/", acting.Letter.as_view(), name="letter"),
    path("<int:pk>/phieu/<int:department>/", returning.DepartmentSheet.as_view(), name="sheet"),
    path("<int:pk>/phieu-tra-loi/", returning.BringIn.as_view(), name="bring_in"),
    path("<int:pk>/phieu-tra-loi/<int:sheet>/", returning.ApplySheet.as_view(), name="apply_sheet"),
    *(
        path(
            f"<int:pk>/{slug}/",
            acting.BatchStepView.as_view(action=action, form_class=form),
            name=action.value,
        )
        for action, slug, form in STEPS
    ),
]

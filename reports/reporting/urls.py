"""Addresses of this slice: officers' reports, syntheses and reviews, each named by its own identity."""

from django.urls import path

from reports.reporting.views import review_writing, reviews, situation, writing

app_name = "reporting"
urlpatterns = [
    path("", situation.SituationList.as_view(), name="list"),
    path("soan/", writing.StartReport.as_view(), name="start"),
    path("<uuid:uuid>/", situation.SituationDetail.as_view(), name="detail"),
    path("<uuid:uuid>/van-ban/", situation.SituationPaper.as_view(), name="paper"),
    path("<uuid:uuid>/sua/", writing.EditReport.as_view(), name="edit"),
    path("<uuid:uuid>/bo-sung/", writing.OfferedPieces.as_view(), name="offered"),
    path("<uuid:uuid>/gui/", writing.SendReport.as_view(), name="send"),
    path("<uuid:uuid>/rut-lai/", writing.RecallReport.as_view(), name="recall"),
    path("<uuid:uuid>/nhan/", writing.ReceiveReport.as_view(), name="receive"),
    path("<uuid:uuid>/tra-lai/", writing.ReturnReport.as_view(), name="return"),
    path("<uuid:uuid>/bo/", writing.DiscardReport.as_view(), name="discard"),
    path("tong-hop/", reviews.ReviewList.as_view(), name="reviews"),
    path("tong-hop/soan/", review_writing.StartReview.as_view(), name="start_review"),
    path("tong-hop/<uuid:uuid>/", reviews.ReviewDetail.as_view(), name="review"),
    path("tong-hop/<uuid:uuid>/van-ban/", reviews.ReviewPaper.as_view(), name="review_paper"),
    path("tong-hop/<uuid:uuid>/sua/", review_writing.EditReview.as_view(), name="edit_review"),
    path("tong-hop/<uuid:uuid>/cap-nhat-so/", reviews.UpdateFigures.as_view(), name="update_figures"),
    path("tong-hop/<uuid:uuid>/trinh/", reviews.SubmitReview.as_view(), name="submit_review"),
    path("tong-hop/<uuid:uuid>/rut-lai/", reviews.RecallReview.as_view(), name="recall_review"),
    path("tong-hop/<uuid:uuid>/duyet/", reviews.ApproveReview.as_view(), name="approve_review"),
    path("tong-hop/<uuid:uuid>/tra-lai/", reviews.ReturnReview.as_view(), name="return_review"),
    path("tong-hop/<uuid:uuid>/bo/", reviews.DiscardReview.as_view(), name="discard_review"),
]

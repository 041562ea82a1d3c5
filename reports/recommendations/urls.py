"""Addresses of this slice."""

from django.urls import path

from reports.recommendations import actions, views

app_name = "recommendations"
urlpatterns = [
    path("", views.CommentList.as_view(), name="list"),
    path("cua-dia-ban/<int:pk>/", views.CommentsOfUnit.as_view(), name="of_unit"),
    path("goi-y/", views.CommentHint.as_view(), name="hint"),
    path("chuyen-di/<uuid:visit>/them/", actions.AddComment.as_view(), name="add"),
    path("chuyen-di/<uuid:visit>/van-ban/", views.VisitLetter.as_view(), name="visit_letter"),
    path("nhac/<int:pk>/", actions.QuietCommune.as_view(), name="quiet"),
    path("<uuid:uuid>/", views.CommentDetail.as_view(), name="detail"),
    path("<uuid:uuid>/sua/", actions.EditComment.as_view(), name="edit"),
    path("<uuid:uuid>/gui/", actions.SendComment.as_view(), name="send"),
    path("<uuid:uuid>/rut-lai/", actions.WithdrawComment.as_view(), name="withdraw"),
    path("<uuid:uuid>/danh-gia/", actions.JudgeComment.as_view(), name="judge"),
    path("<uuid:uuid>/tra-loi/", actions.AnswerComment.as_view(), name="answer"),
    path("<uuid:uuid>/theo-doi/", actions.FollowUpComment.as_view(), name="follow_up"),
    path("<uuid:uuid>/van-ban/", views.CommentLetter.as_view(), name="letter"),
]

"""Addresses of the search. Everybody who has logged in may ask; what is found is a question of their rights."""

from tests.test_permissions import Route

ROUTES = {
    "search:results": Route(right=("officer", "commune_secretary", "administrator"), stranger=200),
    "search:suggest": Route(
        right=("officer", "administrator"), stranger=200, method="post", data=lambda world, request: {"q": "son phu"}
    ),
}

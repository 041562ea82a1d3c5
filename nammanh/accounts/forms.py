"""What a person types to log in."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """User name and password."""

    def clean_username(self) -> str:
        """One spelling of the name, so that each way to write it in capitals does not open new tries."""
        return self.cleaned_data["username"].strip().lower()

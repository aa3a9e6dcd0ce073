"""Signing in with an account elsewhere, by OpenID Connect, where the OIDC_… variables say with which provider.

A user is found by an e-mail address that the provider calls verified. Whoever is new is made a user without any right:
an administrator gives them a role.
"""

import logging

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.validators import validate_email
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from jwt import PyJWTError
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView
from requests.exceptions import RequestException

NAME_LENGTH = get_user_model()._meta.get_field("first_name").max_length
logger = logging.getLogger(__name__)


class ProviderBackend(OIDCAuthenticationBackend):
    """Users as the provider knows them."""

    def authenticate(self, request, **kwargs):
        """Return the user that the provider vouches for, None where it vouches for none or its answer is no good."""
        if "nonce" not in kwargs:  # a password: not for us
            return None
        try:
            return super().authenticate(request, **kwargs)
        except (RequestException, SuspiciousOperation, PyJWTError, KeyError, TypeError, ValueError) as error:
            logger.warning("The answer of the sign-in provider was not accepted: %s", error)
            return None

    def get_user(self, user_id):
        """Return the user of a session; None once they may not sign in any more."""
        return ModelBackend.get_user(self, user_id)

    def verify_token(self, token, **kwargs):
        """Return what a token says; raise SuspiciousOperation for one that was made for another site."""
        payload = super().verify_token(token, **kwargs)
        audience = payload.get("aud")
        if self.OIDC_RP_CLIENT_ID not in (audience if isinstance(audience, list) else [audience]):
            raise SuspiciousOperation("the token is for another client")
        return payload

    def get_or_create_user(self, access_token, id_token, payload):
        """Return the user; raise SuspiciousOperation where the two answers are about different people."""
        self.subject = payload.get("sub")
        return super().get_or_create_user(access_token, id_token, payload)

    def verify_claims(self, claims):
        """Return whether the provider has verified an address, and says so of the one who signed in."""
        try:
            validate_email(claims.get("email"))
        except ValidationError:
            return False
        return claims.get("email_verified") is True and claims.get("sub") == self.subject

    def create_user(self, claims):
        """Return a new user, who may do nothing yet."""
        user = get_user_model()(
            username=claims["email"],
            email=claims["email"],
            first_name=str(claims.get("given_name") or "")[:NAME_LENGTH],
            last_name=str(claims.get("family_name") or "")[:NAME_LENGTH],
        )
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise SuspiciousOperation("no user can be made of these claims") from error
        user.save()
        return user


class Callback(OIDCAuthenticationCallbackView):
    """Take the provider's answer."""

    def get(self, request):
        """Sign in whom the provider vouches for, or say on the sign-in page that it did not."""
        try:
            return super().get(request)
        except SuspiciousOperation:
            return self.login_failure()

    def login_success(self):
        """Sign in, unless no role was given yet."""
        if self.user.is_staff:
            return super().login_success()
        messages.warning(self.request, _("You are known now, but have no role yet: ask an administrator for one."))
        return HttpResponseRedirect(self.failure_url)

    def login_failure(self):
        """Lead back to the sign-in page."""
        messages.error(self.request, _("Signing in there did not succeed. Try again, or use a password."))
        return super().login_failure()

    @property
    def failure_url(self):
        """The address of the sign-in page."""
        return reverse("admin:login")


urlpatterns = [
    path("sign-in/", OIDCAuthenticationRequestView.as_view(), name="single_sign_on"),
    path("signed-in/", Callback.as_view(), name="single_sign_on_callback"),
]

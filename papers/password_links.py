"""One-time links with which a user chooses a password: an invitation, or the way back in, by mail or handed over.

The link holds Django's own token. It is used up by choosing a password, and after PASSWORD_RESET_TIMEOUT.
"""

import logging
from smtplib import SMTPException
from threading import Thread

from axes.utils import reset
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from papers.models import Site
from papers.one_time_passwords import has_chosen_password
from papers.sign_in import client_address
from papers.throttle import is_within

HOUR = 60 * 60
MAILS_TO_AN_ADDRESS = 3  # an hour; more are not sent, and nobody is told
REQUESTS_FROM_AN_ADDRESS = 10  # an hour
logger = logging.getLogger(__name__)


def link_for(request, user) -> str:
    """Return the address at which `user` chooses a password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return request.build_absolute_uri(reverse("admin:password_reset_confirm", args=[uid, token]))


def mail_link(request, user, kind: str) -> bool:
    """Send `user` a link in a mail of the kind “invitation” or “recovery”; return whether that succeeded."""
    return bool(settings.MAIL and user.email) and _send(_mail(request, user, kind))


def mail_link_meanwhile(request, user, kind: str) -> Thread:
    """Begin to do what `mail_link` does, and return the thread that does it: nobody learns from how long it takes."""
    thread = Thread(target=_send, args=[_mail(request, user, kind)])
    thread.start()
    return thread


def _mail(request, user, kind: str) -> EmailMessage:
    context = {
        "user": user,
        "site": Site.objects.current(),
        "link": link_for(request, user),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * HOUR),
    }
    subject, _blank, text = render_to_string(f"admin/mail/{kind}.txt", context).partition("\n")
    return EmailMessage(subject, text.strip() + "\n", to=[user.email])


def _send(mail: EmailMessage) -> bool:
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        logger.error("The mail to %s could not be sent: %s", mail.to[0], error)
        return False
    return True


class RecoveryForm(PasswordResetForm):
    """The question for an e-mail address; the answer tells nobody whether a user has it."""

    def save(self, *, request, **options):
        """Send a link to each user with the address who may enter the admin, and not too often."""
        address = self.cleaned_data["email"]
        if is_within(MAILS_TO_AN_ADDRESS, HOUR, "recovery-mail", address.casefold()):
            for user in self.get_users(address):
                mail_link_meanwhile(request, user, "recovery")

    def get_users(self, email):
        """Return the active users with the address who may enter the admin and sign in with a password."""
        return [user for user in super().get_users(email) if user.is_staff]


class InTheAdminsLook:
    """A page of Django's, in the admin's look."""

    def get_context_data(self, **kwargs):
        """Return what the page's template is given."""
        return admin.site.each_context(self.request) | super().get_context_data(**kwargs)


class Ask(InTheAdminsLook, views.PasswordResetView):
    """Ask for a link by mail, where mail can be sent."""

    form_class = RecoveryForm
    success_url = reverse_lazy("admin:password_reset_done")

    def dispatch(self, request, *args, **kwargs):
        """Return the page, or that it was asked for too often from one address."""
        if not settings.MAIL:
            raise Http404("no mail is sent from here")
        if request.method == "POST" and not self._is_within_limit(request):
            context = {**admin.site.each_context(request), "title": _("Too many requests")}
            return render(request, "admin/too_often.html", context, status=429)
        return super().dispatch(request, *args, **kwargs)

    def _is_within_limit(self, request) -> bool:
        return is_within(REQUESTS_FROM_AN_ADDRESS, HOUR, "recovery", client_address(request))


class Asked(InTheAdminsLook, views.PasswordResetDoneView):
    """Say that a mail is on its way, whether or not it is."""


class Choose(InTheAdminsLook, views.PasswordResetConfirmView):
    """Choose a password; failures to sign in are forgotten with it."""

    success_url = reverse_lazy("admin:password_reset_complete")

    def form_valid(self, form):
        """Save the password."""
        response = super().form_valid(form)
        has_chosen_password(self.user)
        reset(username=self.user.get_username())
        return response


class Chosen(InTheAdminsLook, views.PasswordResetCompleteView):
    """Say that the password is chosen, and lead to signing in."""


urlpatterns = [
    path("password/forgotten/", Ask.as_view(), name="password_reset"),
    path("password/sent/", Asked.as_view(), name="password_reset_done"),
    path("password/choose/<uidb64>/<token>/", Choose.as_view(), name="password_reset_confirm"),
    path("password/chosen/", Chosen.as_view(), name="password_reset_complete"),
]

"""A second factor for signing in, where TWO_FACTOR is set: a code from an app on the user's phone, or a recovery code.

django-otp keeps the devices and slows down guessing. A user without a device is led to set one up before anything
else.
"""

from base64 import b32encode
from urllib.parse import quote

import qrcode
from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login, verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathFillImage

from papers.models import Site

RECOVERY_CODES = 10
admin.site.unregister([TOTPDevice, StaticDevice])  # its forms would show the keys of others
OPEN_VIEWS = ("second_factor", "second_factor_setup", "second_factor_qr", "logout", "jsi18n")


def ask_for_second_factor(get_response):
    """Return middleware that leads whoever signed in with a password alone to the second factor, where there is one to
    be asked for, and nowhere else in the admin.
    """

    def middleware(request):
        within = request.path.startswith(reverse("admin:index"))
        if not within or not request.user.is_staff or request.user.is_verified():
            return get_response(request)
        if request.path in {reverse(f"admin:{name}") for name in OPEN_VIEWS}:
            return get_response(request)
        return HttpResponseRedirect(f"{reverse('admin:second_factor')}?next={request.path}")

    return middleware


class CodeForm(forms.Form):
    """A code from the app, or a recovery code, checked against the device that it is for."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "class": "vTextField"}),
    )

    def __init__(self, *args, user, totp, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.totp, self.device = user, totp, None

    def clean_code(self):
        """Return the code; `device` is then the one that accepted it. Raise ValidationError where none does."""
        code = self.cleaned_data["code"].replace(" ", "").lower()
        device = self.totp if code.isdecimal() else StaticDevice.objects.filter(user=self.user, confirmed=True).first()
        self.device = device and verify_token(self.user, device.persistent_id, code)
        if not self.device:
            raise forms.ValidationError(
                _("This code is not right, was used before, or came too soon after a wrong one. Wait and try the next.")
            )
        return code


def device_of(user, confirmed: bool = True) -> TOTPDevice | None:
    """Return the app that `user` has set up, or is setting up."""
    return TOTPDevice.objects.filter(user=user, confirmed=confirmed).first()


# Pages


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Ask for a code; lead on to where the user wanted to go."""
    device = device_of(request.user)
    if device is None:
        return HttpResponseRedirect(reverse("admin:second_factor_setup"))
    form = CodeForm(request.POST or None, user=request.user, totp=device)
    if request.method == "POST" and form.is_valid():
        login(request, form.device)
        return HttpResponseRedirect(_next(request))
    return _page(request, "ask", __("Second factor"), form=form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request):
    """Show the code to scan, until the app proves that it has it; then show the recovery codes, this once."""
    if device_of(request.user) and not request.user.is_verified():
        return HttpResponseRedirect(reverse("admin:second_factor"))
    device = device_of(request.user, confirmed=False) or TOTPDevice.objects.create(
        user=request.user, name="app", confirmed=False
    )
    form = CodeForm(request.POST or None, user=request.user, totp=device)
    if request.method == "POST" and form.is_valid() and form.device == device:
        codes = _put_in_use(device)
        login(request, device)
        return _page(request, "codes", __("Recovery codes"), codes=codes)
    return _page(request, "setup", __("Set up a second factor"), form=form, secret=_secret(device))


@never_cache
@login_required
@require_safe
def qr_code(request):
    """Return the picture that the app scans, of a device that is being set up."""
    device = device_of(request.user, confirmed=False)
    if device is None:
        raise Http404("nothing is being set up")
    picture = qrcode.make(_address(device), image_factory=SvgPathFillImage, box_size=8)
    return HttpResponse(picture.to_string(), content_type="image/svg+xml")


@transaction.atomic
def _put_in_use(device: TOTPDevice) -> list[str]:
    """Make `device` the user's only one, and return new recovery codes beside it."""
    TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
    StaticDevice.objects.filter(user=device.user).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    spare = StaticDevice.objects.create(user=device.user, name="recovery codes")
    codes = [f"r{StaticToken.random_token()}" for _each in range(RECOVERY_CODES)]  # never digits alone
    StaticToken.objects.bulk_create(StaticToken(device=spare, token=code) for code in codes)
    return codes


def _address(device: TOTPDevice) -> str:
    """Return what the picture says: the key, and the names under which an app lists it."""
    title = quote(Site.objects.current().title.replace(":", ""))
    label = f"{title}:{quote(device.user.get_username())}"
    return f"otpauth://totp/{label}?secret={_secret(device)}&issuer={title}"


def _secret(device: TOTPDevice) -> str:
    """Return the key as a user types it where a picture cannot be scanned."""
    return b32encode(device.bin_key).decode()


def _next(request) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("admin:index")


def _page(request, name: str, title: str, **context):
    shared = {**admin.site.each_context(request), "title": title}
    return render(request, f"admin/second_factor/{name}.html", shared | context)


urlpatterns = [
    path("second-factor/", ask, name="second_factor"),
    path("second-factor/setup/", set_up, name="second_factor_setup"),
    path("second-factor/qr.svg", qr_code, name="second_factor_qr"),
]

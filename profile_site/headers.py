"""Response headers that neither Django nor the policy middleware sets."""

from django.utils.cache import has_vary_header, patch_cache_control

CLOSED_FEATURES = [
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "interest-cohort", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
]
PERMISSIONS_POLICY = ", ".join([*(f"{feature}=()" for feature in CLOSED_FEATURES), "clipboard-write=(self)"])


def closed_by_default(get_response):
    """Return middleware that closes browser features, keeps other sites from embedding a response, and keeps what one
    person was shown out of the caches that others share.
    """

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if has_vary_header(response, "Cookie"):
            patch_cache_control(response, private=True)
        return response

    return middleware

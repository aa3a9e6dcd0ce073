"""Response headers that neither Django nor the policy middleware sets."""

CLOSED_FEATURES = [
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "interest-cohort", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
]
PERMISSIONS_POLICY = ", ".join([*(f"{feature}=()" for feature in CLOSED_FEATURES), "clipboard-write=(self)"])


def closed_by_default(get_response):
    """Return middleware that closes browser features and keeps other sites from embedding a response."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware

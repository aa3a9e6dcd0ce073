"""Response headers that neither Django nor the policy middleware sets."""

PERMISSIONS_POLICY = ", ".join(
    [f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")]
    + ["clipboard-write=(self)"]
)


def closed_by_default(get_response):
    """Return middleware that closes browser features and keeps other sites from embedding a response."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware

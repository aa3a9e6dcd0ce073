"""Why something was not fetched."""


class FetchError(Exception):
    """Nothing could be fetched; its text is a sentence for the editor or operator who asked."""


class TryLaterError(FetchError):
    """A service does not answer now, whatever it is asked."""

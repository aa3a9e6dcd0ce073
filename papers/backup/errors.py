"""Why there is no backup, or why one was not restored."""


class BackupError(Exception):
    """Nothing was written; the text is a sentence for the operator."""


class ArchiveError(BackupError):
    """A file is no archive of a site, or not whole."""


class NewerError(BackupError):
    """An archive or a database knows migrations that this release lacks."""


class NotEmptyError(BackupError):
    """The site holds something, which a restore would take the place of."""

"""The whole site in one file, and back: backup, restore, and the move to another database."""

from papers.backup.backup import Backup, back_up, database_only
from papers.backup.errors import ArchiveError, BackupError, NewerError, NotEmptyError
from papers.backup.files import backup_folder
from papers.backup.keeping import prune
from papers.backup.restore import Restored, restore
from papers.backup.upgrade import upgrade

__all__ = [
    "ArchiveError",
    "Backup",
    "BackupError",
    "NewerError",
    "NotEmptyError",
    "Restored",
    "back_up",
    "backup_folder",
    "database_only",
    "prune",
    "restore",
    "upgrade",
]

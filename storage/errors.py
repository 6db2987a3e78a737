"""What can go wrong with a database, in words that can be shown to whoever runs the bot."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError


class StorageError(Exception):
    """Base of everything that storage raises on its own account; the text is one clear line."""


class DatabaseUnreachable(StorageError):
    """The database cannot be opened: no such host, wrong password, not a database file, full disk."""


class SchemaError(StorageError):
    """The database's tables are not those that this version of Linli works with."""


class SchemaTooOld(SchemaError):
    """The tables are missing or of an earlier version: `linli db upgrade` mends it."""


class SchemaTooNew(SchemaError):
    """The tables were made by a later version of Linli: only that version may open them."""


class VersionConflict(StorageError):
    """Somebody else changed it since it was read: read again and decide again."""


#: Everything that reading or writing can raise, the driver's own included: a locked file, a lost server.
DATABASE_FAILURES: tuple[type[Exception], ...] = (StorageError, SQLAlchemyError)


class AlreadyTold(StorageError):
    """A second relay or all-clear of one alert into one chat: refused by the schema."""

"""The stream of records in an old workbook, out of the container that Office kept its documents in."""

from io import BytesIO

import olefile

from numerim.errors import InputError
from numerim.read.workbook.container import AGAIN, LOCKED, OLE

_SAVE = "Open it in a spreadsheet, if it is a table, and save it as .xlsx; say in notes: what was published."


def records_of(content: bytes, shown: str) -> tuple[bytes, bool]:
    """The records of an .xls file, and whether macros lie beside them.

    Args:
        content: the file; earlier ones have no container, and are their records.
        shown: its path, for messages.

    Raises:
        InputError: it is damaged, locked with a password, or another document.
    """
    if not content.startswith(OLE):
        return content, False
    try:
        with olefile.OleFileIO(BytesIO(content)) as files:
            if files.exists("EncryptedPackage"):
                raise InputError(shown, *LOCKED)
            for name in ("Workbook", "Book"):
                if files.exists(name):
                    return files.openstream(name).read(), files.exists("_VBA_PROJECT_CUR")
    except InputError:
        raise
    except Exception as error:  # olefile raises what struct and lists raise where it trusts a file that is wrong
        raise InputError(shown, f"the workbook is cut off or damaged: {error}", AGAIN) from error
    raise InputError(shown, "the file is no workbook, but another document of Office", _SAVE)

"""Every error that Dateline raises on purpose. Its message names the thing, the rule and the remedy.

    DatelineError
    ├── InputError (ValueError)              what `preprocess` was given cannot be used at all
    │   └── BusyError                        another run writes to the folder of tables
    ├── SettingError (ValueError)            a setting has a value outside its rule
    ├── GazetteerError (RuntimeError)        the gazetteer cannot be built or opened
    ├── WeightsError (RuntimeError)          learned weights are for other features than the program's
    ├── WorkerError (RuntimeError)           a process or machine that annotates ended before its work was done
    ├── DiskError (OSError)                  a folder that Dateline writes to is full, read-only or cannot be used
    ├── MapError (RuntimeError)              the outlines that the map draws are not there
    ├── AddressError (ValueError)            an address of data names nothing that there is
    ├── CorrectionError (ValueError)         an analyst's correction cannot be read, or cannot be saved
    ├── WatchError (ValueError)              a watch, or a file of watches, cannot be read or saved
    ├── JudgementError (ValueError)          an audit by hand, or a judgement of it, cannot be read or saved
    ├── EvidenceError (ValueError)           a pack of evidence cannot be read, or takes no more
    └── TablesError (ValueError)             tables break the contract in `tables/contract.py`
        └── TablesAbsentError (FileNotFoundError)

One bad record among good ones is not an error: it becomes a row of `rejects`.
"""


class DatelineError(Exception):
    """The caller may show the message as it is: it was written for the person who can act on it."""


class InputError(DatelineError, ValueError):
    """The caller may correct the path or the columns and call again; nothing was written."""


class BusyError(InputError):
    """The caller may wait until the other run has ended, and call again."""


class SettingError(DatelineError, ValueError):
    """The caller may correct the setting that the message names."""


class GazetteerError(DatelineError, RuntimeError):
    """The caller may mend the file that the message names, or delete it, and call again."""


class WeightsError(DatelineError, RuntimeError):
    """The caller may restore the file that the message names, or learn it again by the command that it names."""


class WorkerError(DatelineError, RuntimeError):
    """The caller may run the same command again; what was done stays."""


class DiskError(DatelineError, OSError):
    """The caller may make room, or let this user write there, and run the same command again; what was there stays."""


class MapError(DatelineError, RuntimeError):
    """The caller may run the script that the message names."""


class AddressError(DatelineError, ValueError):
    """The caller may correct the address, as the message says; `status` is the HTTP status that says the same."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class CorrectionError(DatelineError, ValueError):
    """The caller may correct what the message names and save again; nothing was added to the file."""


class WatchError(DatelineError, ValueError):
    """The caller may correct what the message names and save again; nothing was added to the file."""


class JudgementError(DatelineError, ValueError):
    """The caller may correct what the message names and judge again; nothing was added to the file."""


class EvidenceError(DatelineError, ValueError):
    """The caller may correct what the message names and try again; the pack is as it was."""


class TablesError(DatelineError, ValueError):
    """The caller may run `dateline preprocess` again; the tables are not what the contract says."""


class TablesAbsentError(TablesError, FileNotFoundError):
    """The caller may make the tables; the folder holds none."""

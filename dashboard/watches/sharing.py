"""Files of watches: what one analyst sends to another, as JSON."""

import json
from collections.abc import Sequence
from dataclasses import replace

from dashboard.errors import WatchError
from dashboard.watches.log import MOST
from dashboard.watches.record import Watch, read_record, write_record

# The key by which such a file is known, and the version of what stands in it.
MARK, VERSION = "dateline_watches", 1

# Bytes of a file: MOST watches with the longest links.
LONGEST = 1_000_000


def write_file(watches: Sequence[Watch]) -> bytes:
    """The watches as a file."""
    said = {MARK: VERSION, "watches": [write_record(each) for each in watches]}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def read_file(data: bytes) -> list[Watch]:
    """The watches of a file, without their ids; raises WatchError, which says what is wrong, where one cannot be read:
    then none is taken."""
    if len(data) > LONGEST:
        raise WatchError(f"the file has {len(data):,} bytes; {LONGEST:,} are the most")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WatchError("the file is no JSON; it must be one that Download all watches wrote") from error
    if not isinstance(said, dict) or MARK not in said or not isinstance(said.get("watches"), list):
        raise WatchError("the file is no file of watches; it must be one that Download all watches wrote")
    if said[MARK] != VERSION:
        raise WatchError(f"the file is of version {str(said[MARK])[:20]}, and this Dateline reads {VERSION}; update it")
    if len(said["watches"]) > MOST:
        raise WatchError(f"the file has {len(said['watches']):,} watches; {MOST} are the most")
    found = []
    for number, record in enumerate(said["watches"], 1):
        try:
            found.append(replace(read_record(record), id="", when=""))
        except WatchError as error:
            raise WatchError(f"watch {number} of the file cannot be taken, and so none was: {error}") from error
    return found

"""A session of the dashboard without a browser: it says what a browser says on Streamlit's WebSocket, and listens.

A run of a page begins when the browser asks for it and ends when the server says that the script has finished. What the
browser then draws is not in it, nor are the files of the page, which a browser keeps.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from benchmarks.server import Server

STREAMLIT = Subprotocol("streamlit")

# Seconds until a page must have been drawn; what takes longer is an error.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a page took: seconds, bytes that the browser got, and what went wrong, in words."""

    seconds: float
    received: int
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """A run while nobody else asks, and the seconds of the server's processor time that it took.

    Streamlit frees garbage after each run; that is in them.
    """

    run: Run
    work: float


class Session:
    """One tab of a browser; it connects when it asks for its first page. `aclose` it at the end.

    `messages` holds what the server sent in the last run.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self.messages: list[ForwardMsg] = []
        self._socket: ClientConnection | None = None
        self._hashes: dict[str, str] = {}  # the part of a page's address -> the name by which Streamlit calls it
        # Large elements that a browser keeps, and the run in which each was last drawn: Streamlit does not send them
        # again while they are kept.
        self._kept: dict[str, int] = {}
        self._kept_for = 0
        self._runs = 0

    async def aclose(self) -> None:
        """Leave, as a tab that is closed; the next page is asked for in a new session."""
        if self._socket is not None:
            await self._socket.close()
        self._socket, self._hashes, self._kept = None, {}, {}

    async def ask(self, page: str, query: str) -> Run:
        """The run of a page, which is named as in its address, under this query; a session is opened if none is."""
        began = time.monotonic()
        errors: list[str] = []
        received = 0
        self.messages = []
        try:
            async with asyncio.timeout(PATIENCE):
                if self._socket is None:
                    socket = f"{self._address.replace('http', 'ws', 1)}_stcore/stream"
                    self._socket = await connect(
                        socket, origin=Origin(self._address.rstrip("/")), subprotocols=[STREAMLIT], max_size=None,
                        compression=None,
                    )  # fmt: skip
                await self._socket.send(self._request(page, query).SerializeToString())
                is_over = False
                while not is_over:
                    data = await self._socket.recv(decode=False)
                    received += len(data)
                    message = ForwardMsg.FromString(data)
                    self.messages.append(message)
                    errors += find_errors(message)
                    is_over = self._heed(message)
        except (TimeoutError, OSError, WebSocketException) as error:
            errors.append(f"{type(error).__name__}: {error}")
            await self.aclose()
        return Run(time.monotonic() - began, received, tuple(errors))

    def _request(self, page: str, query: str) -> BackMsg:
        request = BackMsg()
        state = request.rerun_script
        state.query_string = query
        if page in self._hashes:
            state.page_script_hash = self._hashes[page]
        else:
            state.page_name = page
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = f"{self._address}{page}"
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-GB"
        return request

    def _heed(self, message: ForwardMsg) -> bool:
        """Remember what a browser remembers of a message; whether the page is drawn."""
        if message.HasField("new_session"):
            self._hashes = {each.url_pathname: each.page_script_hash for each in message.new_session.app_pages}
            self._hashes[""] = message.new_session.main_script_hash
            self._kept_for = message.new_session.config.max_cached_message_age
        elif message.metadata.cacheable or message.HasField("ref_hash"):
            self._kept[message.ref_hash or message.hash] = self._runs
        elif message.HasField("script_finished"):
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return False
            self._kept = {each: run for each, run in self._kept.items() if self._runs - run < self._kept_for}
            self._runs += 1
            return True
        return False


async def ask_alone(server: Server, session: Session, page: str, query: str, pause: float) -> Alone:
    """What `ask` returns, and its processor time; it waits for so many seconds, in which garbage is freed."""
    before = server.processor_seconds()
    run = await session.ask(page, query)
    await asyncio.sleep(pause)
    return Alone(run, server.processor_seconds() - before)


def find_errors(message: ForwardMsg) -> Iterator[str]:
    """What a message shows as an error: an exception, a red box, a page that is not there."""
    element = message.delta.new_element
    match message.WhichOneof("type"), element.WhichOneof("type"):
        case "delta", "exception":
            yield f"{element.exception.type}: {element.exception.message}"
        case "delta", "alert" if element.alert.format == Alert.ERROR:
            yield element.alert.body
        case "page_not_found", _:
            yield "page not found"
        case "session_event", _ if message.session_event.HasField("script_compilation_exception"):
            yield message.session_event.script_compilation_exception.message

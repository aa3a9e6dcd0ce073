"""A server on this machine that stands for the services, and answers what a test says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(frozen=True)
class Reply:
    """What is answered; one that drips sends a byte of its content every so many seconds."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0


class Services:
    """The replies by the beginning of the path that they are for, and what was asked."""

    def __init__(self, address: str):
        self.address = address
        self.replies: dict[str, Reply | Callable[[str], Reply]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.over = Event()

    def answer(self, path: str, content: bytes | str = b"", status: int = 200, drip: float = 0, **headers: str) -> None:
        """Answer so from now on to what is asked at `path` or below it."""
        content = content.encode() if isinstance(content, str) else content
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(content, status, headers, drip)

    def reply_to(self, path: str) -> Reply:
        """Return what is answered at a path; of several replies that fit the one for the longest beginning."""
        fitting = [start for start in self.replies if path.startswith(start)]
        return self.replies[max(fitting, key=len)] if fitting else Reply(b"<html>Resource not found.</html>", 404)

    def reply_to_head(self, path: str) -> Reply:
        """Return what is answered to a request for the head alone: as to any other, unless a test says otherwise."""
        return self.replies.get(f"HEAD {path}") or self.reply_to(path)


class _Handler(BaseHTTPRequestHandler):
    known: Services

    def do_GET(self):
        self.known.asked.append(self.path)
        self.known.headers.append(dict(self.headers))
        reply = self.known.reply_to(self.path)
        self.begin(reply, {"Content-Length": str(len(reply.content))} | reply.headers)
        try:
            self.send(reply)
        except ConnectionError:  # whoever asked has had enough
            self.close_connection = True

    def do_HEAD(self):
        self.known.asked.append(f"HEAD {self.path}")
        reply = self.known.reply_to_head(self.path)
        self.begin(reply, reply.headers)

    def begin(self, reply: Reply, headers: dict[str, str]) -> None:
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send(self, reply: Reply) -> None:
        if not reply.drip:
            self.wfile.write(reply.content)
        for byte in reply.content if reply.drip else b"":
            if self.known.over.wait(reply.drip):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, *_arguments):
        """Say nothing."""


@contextmanager
def services() -> Iterator[Services]:
    """Serve for the duration."""

    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Handler.known = Services(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield known
    finally:
        known.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

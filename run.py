#!/usr/bin/env python3
"""Set up once, then run the demo, the tests, the checks or any command of the planner.

    python3 run.py demo                  plan a real regency and write the plan's files
    python3 run.py plan FOLDER ...       every other word goes to the planner itself
    python3 run.py test [PYTEST ...]     run the tests
    python3 run.py check [--quick]       format, lint, types, layers, and unless quick tests with coverage

The first call sets up an environment in the folder .venv; it needs the network and a few minutes.
PLANNER_VENV names another folder. Needs Python 3.11, 3.12 or 3.13 and nothing else: no pip, no root.
Exit status: 0 it worked, 1 something failed, 2 a wrong call; of the planner also 3, some of it is done,
and 70, a fault of its own.
"""

from __future__ import annotations

import base64
import configparser
import contextlib
import hashlib
import html.parser
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
IS_WINDOWS = os.name == "nt"
PUBLIC_INDEX = "pypi.org"
SUPPORTED = ((3, 11), (3, 13))  # oldest and newest; the same range as in pyproject.toml
WARM_UP = "from planner.optimisers.trips import warm_up; warm_up()"
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ConnectionError|ReadTimeout|"
    r"name resolution|dns error|error sending request|Network is unreachable",
    re.IGNORECASE,
)


class SetupError(Exception):
    """What the user has to know when the set-up cannot go on."""


# --- The words on the command line ---------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Do what ``arguments`` say and return the exit status."""
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(__doc__)
        return 0
    if not is_supported(sys.version_info[:2]):
        return run_with_another_python(arguments)
    command, *rest = arguments
    try:
        if command == "test":
            return test(rest)
        if command == "check":
            return check(rest)
        return planner(rest if command == "planner" else arguments)
    except SetupError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("run.py: stopped", file=sys.stderr)
        return 1


def planner(arguments: list[str]) -> int:
    """Set up what the planner needs and hand ``arguments`` to it, in the user's folder."""
    venv = set_up(with_tools=False)
    return exit_status(handed_over([script(venv, "planner"), *arguments]))


def handed_over(command: list[str]) -> int:
    """Run ``command`` and return its exit code; Ctrl-C is for it alone, which keeps its best plan so far."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return subprocess.call(command, env=child_environment())
    finally:
        signal.signal(signal.SIGINT, before)


def test(arguments: list[str]) -> int:
    """Set up the tools as well and run pytest."""
    venv = set_up(with_tools=True)
    command = [python_of(venv), "-m", "pytest", *arguments]
    return 1 if subprocess.call(command, cwd=ROOT, env=child_environment()) else 0


def check(arguments: list[str]) -> int:
    """Run every check, also after one has failed, and return 1 if any did; ``--quick``: but the tests."""
    if arguments not in ([], ["--quick"]):
        print("run.py: check takes no arguments but --quick, which leaves the tests out", file=sys.stderr)
        return 2
    venv = set_up(with_tools=True)
    chosen = [one for one in checks(venv) if one[0] != "tests" or not arguments]
    failed = [name for name, command in chosen if not passes(name, command)]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def checks(venv: Path) -> list[tuple[str, list[str]]]:
    """Return the name and the command of every check."""
    python = python_of(venv)
    return [
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("lint", [python, "-m", "ruff", "check", "."]),
        ("types", [python, "-m", "mypy", "--strict", "--package", "planner"]),
        ("layers", [script(venv, "lint-imports")]),
        ("tests", [python, "-m", "pytest", "--cov", "--cov-report=term"]),  # warnings: see pyproject.toml
    ]


def passes(name: str, command: list[str]) -> bool:
    """Run one check, print its line, and all it said when it failed."""
    print(f"{name:8}", end="", flush=True)
    started = time.monotonic()
    done = run(command, cwd=ROOT)
    seconds = time.monotonic() - started
    last_line = (done.stdout.strip().splitlines() or [""])[-1].strip("= ")
    verdict = f"FAILED {seconds:6.1f} s" if done.returncode else f"ok     {seconds:6.1f} s  {last_line}"
    print(verdict, flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def exit_status(code: int) -> int:
    """Return ``code`` if it is one of ours; a killed child or any other number is a failure."""
    return code if code in (0, 1, 2, 3, 70) else 1


# --- Which Python ----------------------------------------------------------------------------------


def is_supported(version: tuple[int, ...]) -> bool:
    """Whether the planner runs on this version of Python."""
    return SUPPORTED[0] <= version <= SUPPORTED[1]


def run_with_another_python(arguments: list[str]) -> int:
    """Start again with a supported Python of this machine, or say which one to install."""
    command = another_python()
    if command is None:
        oldest, newest = (".".join(map(str, version)) for version in SUPPORTED)
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"run.py: needs Python {oldest} to {newest}; this one is {found}", file=sys.stderr)
        return 1
    return subprocess.call([*command, str(ROOT / "run.py"), *arguments])


def another_python() -> list[str] | None:
    """Return how to start a supported Python, newest first, or None."""
    for minor in range(SUPPORTED[1][1], SUPPORTED[0][1] - 1, -1):
        for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            if shutil.which(command[0]) and answers([*command, "-c", "import venv"]):
                return command
    if shutil.which("uv"):
        return ["uv", "run", "--no-project", "--python", f"3.{SUPPORTED[1][1]}", "python"]
    return None


def answers(command: list[str]) -> bool:
    """Whether ``command`` starts and ends well."""
    try:
        return run(command).returncode == 0
    except OSError:
        return False


# --- The environment ---------------------------------------------------------------------------------


def set_up(*, with_tools: bool) -> Path:
    """Return the folder of an environment that is complete and up to date."""
    venv = environment_folder()
    wanted = stamp(ROOT, venv, with_tools=with_tools)
    if not missing_parts(read_stamp(venv), wanted):
        return venv
    try:
        venv.parent.mkdir(parents=True, exist_ok=True)
        with only_one_set_up(beside(venv, ".lock")):
            install_missing_parts(venv, wanted)
    except OSError as error:
        raise SetupError(f"the set-up of {venv} failed: {error}") from error
    return venv


def environment_folder() -> Path:
    """Return where the environment is: PLANNER_VENV, or .venv beside this file."""
    return Path(os.environ.get("PLANNER_VENV") or ROOT / ".venv").absolute()


def beside(venv: Path, suffix: str) -> Path:
    """Return a file next to ``venv``: it outlives the folder when that is made anew."""
    return venv.with_name(venv.name + suffix)


def stamp(root: Path, venv: Path, *, with_tools: bool) -> dict[str, str]:
    """Return for every part of the set-up a mark that changes when the part has to be installed again."""
    python = f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"
    parts = {"libraries": digest(python, root, venv, (root / "requirements.lock").read_bytes())}
    if with_tools:
        parts["tools"] = digest((root / "requirements-dev.lock").read_bytes())
    parts["planner"] = digest((root / "pyproject.toml").read_bytes())
    return parts


def digest(*values: object) -> str:
    """Return one fingerprint of all ``values``."""
    return hashlib.sha256(repr(values).encode()).hexdigest()


def read_stamp(venv: Path) -> dict[str, str]:
    """Return the parts that are installed; none if the last set-up broke off or the Python is gone."""
    if beside(venv, ".unfinished").exists() or not Path(python_of(venv)).is_file():
        return {}
    try:
        return dict(json.loads((venv / "stamp.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def missing_parts(done: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Return the parts to install, in order; all of them when the libraries changed."""
    if done.get("libraries") != wanted["libraries"]:
        return list(wanted)
    return [part for part in wanted if done.get(part) != wanted[part]]


@contextlib.contextmanager
def only_one_set_up(path: Path) -> Iterator[None]:
    """Hold a lock that the system gives back even when this process is killed."""
    with path.open("a+b") as file:
        if not try_to_lock(file.fileno()):
            print("another set-up is running; waiting until it has finished ...", flush=True)
            while not try_to_lock(file.fileno()):
                time.sleep(0.5)
        yield


def try_to_lock(descriptor: int) -> bool:
    """Whether the open file is now locked by us; closing it unlocks it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def install_missing_parts(venv: Path, wanted: Mapping[str, str]) -> None:
    """Bring the environment up to date; a crash on the way leaves the mark ``.unfinished``."""
    done = read_stamp(venv)
    missing = missing_parts(done, wanted)
    if not missing:  # the set-up we waited for did it
        return
    started = time.monotonic()
    is_new = "libraries" in missing
    if is_new:
        print(f"setting up {venv}: 1 to 10 minutes the first time, about 1 GB ...", flush=True)
        remove_environment(venv)
        done = {}
    beside(venv, ".unfinished").touch()
    with tempfile.TemporaryDirectory(prefix="planner-") as scratch:
        install = make_environment(venv, Path(scratch)) if is_new else installer(venv, Path(scratch))
        for part in missing:
            install_part(install, part)
    stamp_text = json.dumps({**done, **wanted}, indent=1)
    (venv / "stamp.json").write_text(stamp_text, encoding="utf-8")
    beside(venv, ".unfinished").unlink()
    if is_new:
        warm_up(venv)
    print(f"set-up finished after {time.monotonic() - started:.0f} s", flush=True)


def remove_environment(venv: Path) -> None:
    """Remove an old or half-finished environment, but never a folder that is something else."""
    if not venv.exists():
        return
    is_ours = beside(venv, ".unfinished").exists() or (venv / "stamp.json").exists()
    if not is_ours and any(venv.iterdir()):
        raise SetupError(f"{venv} was not made by run.py: move it away, or name another one in PLANNER_VENV")
    print("  removing the old or half-finished environment", flush=True)
    shutil.rmtree(venv)


def warm_up(venv: Path) -> None:
    """Compile the optimiser now rather than in the first plan; a failure only costs time later."""
    print("  compiling the optimiser: up to half a minute ...", flush=True)
    done = run([python_of(venv), "-c", WARM_UP], cwd=ROOT)
    if done.returncode:
        last_line = (done.stdout.strip().splitlines() or ["no message"])[-1]
        print(f"  note: it is compiled at the first plan instead ({last_line})", flush=True)


# --- How parts get installed ---------------------------------------------------------------------------

Install = Callable[[list[str]], None]


def install_part(install: Install, part: str) -> None:
    """Install one part of the stamp."""
    if part == "planner":  # its build backend is in the lock, so nothing more is fetched
        print("  installing the planner itself", flush=True)
        install(["--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
        return
    file = ROOT / {"libraries": "requirements.lock", "tools": "requirements-dev.lock"}[part]
    print(f"  installing {part} from {file.name}", flush=True)
    install(["--only-binary", ":all:", "--requirement", str(file)])


def make_environment(venv: Path, scratch: Path) -> Install:
    """Make an empty environment and return what installs into it."""
    python = getattr(sys, "_base_executable", None) or sys.executable  # not a venv that we may be in
    if shutil.which("uv") and answers(["uv", "venv", "--python", python, str(venv)]):
        return installer(venv, scratch)
    shutil.rmtree(venv, ignore_errors=True)
    if not answers([python, "-m", "venv", str(venv)]):  # Debian without python3-venv stops half-way
        print("  this Python comes without ensurepip: pip is looked for elsewhere", flush=True)
        shutil.rmtree(venv, ignore_errors=True)
        done = run([python, "-m", "venv", "--without-pip", str(venv)])
        if done.returncode:
            raise SetupError(f"{python} cannot make an environment:\n{done.stdout}")
    return installer(venv, scratch)


def installer(venv: Path, scratch: Path) -> Install:
    """Return what installs into ``venv``: uv where it is there and does it, else pip."""

    def install(arguments: list[str]) -> None:
        command = ["uv", "pip", "install", "--python", python_of(venv), *arguments]
        if shutil.which("uv"):
            if subprocess.call(command, env=child_environment()) == 0:  # it shows its own progress
                return
            print("  uv could not do it; trying pip", flush=True)
        pip_for(venv, scratch)(arguments)

    return install


def pip_for(venv: Path, scratch: Path) -> Install:
    """Return the first that is there: the environment's pip, this Python's pip, a fetched pip."""
    python = python_of(venv)
    own_pip = [python, "-m", "pip"]
    if answers([*own_pip, "--version"]):
        return pip_installer(own_pip)
    outer_pip = [sys.executable, "-m", "pip", "--python", python]
    if answers([*outer_pip, "--version"]):  # pip 22.3 and newer know --python
        return pip_installer(outer_pip)
    wheel = fetch_pip(index_address(os.environ, pip_settings(os.environ)), scratch)
    pip_installer([python, str(wheel / "pip")])(["--no-index", "--no-deps", str(wheel)])
    return pip_installer(own_pip)


def pip_installer(pip: list[str]) -> Install:
    """Return an installer that tells which library pip is fetching."""

    def install(arguments: list[str]) -> None:
        command = [*pip, "install", "--no-input", "--progress-bar", "off", "--retries", "2", *arguments]
        process = subprocess.Popen(command, env=child_environment(), **PIPED)
        output = []
        number = 0
        for line in process.stdout or ():
            output.append(line)
            if line.startswith("Collecting "):
                number += 1
                print(f"    {number:3}  {line.split()[1]}", flush=True)
            if line.startswith("Installing collected packages"):
                print("    unpacking ...", flush=True)
        if process.wait():
            raise SetupError(explained("".join(output)))

    return install


def explained(output: str) -> str:
    """Return pip's last lines, and in plain words what they mean when the network is missing."""
    tail = "\n".join(output.strip().splitlines()[-12:])
    if NO_NETWORK.search(output):
        return f"{tail}\nthe package index cannot be reached; the set-up needs the network once"
    return f"{tail}\npip could not install it"


# --- pip where there is none ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wheel:
    """A file on a package index."""

    name: str
    address: str
    sha256: str
    requires_python: str = ""
    is_yanked: bool = False


def pip_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what pip's configuration files say, the strongest file last and therefore winning."""
    settings: dict[str, str] = {}
    for path in pip_files(environment):
        parser = configparser.RawConfigParser()  # an address may hold a per cent sign
        with contextlib.suppress(configparser.Error, UnicodeDecodeError):
            parser.read(path, encoding="utf-8")
        for section in ("global", "install"):
            if parser.has_section(section):
                settings.update({key.replace("_", "-"): value for key, value in parser.items(section)})
    return settings


def pip_files(environment: Mapping[str, str]) -> list[Path]:
    """Return the places of pip's configuration file, the weakest first, as pip documents it."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or ROOT)
    if IS_WINDOWS:
        shared = [Path(environment.get("PROGRAMDATA") or home) / "pip" / "pip.ini"]
        roaming = Path(environment.get("APPDATA") or home)
        own = [home / "pip" / "pip.ini", roaming / "pip" / "pip.ini"]
    else:
        folders = (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
        shared = [*(Path(folder) / "pip" / "pip.conf" for folder in folders), Path("/etc/pip.conf")]
        configuration = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        own = [home / ".pip" / "pip.conf", configuration / "pip" / "pip.conf"]
    site = [Path(sys.prefix) / ("pip.ini" if IS_WINDOWS else "pip.conf")]
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:  # pip's way to say: no file at all
        return []
    return [*shared, *own, *site, *([Path(named)] if named else [])]


def index_address(environment: Mapping[str, str], settings: Mapping[str, str]) -> str:
    """Return the address of the package index in use, without a slash at its end."""
    names = ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
    candidates = [*(environment.get(name) for name in names), settings.get("index-url")]
    found = next(filter(None, candidates), f"https://{PUBLIC_INDEX}/simple")
    return re.sub(r"^[\w.-]+=(?=\w+://)", "", found.strip()).rstrip("/")  # uv may write name=address


def fetch_pip(index: str, folder: Path) -> Path:
    """Fetch the newest pip from ``index`` into ``folder`` and return the file; its sha256 is checked."""
    print(f"  fetching pip from {host_of(index)}", flush=True)
    page, content_type, address = fetch(f"{index}/pip/")
    wheel = newest_pip(read_index(page.decode("utf-8"), content_type, address), sys.version_info[:2])
    content, _, _ = fetch(wheel.address)
    if hashlib.sha256(content).hexdigest() != wheel.sha256:
        raise SetupError(f"{wheel.name} arrived damaged: it is not the file that the index describes")
    path = folder / wheel.name
    path.write_bytes(content)
    return path


def host_of(address: str) -> str:
    """Return the host alone: the rest of an address may hold a password."""
    return urllib.parse.urlsplit(address).hostname or "the package index"


def fetch(address: str) -> tuple[bytes, str, str]:
    """Return the content, its type and its final address."""
    parts = urllib.parse.urlsplit(address)
    plain = urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5, */*;q=0.1"
    request = urllib.request.Request(plain, headers={"Accept": accept})
    if parts.username:  # unredirected: another host must not see the password
        user, password = (urllib.parse.unquote(part or "") for part in (parts.username, parts.password))
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")
    try:
        with urllib.request.urlopen(request, timeout=60, context=certificates()) as answer:
            return answer.read(), answer.headers.get_content_type(), answer.geturl()
    except urllib.error.HTTPError as error:
        with error:
            raise SetupError(f"{host_of(plain)} answers {error.code} {error.reason}") from None
    except OSError as error:
        raise SetupError(unreachable(host_of(plain), error)) from error


def certificates() -> ssl.SSLContext:
    """Return the trusted certificates: those that pip is told to use, else the system's."""
    named = os.environ.get("PIP_CERT") or pip_settings(os.environ).get("cert")
    return ssl.create_default_context(cafile=named or os.environ.get("SSL_CERT_FILE") or None)


def unreachable(host: str, error: OSError) -> str:
    """Say why ``host`` cannot be reached and what to do."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return f"the certificate of {host} is not trusted here: install ca-certificates or set PIP_CERT"
    return f"{host} cannot be reached ({error}); the set-up needs the network once"


def read_index(page: str, content_type: str, address: str) -> list[Wheel]:
    """Return the files on a page of the simple index, in JSON (PEP 691) or HTML (PEP 503)."""
    if content_type.endswith("json"):
        return [wheel_from_json(file, address) for file in json.loads(page)["files"]]
    reader = IndexPage(address)
    reader.feed(page)
    return reader.wheels


def wheel_from_json(file: Mapping[str, object], address: str) -> Wheel:
    """Return one entry of a JSON page."""
    hashes = file.get("hashes")
    return Wheel(
        name=str(file["filename"]),
        address=urllib.parse.urljoin(address, str(file["url"])),
        sha256=str(hashes.get("sha256") or "") if isinstance(hashes, dict) else "",
        requires_python=str(file.get("requires-python") or ""),
        is_yanked=bool(file.get("yanked")),
    )


class IndexPage(html.parser.HTMLParser):
    """Collects the files of an HTML page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.wheels: list[Wheel] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note every link with its hash."""
        attribute = dict(attributes)
        if tag != "a" or not attribute.get("href"):
            return
        address, _, fragment = urllib.parse.urljoin(self.address, attribute["href"]).partition("#")
        self.wheels.append(
            Wheel(
                name=urllib.parse.unquote(address.rpartition("/")[2]),
                address=address,
                sha256=dict(urllib.parse.parse_qsl(fragment)).get("sha256", ""),
                requires_python=attribute.get("data-requires-python") or "",
                is_yanked="data-yanked" in attribute,
            )
        )


def newest_pip(wheels: list[Wheel], python: tuple[int, ...]) -> Wheel:
    """Return the newest released pip that runs on ``python`` and whose sha256 the index gives."""
    fitting = [
        (version, wheel)
        for wheel in wheels
        if (version := pip_version(wheel.name)) and wheel.sha256 and not wheel.is_yanked
        if oldest_python(wheel.requires_python) <= python
    ]
    if not fitting:
        raise SetupError("the package index offers no pip with a sha256 for this Python")
    return max(fitting, key=lambda pair: pair[0])[1]


def pip_version(name: str) -> tuple[int, ...]:
    """Return the version in a file name, empty for anything but a released wheel of pip.

    >>> pip_version("pip-24.3.1-py3-none-any.whl"), pip_version("pip-25.0b1-py3-none-any.whl")
    ((24, 3, 1), ())
    """
    found = re.fullmatch(r"pip-(\d+(?:\.\d+)*)-py(?:2\.py)?3-none-any\.whl", name)
    return tuple(map(int, found[1].split("."))) if found else ()


def oldest_python(requires_python: str) -> tuple[int, ...]:
    """Return the lower limit of a version range such as ``>=3.9``, (0,) if it has none."""
    found = re.search(r">=\s*(\d+)\.(\d+)", requires_python)
    return (int(found[1]), int(found[2])) if found else (0,)


# --- Starting other programs -----------------------------------------------------------------------------


def python_of(venv: Path) -> str:
    """Return the environment's Python."""
    return str(venv / ("Scripts/python.exe" if IS_WINDOWS else "bin/python"))


def script(venv: Path, name: str) -> str:
    """Return a program that is installed in the environment."""
    return str(venv / (f"Scripts/{name}.exe" if IS_WINDOWS else f"bin/{name}"))


def run(command: list[str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``command`` and return all it said on both channels as its ``stdout``."""
    return subprocess.run(command, cwd=cwd, env=child_environment(), check=False, **PIPED)


PIPED: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "text": True,
    "encoding": "utf-8",
    "errors": "replace",
}


def child_environment() -> dict[str, str]:
    """Return the environment variables of every program started here."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")
    own = {name: value for name, value in os.environ.items() if name not in dropped}
    settings = pip_settings(own)
    if not any(own.get(name) for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        own["UV_DEFAULT_INDEX"] = index_address(own, settings)  # uv does not read pip's settings
    certificate = own.get("PIP_CERT") or settings.get("cert")
    if certificate:
        own.setdefault("SSL_CERT_FILE", certificate)
    own.setdefault("PIP_DEFAULT_TIMEOUT", "60")  # a slow line is no missing line
    return own | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

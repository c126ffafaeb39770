import base64
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture(scope="module")
def run() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["run"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["run"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", *LOCKS):
        (tmp_path / name).write_text(name)
    return tmp_path


# --- The stamp


def test_nothing_is_missing_after_a_set_up(run: ModuleType, project: Path) -> None:
    wanted = run.stamp(project, project / ".venv", with_tools=True)

    assert run.missing_parts(wanted, wanted) == []


def test_demo_is_content_with_an_environment_that_has_the_tools_too(run: ModuleType, project: Path) -> None:
    done = run.stamp(project, project / ".venv", with_tools=True)

    assert run.missing_parts(done, run.stamp(project, project / ".venv", with_tools=False)) == []


def test_tools_are_added_to_the_environment_of_the_demo(run: ModuleType, project: Path) -> None:
    done = run.stamp(project, project / ".venv", with_tools=False)

    assert run.missing_parts(done, run.stamp(project, project / ".venv", with_tools=True)) == ["tools"]


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ("requirements.lock", ["libraries", "tools", "planner"]),
        ("requirements-dev.lock", ["tools"]),
        ("pyproject.toml", ["planner"]),
    ],
)
def test_a_changed_file_is_installed_again(
    run: ModuleType, project: Path, changed: str, missing: list[str]
) -> None:
    done = run.stamp(project, project / ".venv", with_tools=True)
    (project / changed).write_text("something new")

    assert run.missing_parts(done, run.stamp(project, project / ".venv", with_tools=True)) == missing


def test_a_project_that_was_moved_is_set_up_again(run: ModuleType, project: Path) -> None:
    done = run.stamp(project, project / ".venv", with_tools=False)
    wanted = run.stamp(project, project / "elsewhere", with_tools=False)

    assert run.missing_parts(done, wanted) == ["libraries", "planner"]


@pytest.fixture
def environment(run: ModuleType, tmp_path: Path) -> Path:
    venv = tmp_path / ".venv"
    python = Path(run.python_of(venv))
    python.parent.mkdir(parents=True)
    python.touch()
    (venv / "stamp.json").write_text('{"libraries": "1"}')
    return venv


def test_stamp_of_a_finished_set_up_is_believed(run: ModuleType, environment: Path) -> None:
    assert run.read_stamp(environment) == {"libraries": "1"}


def test_stamp_of_a_half_finished_set_up_is_not_believed(run: ModuleType, environment: Path) -> None:
    run.beside(environment, ".unfinished").touch()

    assert run.read_stamp(environment) == {}


def test_stamp_is_not_believed_when_the_python_is_gone(run: ModuleType, environment: Path) -> None:
    Path(run.python_of(environment)).unlink()

    assert run.read_stamp(environment) == {}


def test_damaged_stamp_is_not_believed(run: ModuleType, environment: Path) -> None:
    (environment / "stamp.json").write_text('{"libra')

    assert run.read_stamp(environment) == {}


def test_half_finished_environment_is_removed(run: ModuleType, environment: Path) -> None:
    (environment / "stamp.json").unlink()
    run.beside(environment, ".unfinished").touch()

    run.remove_environment(environment)

    assert not environment.exists()


def test_folder_of_somebody_else_is_never_removed(run: ModuleType, tmp_path: Path) -> None:
    letter = tmp_path / "photos" / "letter.txt"
    letter.parent.mkdir()
    letter.touch()

    with pytest.raises(run.SetupError, match="was not made by"):
        run.remove_environment(letter.parent)

    assert letter.exists()


def test_second_set_up_waits_for_the_first(run: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "lock"

    with run.only_one_set_up(lock), lock.open("a+b") as second:
        assert not run.try_to_lock(second.fileno())
    with lock.open("a+b") as third:
        assert run.try_to_lock(third.fileno())


# --- The address of the package index


def test_without_settings_the_public_index_is_used(run: ModuleType) -> None:
    assert run.index_address({}, {}) == f"https://{run.PUBLIC_INDEX}/simple"


@pytest.mark.parametrize("name", ["PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_environment_names_the_index(run: ModuleType, name: str) -> None:
    assert run.index_address({name: "http://mirror.test/a/"}, {"index-url": "x"}) == "http://mirror.test/a"


def test_index_of_uv_may_have_a_name(run: ModuleType) -> None:
    assert run.index_address({"UV_DEFAULT_INDEX": "ours=http://mirror.test/a"}, {}) == "http://mirror.test/a"


def test_equals_sign_inside_an_address_stays(run: ModuleType) -> None:
    assert run.index_address({"PIP_INDEX_URL": "http://mirror.test/?a=b"}, {}) == "http://mirror.test/?a=b"


def test_pip_conf_names_the_index(run: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex_url = http://a%20b@mirror.test/simple\ncert = own.pem\n")
    environment = {"PIP_CONFIG_FILE": str(file), "HOME": str(tmp_path)}

    settings = run.pip_settings(environment)

    assert run.index_address(environment, settings) == "http://a%20b@mirror.test/simple"
    assert settings["cert"] == "own.pem"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps pip.ini elsewhere")
def test_own_pip_conf_is_stronger_than_the_shared_one(run: ModuleType, tmp_path: Path) -> None:
    for folder in ("shared", "own"):
        (tmp_path / folder / "pip").mkdir(parents=True)
        (tmp_path / folder / "pip" / "pip.conf").write_text(f"[global]\nindex-url = http://{folder}.test\n")
    environment = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_DIRS": str(tmp_path / "shared"),
        "XDG_CONFIG_HOME": str(tmp_path / "own"),
    }

    assert run.pip_files(environment).index(tmp_path / "shared" / "pip" / "pip.conf") == 0
    assert run.pip_settings(environment)["index-url"] == "http://own.test"


def test_damaged_pip_conf_is_passed_over(run: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("index-url = no section\n")

    assert "index-url" not in run.pip_settings({"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "HOME": ""})


# --- pip from an index


class Index(ThreadingHTTPServer):
    """A package index on this machine: pip 9.0.1, 24.3.1 and some that must not be taken."""

    content = b"wheel of pip 24.3.1"
    described_as = hashlib.sha256(content).hexdigest()
    speaks_json = True
    asked: list[tuple[str, str | None]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/simple"

    def files(self) -> list[dict[str, object]]:
        wheels = [
            ("pip-9.0.1-py2.py3-none-any.whl", self.described_as, {}),
            ("pip-24.3.1-py3-none-any.whl", self.described_as, {"requires-python": ">=3.8"}),
            ("pip-24.3.1.tar.gz", self.described_as, {}),
            ("pip-25.0b1-py3-none-any.whl", self.described_as, {}),
            ("pip-25.1-py3-none-any.whl", self.described_as, {"yanked": "broken"}),
            ("pip-25.2-py3-none-any.whl", "", {}),
            ("pip-99.0-py3-none-any.whl", self.described_as, {"requires-python": ">=3.99"}),
        ]
        return [
            {"filename": name, "url": f"../../files/{name}", "hashes": {"sha256": sha} if sha else {}, **more}
            for name, sha, more in wheels
        ]

    def page(self) -> tuple[str, str]:
        if self.speaks_json:
            return "application/vnd.pypi.simple.v1+json", json.dumps({"files": self.files()})
        return "text/html", "<html>" + "".join(map(html_link, self.files()))


def html_link(file: dict[str, object]) -> str:
    """Return an entry as an index without JSON writes it."""
    sha = file["hashes"].get("sha256")  # type: ignore[attr-defined]
    requires = str(file.get("requires-python", "")).replace(">", "&gt;")
    yanked = ' data-yanked="broken"' if "yanked" in file else ""
    address = f"{file['url']}#sha256={sha}" if sha else file["url"]
    return f'<a href="{address}" data-requires-python="{requires}"{yanked}>{file["filename"]}</a><br>\n'


class Answers(BaseHTTPRequestHandler):
    server: Index

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Authorization"]))
        content_type, page = self.server.page()
        is_page = self.path == "/simple/pip/"
        is_known = is_page or self.path == "/files/pip-24.3.1-py3-none-any.whl"
        self.send_response(200 if is_known else 404)
        self.send_header("Content-Type", content_type if is_page else "application/octet-stream")
        self.end_headers()
        self.wfile.write(page.encode() if is_page else self.server.content)

    def log_message(self, format: str, *values: object) -> None:
        pass


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Index(("127.0.0.1", 0), Answers) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("speaks_json", [True, False])
def test_newest_released_pip_is_fetched(
    run: ModuleType, index: Index, tmp_path: Path, speaks_json: bool
) -> None:
    index.speaks_json = speaks_json

    wheel = run.fetch_pip(index.address, tmp_path)

    assert wheel == tmp_path / "pip-24.3.1-py3-none-any.whl"
    assert wheel.read_bytes() == index.content


@pytest.mark.parametrize("speaks_json", [True, False])
def test_damaged_pip_is_refused(run: ModuleType, index: Index, tmp_path: Path, speaks_json: bool) -> None:
    index.speaks_json = speaks_json
    index.content = b"something else"

    with pytest.raises(run.SetupError, match="damaged"):
        run.fetch_pip(index.address, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_password_in_the_address_is_sent_as_a_header(run: ModuleType, index: Index) -> None:
    run.fetch(index.address.replace("//", "//officer:p%40ss@") + "/pip/")

    assert index.asked == [("/simple/pip/", "Basic " + base64.b64encode(b"officer:p@ss").decode())]


def test_missing_page_names_the_host_and_no_password(run: ModuleType, index: Index, tmp_path: Path) -> None:
    with pytest.raises(run.SetupError, match=r"127\.0\.0\.1 answers 404") as caught:
        run.fetch_pip(index.address.replace("//", "//officer:secret@") + "/nowhere", tmp_path)

    assert "secret" not in str(caught.value)


def test_missing_network_is_explained(run: ModuleType, index: Index, tmp_path: Path) -> None:
    index.shutdown()
    index.server_close()

    with pytest.raises(run.SetupError, match="the set-up needs the network once"):
        run.fetch_pip(index.address, tmp_path)


def test_index_without_a_fitting_pip_is_explained(run: ModuleType) -> None:
    with pytest.raises(run.SetupError, match="offers no pip"):
        run.newest_pip([run.Wheel("pip-24.3.1-py3-none-any.whl", "address", sha256="")], (3, 12))


# --- The command line


def test_without_arguments_it_prints_help() -> None:
    done = subprocess.run([sys.executable, ROOT / "run.py"], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "run.py demo" in done.stdout


def test_check_takes_no_arguments(run: ModuleType) -> None:
    assert run.main(["check", "everything"]) == 2


def test_a_quick_check_leaves_the_tests_out(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [(name, [sys.executable, "-c", "print(1)"]) for name in ("lint", "tests")]
    monkeypatch.setattr(run, "set_up", lambda *, with_tools: Path())
    monkeypatch.setattr(run, "checks", lambda venv: said)

    assert run.main(["check", "--quick"]) == 0
    assert "tests" not in capsys.readouterr().out


def test_every_failed_check_is_named_and_the_others_still_run(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = {"first": "raise SystemExit('bad line')", "second": "print('all well')", "third": "1 / 0"}
    monkeypatch.setattr(run, "set_up", lambda *, with_tools: tmp_path)
    monkeypatch.setattr(
        run, "checks", lambda venv: [(name, [sys.executable, "-c", code]) for name, code in commands.items()]
    )

    status = run.main(["check"])

    output = capsys.readouterr().out
    assert status == 1
    assert "bad line" in output
    assert re.search(r"second +ok +[\d.]+ s  all well", output)
    assert output.splitlines()[-1] == "failed: first, third"


@pytest.mark.parametrize(("code", "status"), [(0, 0), (1, 1), (2, 2), (3, 3), (70, 70), (-9, 1), (130, 1)])
def test_exit_codes_of_the_planner_are_handed_on(run: ModuleType, code: int, status: int) -> None:
    assert run.exit_status(code) == status


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to some processes alone")
def test_ctrl_c_is_for_the_planner_which_keeps_its_best_plan() -> None:
    child = "import time\ntry:\n    print('on', flush=True)\n    time.sleep(60)\nexcept KeyboardInterrupt:\n"
    child += "    time.sleep(0.6)\n    print('kept')"  # longer than subprocess.call waits of its own
    code = f"import run, sys\nsys.exit(run.handed_over([sys.executable, '-c', {child!r}]))"
    command = [sys.executable, "-c", code]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)

    assert running.stdout is not None
    begun = running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    said, _ = running.communicate(timeout=60)

    assert (begun, said, running.returncode) == ("on\n", "kept\n", 0)


@pytest.mark.parametrize(("version", "is_supported"), [((3, 10), False), ((3, 11), True), ((3, 14), False)])
def test_supported_pythons(run: ModuleType, version: tuple[int, int], is_supported: bool) -> None:
    assert run.is_supported(version) is is_supported


# --- The files run.py installs from


def test_supported_pythons_are_those_of_the_package(run: ModuleType) -> None:
    (oldest, newest), project = run.SUPPORTED, read_project()

    assert project["requires-python"] == f">=3.{oldest[1]},<3.{newest[1] + 1}"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_exact_versions_and_no_addresses(name: str) -> None:
    marker = r'[a-z_]+ [<>=]+ "[\w.]+"'
    line = re.compile(rf"[a-z0-9-]+==[0-9][0-9a-z.]*(; {marker}( and {marker})*)?")

    assert [text for text in (ROOT / name).read_text().splitlines() if not line.fullmatch(text)] == []


def test_every_dependency_is_locked_to_a_version_that_the_package_allows() -> None:
    project = read_project()
    libraries, tools = (locked_versions(name) for name in LOCKS)

    assert unmet(project["dependencies"], libraries) == []
    assert unmet(build_requirements(), libraries) == []
    for extra in ("pdf", "letters"):  # an office prints without the network
        assert unmet(project["optional-dependencies"][extra], libraries) == []
    assert unmet(project["optional-dependencies"]["dev"], libraries | tools) == []


def test_what_a_locked_library_needs_is_locked_as_well() -> None:
    libraries, tools = (locked_versions(name) for name in LOCKS)

    assert [text for name in libraries for text in needs_of(name) if unmet([text], libraries)] == []
    assert [text for name in tools for text in needs_of(name) if unmet([text], libraries | tools)] == []
    assert [name for name in libraries.keys() & tools.keys() if libraries[name] != tools[name]] == []


def test_marker_of_a_locked_version_is_understood() -> None:
    assert Marker('sys_platform == "win32"').evaluate({"sys_platform": "win32"})
    assert {"colorama", "tzdata"} <= locked_versions("requirements.lock").keys()


def read_project() -> dict[str, object]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def build_requirements() -> list[str]:
    return list(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    )


def locked_versions(name: str) -> dict[str, str]:
    """Return the version of every library in a lock file."""
    requirements = map(Requirement, (ROOT / name).read_text().splitlines())
    return {requirement.name: str(requirement.specifier).strip("=") for requirement in requirements}


def needs_of(name: str) -> list[str]:
    """Return what a library needs here, without its extras; nothing where it is not installed."""
    try:
        needed = map(Requirement, importlib.metadata.requires(name) or ())
    except importlib.metadata.PackageNotFoundError:
        return []
    here = (n for n in needed if n.marker is None or n.marker.evaluate({"extra": ""}))
    return [f"{need.name}{need.specifier}" for need in here]


def unmet(requirements: list[str], versions: dict[str, str]) -> list[str]:
    """Return the requirements that the locked ``versions`` do not meet."""
    return [
        text
        for text in requirements
        if not Requirement(text).specifier.contains(
            versions.get(canonicalize_name(Requirement(text).name), "0")
        )
        or canonicalize_name(Requirement(text).name) not in versions
    ]

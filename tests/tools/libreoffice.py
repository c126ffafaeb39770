"""LibreOffice as another program that opens our files."""

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def converted(path: Path, kind: str, folder: Path) -> Path:
    """Return ``path`` as LibreOffice saves it as another kind of file, in ``folder``."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.split(':')[0]}"

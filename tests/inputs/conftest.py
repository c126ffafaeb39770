"""A project of two villages, written to a folder; each test changes one file of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import Fault, InputError
from planner.inputs.project import read_problem

PROJECT = {
    "planner.toml": """
title = "Two villages"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-11
""",
    "villages.csv": """\
kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam,menginap
53.01.01.2001,Dekat,Kota,Timor,123.80,-10.10,65,tidak
53.01.02.2001,Jauh,Hulu,Timor,124.10,-9.90,75,ya
""",
    "bases.csv": "Kode Basis,Nama Basis,Bujur,Lintang,Pulau\nB,Oelamasi,123.90,-10.00,Timor\n",
    "teams.csv": "Kode Tim,Basis,Laju per Jam\nT1,B,10\n",
}

Write = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Write:
    """Return a function that writes the project with some files replaced and returns its planner.toml."""

    def write(files: dict[str, str] | None = None, toml: str = "") -> Path:
        contents = {**PROJECT, **(files or {})}
        contents["planner.toml"] += toml
        for name, content in contents.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / "planner.toml"

    return write


@pytest.fixture
def faults_of() -> Callable[[Path], tuple[Fault, ...]]:
    """Return a function that reads a project that has to fail, and returns its faults."""

    def read(path: Path) -> tuple[Fault, ...]:
        with pytest.raises(InputError) as caught:
            read_problem(path)
        return caught.value.faults

    return read

"""The fictional clinic, made once for all looks; every window gets a copy of its own."""

import shutil
from pathlib import Path

import pytest

from needlechart.cli_commands.demo_folder import create_demo


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whole, with drafts, signed visits, long names and needles in."""
    folder = tmp_path_factory.mktemp("looks") / "clinic"
    create_demo(folder)
    return folder


@pytest.fixture
def folder(clinic: Path, tmp_path: Path) -> Path:
    """A copy to open."""
    return Path(shutil.copytree(clinic, tmp_path / "clinic"))

"""A day in the real window leaves nothing readable anywhere, and opens no way to the internet.

500 markers are planted in records, one more in each text field that the window shows; then everything the
process wrote is searched: data folder, home, temporary folder, settings, logs, standard error, titles, the
clipboard after locking. Calls to the system are watched from outside the process, by strace where it is
installed; elsewhere its open files are looked at again and again (which could miss a very brief one).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from needlechart.app.faults import LOG
from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, now
from needlechart.domain.visit import Visit
from needlechart.store.store import Store
from tests import factories
from tests.faults.soak_chart import made
from tests.faults.window_day import MERGED
from tests.store.conftest import CHEAP, new_store, reopened

PLANTED = 500
DAY = "tests.faults.window_day"
SOAK = "tests.faults.window_soak"
STRACE = shutil.which("strace")
LOCAL = re.compile(r"^(/dev/(null|tty|urandom|shm/\S*)|/proc/\S*|/tmp/\.X\S*)$")


@dataclass
class Seen:
    """What was seen from outside of a process that ran to its end."""

    out: str = ""
    error: str = ""
    internet: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


def watched(command: list[str], base: Path, given: IO[str] | None = None) -> Seen:
    """Run a command with home, temporary and settings folders below ``base``; raises when it fails.

    ``given`` is its standard input.
    """
    places = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run", "XDG_CONFIG_HOME": "home/config"}
    for name in places.values():
        (base / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {**os.environ, **{name: str(base / place) for name, place in places.items()}}
    environment |= {"XDG_CACHE_HOME": str(base / "home/cache"), "XDG_DATA_HOME": str(base / "home/data")}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.getcwd()}
    log = base.with_name(f"{base.name}.strace")
    calls = "trace=socket,openat,open,creat"
    prefix = [STRACE, "-f", "--seccomp-bpf", "-e", calls, "-o", str(log)] if STRACE else []
    seen = Seen()
    with subprocess.Popen(
        [*prefix, *command],
        stdin=given or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=(base / "stderr.txt").open("w"),
        text=True,
        env=environment,
    ) as process:
        if not STRACE:
            seen.internet = looked_at(process)
        assert process.stdout is not None
        seen.out = process.stdout.read()
    seen.error = (base / "stderr.txt").read_text()
    assert process.returncode == 0, seen.error
    if STRACE:
        text = log.read_text(errors="replace")
        seen.internet = re.findall(r"socket\(AF_INET6?\b[^\n]*", text)
        opened = re.findall(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)", ([A-Z_|]*)[^\n]*= \d+', text)
        seen.written = sorted({path for path, flags in opened if "O_WRONLY" in flags or "O_RDWR" in flags})
    return seen


def looked_at(process: "subprocess.Popen[str]") -> list[str]:
    """Sockets of a process that are neither of this machine alone nor of its kernel, until it ends."""
    found: set[str] = set()
    proc = Path(f"/proc/{process.pid}")
    while process.poll() is None:
        try:
            known = (proc / "net/unix").read_text() + (proc / "net/netlink").read_text()
            links = [os.readlink(one) for one in (proc / "fd").iterdir()]
        except OSError:
            continue
        for link in links:
            number = link.removeprefix("socket:[").rstrip("]")
            if link.startswith("socket:") and number not in known:
                found.add(link)
        time.sleep(0.005)  # how often it is looked, not something to wait for
    return sorted(found)


FORMS = {
    "utf-8": re.compile(rb"Zq\d{3}xw"),
    "utf-16-le": re.compile(rb"Z\0q\0(?:\d\0){3}x\0w\0"),
    "utf-16-be": re.compile(rb"\0Z\0q(?:\0\d){3}\0x\0w"),
}
"""How a marker may lie in a file."""


def markers_in(base: Path, markers: list[str]) -> list[str]:
    """Which markers lie readable in a file below a folder, or in the name of one."""
    found, known = [], set(markers)
    for path in base.rglob("*"):
        data = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        seen = {one.decode(kind) for kind, form in FORMS.items() for one in form.findall(data)}
        found += [f"{marker} in {path.relative_to(base)}" for marker in sorted(seen & known)]
    return found


def planted() -> list[Record]:
    """Records of 25 patients with 20 markers each, as hostile as text gets: in markup."""
    numbers = iter(range(PLANTED))

    def mark() -> str:
        return f"<b>Zq{next(numbers):03d}xw</b>"

    records: list[Record] = []
    for index in range(PLANTED // 20):
        own = {} if index == 0 else {"id": f"p{index}"}
        patient = factories.patient(
            **own,
            given_name=mark(),
            family_name=mark(),
            record_number=mark(),
            preferred_name=mark(),
            phone=mark(),
            email=mark(),
            address=mark(),
            note=mark(),
        )
        names = {"patient_id": patient.id}
        episode = factories.episode(id=f"e{index}", title=mark(), **names)
        day = now() - timedelta(days=20 + index)
        visit = factories.visit(
            id=f"v{index}",
            episode_id=episode.id,
            number=1,
            started=day,
            entered=day,
            patient_words=mark(),
            reason=mark(),
            plan=mark(),
            plan_edited=True,
            **names,
        )
        inside = {**names, "visit_id": visit.id}
        point = factories.point(id=f"t{index}", note=mark(), muscle_name=mark(), **inside)
        records += [
            patient,
            episode,
            visit,
            point,
            factories.alert(text=mark(), comment=mark(), **names),
            factories.needling(point, id=f"n{index}", note=mark(), **inside),
            factories.goal(id=f"g{index}", text=mark(), episode_id=episode.id, **names),
            factories.measurement(id=f"m{index}", note=mark(), **inside),
            factories.adverse_event(
                id=f"a{index}", action=mark(), about_visit_id=visit.id, episode_id=episode.id, **inside
            ),
        ]
    assert next(numbers, None) is None
    return records


@dataclass
class After:
    """The day is over: where it was, what the process told, what was seen of it."""

    base: Path
    told: dict[str, Any]
    seen: Seen

    @property
    def markers(self) -> list[str]:
        """All that were planted or typed."""
        return [f"Zq{number:03d}xw" for number in range(PLANTED)] + list(self.told["typed"].values())


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> After:
    base = tmp_path_factory.mktemp("day") / "base"
    folder = base / "chart"
    with new_store(folder) as store:
        store.put(*planted())
        for visit in store.select(Visit):
            store.sign_visit(visit.id)
    seen = watched([sys.executable, "-m", DAY, str(folder), str(PLANTED)], base)
    return After(base, json.loads(seen.out.splitlines()[-1]), seen)


def test_the_day_came_so_far_that_it_says_something(after: After) -> None:
    assert len(after.told["typed"]) >= 20, sorted(after.told["typed"])
    assert after.told["locked"]
    assert re.search(r"Zq\d{3}xw", after.told["clipboard"][0])
    with reopened(after.base / "chart") as store:
        kinds: set[type[Record]] = {Visit, *map(type, planted())}
        kept = str([store.select(kind) for kind in kinds])
        (consent,) = store.select(Consent)
        assert consent.strokes
        merged = [one.id for one in store.select(Patient, merged_into=factories.PATIENT)]
        assert merged == [MERGED]
        assert sum(marker in kept for marker in after.told["typed"].values()) >= 8
        # What is planted for the first patient may have been typed over.
        assert all(f"Zq{number:03d}xw" in kept for number in range(20, PLANTED))


def test_nothing_it_wrote_holds_a_marker(after: After) -> None:
    assert list(after.base.rglob("*.ncdb"))
    assert markers_in(after.base, after.markers) == []
    assert not re.search(r"Zq\d{3}xw", after.seen.error)


def test_faults_on_every_screen_tell_their_place_and_nothing_of_a_patient(after: After) -> None:
    log = (after.base / "chart" / LOG).read_text()
    assert {"home", "patient", "board", "consent_sheet"} <= set(after.told["failed_on"])
    assert "Slip at window_day.py" in log
    assert "Slip at window_day.py" in after.seen.error
    texts = (log, after.seen.error, *after.told["faults"])
    assert [one for one in after.markers if any(one in text for text in texts)] == []


@dataclass
class Worked:
    """A visit was signed in the window, saved as PDF and backed up; then the command line took its turn."""

    base: Path
    seen: list[Seen]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    base = tmp_path_factory.mktemp("worked") / "base"
    folder, given = base / "chart", base.with_name("given")
    given.mkdir()
    other = base / "another"
    made(folder, 1)
    stranger = factories.clinician(id="elsewhere", name="Ruth Adler")
    Store.create(other, factories.clinic(), stranger, factories.PASSPHRASE, cost=CHEAP)[0].close()
    with reopened(folder) as store:
        store.put(*planted())
    seen = [watched([sys.executable, "-m", SOAK, str(folder), "1", "1"], base)]
    word = base.with_name("word")
    word.write_text(f"{factories.PASSPHRASE}\n")
    who = ["--clinician", factories.CLINICIAN, "--passphrase-fd", "0"]
    chart = str(given / "chart.json")
    for command in (
        ["export", "--all", "--format", "json", "--output", chart],
        ["export", "--all", "--output", str(given)],
        ["export", "--all", "--document", "handout", "--output", str(given)],
        ["backup"],
        ["check"],
        ["import", chart],  # merges with what is there
        ["--data", str(other), "--clinician", "elsewhere", "import", chart],
        ["--data", str(other), "--clinician", "elsewhere", "import", chart],  # merges with all that came
        ["rotate-key"],
    ):
        line = [sys.executable, "-m", "needlechart", "--data", str(folder), *who, *command]
        with word.open() as given_word:
            seen.append(watched(line, base, given_word))
    return Worked(base, seen)


def test_signing_saving_backups_and_the_command_line_leave_nothing_readable(worked: Worked) -> None:
    given = worked.base.with_name("given")
    assert len(list(given.glob("*.pdf"))) > PLANTED // 20
    assert "Zq499xw" in (given / "chart.json").read_text()  # the search would find it
    assert list((worked.base / "chart" / "backups").rglob("*.ncdb"))
    markers = [f"Zq{number:03d}xw" for number in range(PLANTED)]
    assert markers_in(worked.base, markers) == []
    assert not re.search(r"Zq\d{3}xw", "".join(one.error for one in worked.seen))


def test_none_of_it_wrote_elsewhere_or_opened_a_socket(worked: Worked) -> None:
    allowed = (str(worked.base), str(worked.base.with_name("given")))
    written = {path for one in worked.seen for path in one.written if path.startswith("/")}
    assert [one for one in written if not LOCAL.match(one) and not one.startswith(allowed)] == []
    assert [one.internet for one in worked.seen if one.internet] == []


def test_the_search_finds_a_marker_that_lies_in_clear(after: After, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log.txt").write_bytes(b"xx" + "Zq007xw".encode("utf-16-le"))
    (tmp_path / "Zq008xw.pdf").write_bytes(b"")
    assert sorted(markers_in(tmp_path, after.markers)) == [
        "Zq007xw in deep/log.txt",
        "Zq008xw in Zq008xw.pdf",
    ]


def test_it_wrote_nowhere_but_below_its_own_folders(after: After) -> None:
    outside = [one for one in after.seen.written if one.startswith("/") and not LOCAL.match(one)]
    assert [one for one in outside if not one.startswith(str(after.base))] == []


def test_titles_clipboard_and_locked_screen_tell_nothing(after: After) -> None:
    assert not re.search(r"Zq\d{3}xw", " ".join(after.told["titles"]))
    assert (after.base / "printed.pdf").stat().st_size > 10_000
    assert after.told["jobs"] == ["needlechart note"]
    assert after.told["clipboard"][1] == ""
    assert after.told["on_locked_screen"] == []


def test_nothing_typed_is_shown_as_markup(after: After) -> None:
    assert after.told["as_markup"] == []


def test_no_internet_socket_was_opened(after: After) -> None:
    assert after.seen.internet == []


@pytest.mark.parametrize("kind", ["AF_INET", "AF_INET6"])
def test_the_watch_sees_an_internet_socket(tmp_path: Path, kind: str) -> None:
    code = f"import socket, time; one = socket.socket(socket.{kind}, socket.SOCK_DGRAM); time.sleep(0.3)"
    assert watched([sys.executable, "-c", code], tmp_path / "base").internet

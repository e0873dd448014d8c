#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the house against its own plan: every #include and every link list against the table of docs/architecture.md,
and a few plain rules for every file. Usage: layers.py [ROOT]. Exit status 1 when something is out of place."""
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

# --- The plan -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Room:
    sees: tuple = ()        # rooms whose include/kanal/<room>/ it may name; "room:glob" only those headers
    qt: tuple = ()          # Qt modules
    qt_files: str = r""     # Qt only in files with such a name; empty: in all
    libraries: tuple = ()   # third parties
    extra: dict = field(default_factory=dict)  # Qt module -> the only files that may use it


ROOMS = {
    "core": Room(libraries=("expected", "utf8proc")),
    "xtream": Room(sees=("core",), qt=("Core", "Network"), qt_files=r"^client", libraries=("nlohmann", "simdjson", "zlib")),
    "guide": Room(sees=("core",), libraries=("libxml2", "expat", "zlib")),
    "library": Room(sees=("core",), libraries=("sqlite",)),
    "playback": Room(sees=("core",), qt=("Core", "Gui", "Multimedia"), qt_files=r"^qt_",
                     libraries=("ffmpeg", "curl", "cubeb", "libass", "uchardet", "threads")),
    "session": Room(sees=("core", "xtream", "guide", "library"), qt=("Core",), libraries=("keychain",)),
    "presenters": Room(sees=("core", "session", "library", "playback"), qt=("Core", "Gui", "Network"),
                       extra={"Network": r"^image_"}),
    "panel": Room(sees=("core",), qt=("Core", "Network"), libraries=("ffmpeg", "nlohmann", "zlib")),
    "ui": Room(sees=("core", "presenters", "playback:video_.*", "resources"),
               qt=("Core", "Gui", "Widgets", "OpenGL", "OpenGLWidgets", "Svg", "SvgWidgets", "Multimedia")),
    "resources": Room(qt=("Core",)),
    "app": Room(sees=("core", "xtream", "guide", "library", "playback", "session", "presenters", "panel", "ui", "resources"),
                qt=("Core", "Gui", "Widgets", "Network", "DBus")),
    "cli": Room(sees=("core", "xtream", "guide", "library", "playback", "session", "presenters", "panel"),
                qt=("Core",), libraries=("cli11", "nlohmann")),
}
TARGETS = {"kanal": "app", "kanal-cli": "cli",  # else kanal_<room>
           "kanal_engine_parts": "playback", "kanal_filters_parts": "playback", "kanal_sound_parts": "playback",
           "kanal_panel_parts": "panel"}
# What stands behind a room's face, linked in or loaded late (docs/adr/0015).
BEHIND = {"engine": "playback", "late_engine": "playback", "filters": "playback", "late_filters": "playback",
          "sound": "playback", "late_sound": "playback",
          "panel_server": "panel", "late_panel_server": "panel"}

# Third parties by header, and by the name CMake gives them.
HEADERS = [
    (r"lib(av\w+|sw\w+|postproc)/", "ffmpeg"), (r"curl/", "curl"), (r"cubeb/", "cubeb"), (r"ass/", "libass"), (r"uchardet/", "uchardet"),
    (r"sqlite3(ext)?\.h", "sqlite"), (r"nlohmann/", "nlohmann"), (r"simdjson", "simdjson"), (r"zlib\.h", "zlib"),
    (r"libxml/", "libxml2"), (r"expat\.h", "expat"), (r"utf8proc\.h", "utf8proc"), (r"tl/", "expected"),
    (r"CLI/", "cli11"), (r"(qt6?keychain/|keychain\.h)", "keychain"), (r"(gtest|gmock)/", "googletest"),
    (r"benchmark/", "benchmark"),
]
LINKED = {
    "PkgConfig::FFMPEG": "ffmpeg", "PkgConfig::AVFILTER": "ffmpeg", "PkgConfig::CURL": "curl", "kanal_cubeb": "cubeb", "PkgConfig::ASS": "libass",
    "PkgConfig::UCHARDET": "uchardet",
    "PkgConfig::SQLITE": "sqlite", "nlohmann_json::nlohmann_json": "nlohmann", "PkgConfig::SIMDJSON": "simdjson",
    "PkgConfig::ZLIB": "zlib", "PkgConfig::XML2": "libxml2", "kanal_utf8proc": "utf8proc", "kanal_expected": "expected",
    "CLI11::CLI11": "cli11", "Qt6Keychain::Qt6Keychain": "keychain", "Threads::Threads": "threads",
}
EVERYWHERE = {"expected", "threads"}            # part of core's public face, or of the language
PUBLIC = {"expected"}                           # the only third party seen in include/
# Which Qt module a header belongs to where no Qt is at hand to look it up; anything else counts as Core.
QT_FALLBACK = [
    (r"Q(Network|Tcp|Udp|Ssl|Http|Abstract(Socket|Network)|Local(Server|Socket)|Host|Dns)", "Network"),
    (r"Q(Image|Pixmap|Color|Painter|Icon|Font|Key|Mouse|Gui|Screen|Window|Standard(Item)|Palette|Brush|Pen|Cursor|Surface)", "Gui"),
    (r"Q(Widget|Application|Dialog|MainWindow|Label|Push|Line(Edit)|.*View$|.*Layout|Style|Menu|Tool|Stacked|Message(Box)|Sys)", "Widgets"),
    (r"QOpenGLW(idget|indow)", "OpenGLWidgets"), (r"QOpenGL", "OpenGL"), (r"QSvg", "Svg"), (r"Q(Audio|Media)", "Multimedia"),
    (r"QDBus", "DBus"), (r"QTest", "Test"), (r"QSql", "Sql"),
]

WARN_LINES, MAX_LINES = 500, 600
CODE = {".cpp", ".h"}
SCRIPTS = {".py", ".sh", ".cmake"}
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b|(^|\s)(//|/\*|#)[/!*<]*\s*X" r"XX\b")
SECRET = re.compile("-----BEGIN [A-Z ]*PRIVATE " r"KEY-----|\bghp_[A-Za-z0-9]{36}\b|\bAKIA[0-9A-Z]{16}\b|\bxox[abps]-[A-Za-z0-9-]{10,}")
LOGIN_URL = re.compile(r"(?:https?|rtsp)://(?:[^\s\"'@/]*@)?([\w.-]+)[^\s\"']*?(?:password=[^\s\"'&{<]|/(?:live|movie|series|timeshift)/[^\s\"'/{<%]+/[^\s\"'/{<%]+/)")
RESERVED = re.compile(r"(\.|^)(example(\.(com|net|org))?|test|invalid|localhost|local)$|^[\w-]+$|^[\d.]+$")
MACHINE_PATH = re.compile(r"(?<![\w./])/(work|root)/\w")
BAD_NAME = re.compile(r"(^|_)(manager|helper|helpers|util|utils|misc|common)(_|$)")


@dataclass
class Findings:
    errors: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def error(self, where, what):
        self.errors.append(f"{where}: {what}")

    def note(self, where, what):
        self.notes.append(f"{where}: {what}")


# --- What there is --------------------------------------------------------------------------------------------------------


def qt_modules():
    """Header name -> module, read from the Qt that is installed; empty where none is."""
    folders = []
    for tool in ("qmake6", "qtpaths6"):
        try:
            option = ["-query", "QT_INSTALL_HEADERS"]
            folders.append(subprocess.run([tool, *option], capture_output=True, text=True, timeout=10).stdout.strip())
            break
        except OSError:
            continue
    modules = {}
    for folder in filter(None, folders):
        for path in Path(folder).glob("Qt*"):
            for header in path.iterdir():
                modules[header.name] = path.name[2:]
    return modules


def module_of(header, modules):
    if header in modules:
        return modules[header]
    module = header.removeprefix("Qt").partition("/")[0]
    if header.startswith("Qt") and ("/" in header or any(module in room.qt for room in ROOMS.values())):
        return module
    return next((module for pattern, module in QT_FALLBACK if re.match(pattern, header)), "Core")


def room_of(path):
    """The room a file belongs to; None for tests and what is no code of ours."""
    parts = path.parts
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ("include", "kanal") and len(parts) > 3:
        return parts[2]
    return parts[0] if parts[0] in ("ui", "resources") else None


def files_of(root):
    for top in ("src", "include", "ui", "resources", "tests", "script", "cmake", "docs", "packaging", ".ci"):
        for path in sorted((root / top).rglob("*")) if (root / top).is_dir() else ():
            if path.is_file():
                yield path.relative_to(root)
    for name in ("CMakeLists.txt", "README.md"):
        if (root / name).is_file():
            yield Path(name)


def includes_of(text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")', line)
        if match:
            yield number, match.group(1) or match.group(2), match.group(2) is not None


# --- The rules ------------------------------------------------------------------------------------------------------------


def check_room_header(found, where, room, header):
    """<kanal/other/x.h> named by `room`."""
    other, _, name = header.removeprefix("kanal/").partition("/")
    if other == room:
        return
    if other not in ROOMS:
        found.error(where, f"<{header}>: there is no room {other}")
        return
    for sight in ROOMS[room].sees:
        seen, _, only = sight.partition(":")
        if seen == other and (not only or re.fullmatch(only, name)):
            return
    found.error(where, f"{room} may not see <{header}>")


def check_includes(found, root, path, text, modules):
    room = room_of(path)
    plan = ROOMS.get(room)
    if plan is None:
        found.error(path, f"{room} is not a room of the table")
        return
    public = path.parts[0] == "include"
    for number, header, quoted in includes_of(text):
        where = f"{path}:{number}"
        if header.startswith("kanal/"):
            check_room_header(found, where, room, header)
        elif header.startswith("ui/") and not quoted:
            if room not in ("ui", "app"):
                found.error(where, f"{room} may not see <{header}>")
        elif quoted:
            near = [(root / path).parent / header, root / "src" / str(room) / header]
            if ".." in Path(header).parts or (not any(file.exists() for file in near) and any((root / "src" / other / header).exists() for other in ROOMS)):
                found.error(where, f'"{header}" is private to another room')
        elif re.match(r"Q[A-Z]|Qt[A-Z]", header):
            module = module_of(header, modules)
            if not plan.qt:
                found.error(where, f"{room} has no Qt, but names <{header}>")
            elif plan.qt_files and not re.match(plan.qt_files, path.name):
                found.error(where, f"Qt in {room} only in files {plan.qt_files}*, but <{header}> is here")
            elif module not in plan.qt:
                found.error(where, f"{room} may not use Qt{module} (<{header}>)")
            elif module in plan.extra and not re.match(plan.extra[module], path.name):
                found.error(where, f"Qt{module} in {room} only in files {plan.extra[module]}* (<{header}>)")
            continue
        library = next((name for pattern, name in HEADERS if re.match(pattern, header)), None)
        if library is None or quoted:
            continue
        if public and library not in PUBLIC:
            found.error(where, f"<{header}>: no {library} in include/")
        elif library not in plan.libraries and library not in EVERYWHERE:
            found.error(where, f"{room} may not use {library} (<{header}>)")


def linked_room(word):
    """The room of kanal::engine, kanal_core …; None: no room."""
    if not re.fullmatch(r"kanal(::|_)\w+", word):
        return None
    name = re.split("::|_", word, maxsplit=1)[1]
    return BEHIND.get(name, name if name in ROOMS else None)


def check_links(found, path, text):
    text = re.sub(r"#.*", "", text)
    for call, body in re.findall(r"\b(kanal_room|target_link_libraries)\s*\(([^)]*)\)", text):
        words = body.split()
        if not words:
            continue
        target = words[0] if call == "target_link_libraries" else f"kanal_{words[0]}"
        room = TARGETS.get(target, target.removeprefix("kanal_"))
        plan = ROOMS.get(room)
        if plan is None:
            found.error(path, f"target {target} is no room of the table")
            continue
        seen = {sight.partition(":")[0] for sight in plan.sees}
        for word in words[1:]:
            if word in ("PUBLIC", "PRIVATE", "INTERFACE", "QT", "TYPE", "SHARED") or word.startswith(("${", "$<")):
                continue
            if word.startswith("Qt6::"):
                if word[5:] not in plan.qt:
                    found.error(path, f"{room} may not link {word}")
            elif word in LINKED:
                if LINKED[word] not in plan.libraries and LINKED[word] not in EVERYWHERE:
                    found.error(path, f"{room} may not link {LINKED[word]}")
            elif (linked := linked_room(word)) is not None:
                if linked != room and linked not in seen:
                    found.error(path, f"{room} may not link {word}")
            else:
                found.error(path, f"{room} links {word}, which is not in the table")


def check_file(found, path, text):
    lines = text.splitlines()
    if path.suffix in CODE and (not lines or lines[0] != "// SPDX-License-Identifier: MIT"):
        found.error(path, "the first line is not the SPDX line")
    script = path.suffix in SCRIPTS - {".cmake"} or (lines and lines[0].startswith("#!"))
    if script and not any("SPDX-License-Identifier: MIT" in line for line in lines[:2]):
        found.error(path, "no SPDX line at the top")
    if path.suffix == ".h" and "#pragma once" not in lines:
        found.error(path, "no #pragma once")
    if path.suffix in CODE:
        if not re.fullmatch(r"[a-z0-9_]+", path.stem):
            found.error(path, "file names are snake_case")
        if BAD_NAME.search(path.stem):
            found.error(path, "name says nothing: what is its role?")
    if path.suffix in CODE or script:
        if len(lines) > MAX_LINES:
            found.error(path, f"{len(lines)} lines; its second job moves out at {WARN_LINES}")
        elif len(lines) > WARN_LINES:
            found.note(path, f"{len(lines)} lines: what is its second job?")
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        if LEFTOVER.search(line):
            found.error(where, f"left over: {line.strip()[:80]}")
        if SECRET.search(line):
            found.error(where, "looks like a secret")
        if MACHINE_PATH.search(line):
            found.error(where, f"path of one machine: {line.strip()[:80]}")
        for host in LOGIN_URL.findall(line):
            if not RESERVED.search(host):
                found.error(where, f"an address with a login names {host}: use a reserved name such as panel.example")


def check_pages(found, root, texts):
    """Comments may point to a page of docs/, but only to one that is there."""
    pages = {path.name for path in (root / "docs").rglob("*.md")} | {"README.md"}
    for path, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            for page in re.findall(r"[\w-]+\.md\b", line):
                if page not in pages:
                    found.note(f"{path}:{number}", f"points to {page}, which is not in docs/")


def check_unused_headers(found, texts):
    """A header is in include/ only if another target than its own, tests not counted, names it."""
    used = set()
    for path, text in texts.items():
        room = room_of(path)
        if room:
            for _, header, _ in includes_of(text):
                if header.startswith("kanal/") and header.split("/")[1] != room:
                    used.add(header)
    # What a used public header needs itself is public, too.
    grown = True
    while grown:
        needed = {h for path, text in texts.items() if str(path).removeprefix("include/") in used
                  for _, h, _ in includes_of(text) if h.startswith("kanal/")}
        grown = not needed <= used
        used |= needed
    for path in texts:
        if path.parts[0] == "include" and str(path).removeprefix("include/") not in used:
            found.note(path, "public, but no other room names it")


def check(root):
    found = Findings()
    modules = qt_modules()
    texts = {}
    for path in files_of(root):
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.parts[:2] == ("tests", "data"):
            continue
        if path.suffix in CODE and path.parts[0] != "tests":
            texts[path] = text
            check_includes(found, root, path, text, modules)
        if path.name == "CMakeLists.txt" and path.parts[0] in ("src", "ui", "resources"):
            check_links(found, path, text)
        check_file(found, path, text)
    check_unused_headers(found, texts)
    check_pages(found, root, texts)
    return found, len(texts)


def main(arguments):
    root = Path(arguments[0] if arguments else Path(__file__).parents[2]).resolve()
    found, count = check(root)
    for note in found.notes:
        print(f"note   {note}")
    for error in found.errors:
        print(f"error  {error}")
    print(f"layers: {count} files of code, {len(found.errors)} out of place, {len(found.notes)} to look at")
    return 1 if found.errors or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

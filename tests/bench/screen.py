# SPDX-License-Identifier: MIT
"""An X server whose screen we read as a file: what really is to be seen, for any player, a thousand times a second."""
import ctypes
import ctypes.util
import mmap
import os
import shutil
import struct
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEIGHT = 1280, 720
# Where the pictures of the panel carry their marks (panel::marks), at 1280x720.
CELLS = [(448 + 24 * bit + 12, 676) for bit in range(16)]
SKY = (560, 8)  # its colour tells the two channels of a pair apart


class Screen:
    """Reads pixels out of Xvfb's frame buffer, presses keys by XTEST."""

    def __init__(self, display, folder):
        self.display = display
        file = open(Path(folder) / "Xvfb_screen0", "rb")
        self.pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(">25I", self.pixels[:100])
        self.line, self.start = header[12], header[0] + header[19] * 12
        self.x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self.xtst = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong

    def blank(self, colour=0):
        """What the last player left on the screen is not taken for the next one's picture."""
        root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.connection))
        self.x11.XSetWindowBackground(self.connection, root, ctypes.c_ulong(colour))
        self.x11.XClearWindow(self.connection, root)
        self.x11.XSync(self.connection, 0)

    def at(self, point):
        offset = self.start + point[1] * self.line + point[0] * 4
        return self.pixels[offset], self.pixels[offset + 1], self.pixels[offset + 2]

    def number(self, first_bit=0):
        """The number of the picture on the screen; from `first_bit` on where something covers the lowest ones."""
        value = 0
        for bit in range(first_bit, 16):
            x, y = CELLS[bit]
            if self.pixels[self.start + y * self.line + x * 4 + 1] > 128:
                value |= 1 << bit
        return value

    def area(self, left, top, width, height):
        """The pixels of a rectangle, to compare."""
        first = self.start + top * self.line + left * 4
        return b"".join(self.pixels[first + y * self.line:first + y * self.line + width * 4] for y in range(height))

    def press(self, *names):
        """The last key, while those before it are held."""
        codes = [self.x11.XKeysymToKeycode(self.connection, self.x11.XStringToKeysym(name.encode())) for name in names]
        for code, down in [(code, 1) for code in codes] + [(code, 0) for code in reversed(codes)]:
            self.xtst.XTestFakeKeyEvent(self.connection, code, down, 0)
        self.x11.XFlush(self.connection)


def near(one, other, by=24):
    return all(abs(a - b) <= by for a, b in zip(one, other))


def wait_for(condition, seconds):
    """The moment (monotonic) when `condition` held first; None after `seconds`."""
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        if condition():
            return now
        time.sleep(0.0007)
    return None


@contextmanager
def screen():
    """Xvfb with a window manager, on a display below 10: some players use shared memory only there."""
    if not shutil.which("Xvfb"):
        raise SystemExit("bench: Xvfb is needed (Debian: xvfb)")
    number = next(n for n in range(9, 0, -1) if not os.path.exists(f"/tmp/.X{n}-lock"))
    with tempfile.TemporaryDirectory(prefix="kanal-screen-") as folder:
        server = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nocursor"],
                                  stderr=subprocess.DEVNULL)
        manager = None
        try:
            wait_for(lambda: os.path.exists(f"/tmp/.X11-unix/X{number}"), 10)
            time.sleep(0.3)
            os.environ["DISPLAY"] = f":{number}"
            if shutil.which("openbox"):
                manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
            eye = Screen(f":{number}", folder)
            eye.server_pid = server.pid
            yield eye
        finally:
            for process in (manager, server):
                if process:
                    process.terminate()
                    process.wait(10)


FAR = 1000  # pictures: the clip began anew


class Watch:
    """What a stretch of playing looked like: pictures, gaps, processor time, memory."""

    def __init__(self, eye, pid, seconds, first_bit=0):
        ticks = os.sysconf("SC_CLK_TCK")
        before, x_before, start = cpu(pid), cpu(eye.server_pid), time.monotonic()
        changes, last, due = [], eye.number(first_bit), 0
        while (now := time.monotonic()) < start + seconds:
            if (value := eye.number(first_bit)) != last:
                changes.append(now)
                due += (value - last) >> first_bit if 0 < value - last < FAR else 1
                last = value
            time.sleep(0.0008)
        wall = time.monotonic() - start
        self.cpu = 100 * (cpu(pid) - before) / ticks / wall
        self.x_cpu = 100 * (cpu(eye.server_pid) - x_before) / ticks / wall
        self.rss = resident(pid)
        self.fps = len(changes) / wall
        self.share = 100 * len(changes) / due if due else 0  # of the pictures on the way, however fast they went by
        gaps = sorted(1000 * (b - a) for a, b in zip(changes, changes[1:])) or [1000 * seconds]
        self.p99, self.longest = gaps[min(len(gaps) - 1, int(0.99 * len(gaps)))], gaps[-1]


def cpu(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def resident(pid):
    """MB"""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0

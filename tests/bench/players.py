# SPDX-License-Identifier: MIT
"""The players side by side: each is started on a screen and told to go to one channel of a pair or the other."""
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path


def run(arguments, **more):
    return subprocess.Popen(list(map(str, arguments)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


class Player:
    """`urls`: the addresses of the pair; `folder`: for what it keeps."""

    def __init__(self, urls, folder, eye):
        self.urls, self.folder, self.eye, self.process = urls, Path(folder), eye, None

    @classmethod
    def available(cls):
        return shutil.which(cls.program) is not None

    def start(self, index):
        """From nothing to playing urls[index]."""

    def zap(self, index):
        """Returns when the command is given."""

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Kanal(Player):
    name, bin = "Kanal", None
    zaps_by_key = True

    @classmethod
    def available(cls):
        return True

    def start(self, index):  # the profile's last channel is what it starts with
        environment = os.environ | {"KANAL_AUDIO": "null"}
        self.process = run([Path(Kanal.bin) / "kanal", "--profile", self.folder, "--secrets", "file", "--fullscreen"], env=environment)
        self.at = index

    def zap(self, index):
        self.eye.press("Down" if index > self.at else "Up")
        self.at = index


class Mpv(Player):
    name, program, more = "mpv", "mpv", []

    def start(self, index):
        self.socket = self.folder / "mpv.sock"
        self.process = run(["mpv", "--no-config", "--vo=x11", "--ao=null", "--hwdec=no", "--idle", "--no-border", "--geometry=1280x720+0+0",
                            "--osd-level=0", "--no-osc", f"--input-ipc-server={self.socket}", *self.more, self.urls[index]])
        self.link = None

    def zap(self, index):
        if not self.link:
            self.link = socket.socket(socket.AF_UNIX)
            self.link.connect(str(self.socket))
        self.link.send(json.dumps({"command": ["loadfile", self.urls[index]]}).encode() + b"\n")


class MpvLowLatency(Mpv):
    name, more = "mpv low-latency", ["--profile=low-latency", "--demuxer-lavf-o=fflags=+nobuffer"]


class Vlc(Player):
    name, program = "VLC", "vlc"

    def start(self, index):
        port = 40000 + os.getpid() % 20000
        user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        self.process = run([*user, "vlc", "-I", "oldrc", "--rc-fake-tty", "--rc-host", f"127.0.0.1:{port}", "--no-video-title-show", "--no-osd",
                            "--avcodec-hw", "none", "--aout", "adummy", "--vout", "xcb_x11", "--fullscreen",
                            "--ignore-config", self.urls[index]], env=os.environ | {"HOME": "/tmp"})
        self.port, self.link = port, None

    def zap(self, index):
        if not self.link:
            self.link = socket.create_connection(("127.0.0.1", self.port))
        self.link.send(b"clear\n")
        self.link.send(f"add {self.urls[index]}\n".encode())


class Ffplay(Player):
    """It has no way to change the address: a zap is a new start."""
    name, program = "ffplay", "ffplay"

    def start(self, index):
        self.process = run(["ffplay", "-noborder", "-left", 0, "-top", 0, "-x", 1280, "-y", 720, "-loglevel", "quiet", self.urls[index]],
                           env=os.environ | {"SDL_AUDIODRIVER": "dummy", "SDL_RENDER_DRIVER": "software"})

    def zap(self, index):
        self.process.terminate()
        self.start(index)


class Floor(Player):
    """No player: the least that can be done (floor.cpp)."""
    bin = None

    @classmethod
    def available(cls):
        return (Path(Floor.bin) / "floor").exists()


class ZapFloor(Floor):
    """Shows the first picture and no other."""
    name = "the floor, decoder kept"

    def start(self, index):
        self.process = subprocess.Popen([Path(Floor.bin) / "floor", "zap"], stdin=subprocess.PIPE, text=True)
        self.zap(index)

    def zap(self, index):
        self.process.stdin.write(self.urls[index] + "\n")
        self.process.stdin.flush()


class PlayFloor(Floor):
    """Plays; for another channel it starts anew."""
    name = "the floor"

    def start(self, index):
        self.process = run([Path(Floor.bin) / "floor", "play", self.urls[index]])

    def zap(self, index):
        self.stop()
        self.start(index)


ALL = [Kanal, MpvLowLatency, Mpv, Vlc, Ffplay]

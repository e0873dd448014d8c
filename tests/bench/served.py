# SPDX-License-Identifier: MIT
"""The built-in panel as a process of its own, profiles signed in to it, and figures as a table shows them."""
import json
import os
import subprocess
import threading
from contextlib import contextmanager

bin_folder = None  # of the build: whoever uses this says where


def tool(arguments, profile):
    return [str(bin_folder / "kanal-cli"), "--json", "--profile", str(profile), "--secrets", "file", *map(str, arguments)]


class Panel:
    """The bench panel; `key_sent` are the moments (monotonic) when a viewer had the first whole key frame."""

    def __init__(self, folder, *more, scenario="bench"):
        self.folder, self.key_sent = folder, []
        clips = os.environ.get("KANAL_BENCH_CLIPS", folder / "clips")
        self.process = subprocess.Popen(tool(["panel", "--scenario", scenario, "--clips", clips, *more], folder / "panel"), text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"KANAL_LOG": "debug"})
        self.access = json.loads(self.process.stdout.readline())
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stderr:
            if "key_sent_us=" in line:
                self.key_sent.append(int(line.rpartition("key_sent_us=")[2].split()[0]) / 1e6)

    def url(self, channel):
        return f"{self.access['url']}/live/{self.access['user']}/{self.access['password']}/{channel}.ts"

    def profile(self):
        """A profile of Kanal signed in here, its lists fetched."""
        path = self.folder / f"profile-{self.access['url'].rpartition(':')[2]}"
        if not path.exists():
            subprocess.run(tool(["accounts", "add", "--name", "Bench", "--server", self.access["url"], "--user", self.access["user"]], path),
                           input=self.access["password"] + "\n", text=True, stdout=subprocess.DEVNULL, check=True)
            subprocess.run(tool(["sync"], path), stdout=subprocess.DEVNULL, check=True)
        return path

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


@contextmanager
def panel(folder, *more, **named):
    one = Panel(folder, *more, **named)
    try:
        yield one
    finally:
        one.stop()


def at(values, quantile):
    values = sorted(value for value in values if value is not None)
    return values[min(len(values) - 1, int(quantile * len(values)))] if values else None


def shown(value, digits=0):
    return "–" if value is None else f"{value:.{digits}f}"

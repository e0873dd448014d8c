# SPDX-License-Identifier: MIT
"""Writes what a library of ours needs, directly and through others, a name a line, each behind what it needs itself:
the order to load them one by one (docs/adr/0032). What cannot be loaded by its name alone is left out.

usage: late_needs.py LIBRARY LIST"""
import ctypes
import re
import subprocess
import sys
from pathlib import Path


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def needs_of(path):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", said("readelf", "-d", path))


def in_order(library):
    """Of a ring, which no linker makes but which may be, one comes first."""
    places = dict(re.findall(r"^\s*(\S+) => (/\S+)", said("ldd", library), re.MULTILINE))
    order, met = [], set()

    def visit(path):
        for name in needs_of(path):
            if name in places and name not in met:
                met.add(name)
                visit(places[name])
                order.append(name)

    visit(library)
    return order


def loads_alone(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def main():
    library, listed = sys.argv[1:]
    names = [name for name in in_order(library) if loads_alone(name)]
    Path(listed).write_text("".join(name + "\n" for name in names))


if __name__ == "__main__":
    main()

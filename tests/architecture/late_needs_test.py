# SPDX-License-Identifier: MIT
"""The order in which what a library needs is loaded one by one."""
import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[2] / "cmake"))
sys.dont_write_bytecode = True
import late_needs  # noqa: E402

NEEDS = {
    "/build/engine.so": ["a.so", "b.so", "gone.so"],
    "/lib/a.so": ["c.so"],
    "/lib/b.so": ["c.so", "d.so"],
    "/lib/c.so": [],
    "/lib/d.so": ["b.so"],  # a ring
}


def said(program, *arguments):
    path = arguments[-1]
    if program == "readelf":
        return "".join(f" 0x1 (NEEDED)  Shared library: [{name}]\n" for name in NEEDS[path])
    return "".join(f"\t{Path(place).name} => {place} (0x7f)\n" for place in NEEDS) + "\tgone.so => not found\n"


class LateNeedsTest(unittest.TestCase):
    @mock.patch.object(late_needs, "said", said)
    def test_each_comes_once_and_behind_what_it_needs(self):
        self.assertEqual(late_needs.in_order("/build/engine.so"), ["c.so", "a.so", "d.so", "b.so"])

    def test_what_does_not_load_alone_is_left_out(self):
        self.assertFalse(late_needs.loads_alone("no-such-library.so.1"))


unittest.main()

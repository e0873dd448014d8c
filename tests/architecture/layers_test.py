#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The check checked: a small good house passes, and each thing done wrong in it is found."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True
import layers  # noqa: E402

SPDX = "// SPDX-License-Identifier: MIT\n"
HEADER = SPDX + "#pragma once\n"
GOOD = {
    "include/kanal/core/error.h": HEADER + "#include <tl/expected.hpp>\n",
    "include/kanal/library/store.h": HEADER + "#include <kanal/core/error.h>\n",
    "include/kanal/xtream/client.h": HEADER + "#include <QFuture>\n#include <kanal/core/error.h>\n",
    "include/kanal/playback/video_frame.h": HEADER + "#include <kanal/core/error.h>\n",
    "include/kanal/playback/player.h": HEADER + "#include <kanal/core/error.h>\n",
    "include/kanal/presenters/player_presenter.h": HEADER + "#include <QObject>\n#include <kanal/playback/player.h>\n",
    "src/library/store.cpp": SPDX + '#include "row.h"\n#include <kanal/library/store.h>\n#include <sqlite3.h>\n',
    "src/library/row.h": HEADER,
    "src/library/CMakeLists.txt": "kanal_room(library PUBLIC kanal::core PRIVATE PkgConfig::SQLITE)\n",
    "src/xtream/client.cpp": SPDX + "#include <kanal/xtream/client.h>\n#include <QNetworkReply>\n",
    "src/xtream/decoder.cpp": SPDX + "#include <nlohmann/json.hpp>\n#include <simdjson.h>\n",
    "src/playback/demuxer.cpp": SPDX + "extern \"C\" {\n#include <libavformat/avformat.h>\n}\n#include <curl/curl.h>\n",
    "src/playback/qt_audio_sink.cpp": SPDX + "#include <QAudioSink>\n",
    "src/session/sync.cpp": SPDX + "#include <kanal/library/store.h>\n#include <kanal/xtream/client.h>\n",
    "src/presenters/image_store.cpp": SPDX + "#include <QImage>\n#include <QNetworkAccessManager>\n",
    "ui/video_widget.cpp": SPDX + "#include <kanal/playback/video_frame.h>\n#include <kanal/presenters/player_presenter.h>\n#include <QWidget>\n",
    "ui/CMakeLists.txt": "target_link_libraries(kanal_ui PUBLIC kanal::presenters Qt6::Widgets PRIVATE kanal_resources)\n",
    "src/cli/main.cpp": SPDX + "#include <CLI/CLI.hpp>\n",
    "script/run": "#!/usr/bin/env bash\n# SPDX-License-Identifier: MIT\n",
    "docs/example.md": "http://panel.example:8080/get.php?username=u&password=p\n",
}

# What is added to (or put in place of) a file of the good house, and what must be said about it.
BAD = [
    ("include/kanal/core/error.h", "#include <QString>\n", "core has no Qt"),
    ("include/kanal/core/error.h", "#include <kanal/library/store.h>\n", "core may not see"),
    ("include/kanal/library/store.h", "#include <sqlite3.h>\n", "no sqlite in include/"),
    ("include/kanal/playback/player.h", "#include <libavutil/frame.h>\n", "no ffmpeg in include/"),
    ("include/kanal/xtream/client.h", "#include <nlohmann/json.hpp>\n", "no nlohmann in include/"),
    ("src/library/store.cpp", "#include <QString>\n", "library has no Qt"),
    ("src/library/store.cpp", "#include <kanal/xtream/client.h>\n", "library may not see"),
    ("src/library/store.cpp", "#include <nlohmann/json.hpp>\n", "library may not use nlohmann"),
    ("src/library/store.cpp", '#include "../session/sync.h"\n', "private to another room"),
    ("src/library/store.cpp", "#include <kanal/misc/word.h>\n", "there is no room misc"),
    ("src/library/CMakeLists.txt", "target_link_libraries(kanal_library PRIVATE Qt6::Core)\n", "library may not link Qt6::Core"),
    ("src/library/CMakeLists.txt", "target_link_libraries(kanal_library PRIVATE PkgConfig::CURL)\n", "library may not link curl"),
    ("src/library/CMakeLists.txt", "target_link_libraries(kanal_library PUBLIC kanal::session)\n", "library may not link kanal::session"),
    ("src/library/CMakeLists.txt", "target_link_libraries(kanal_library PRIVATE boost)\n", "boost, which is not in the table"),
    ("src/xtream/decoder.cpp", "#include <QByteArray>\n", "Qt in xtream only in files"),
    ("src/xtream/client.cpp", "#include <QImage>\n", "xtream may not use QtGui"),
    ("src/xtream/client.cpp", "#include <curl/curl.h>\n", "xtream may not use curl"),
    ("src/playback/demuxer.cpp", "#include <QThread>\n", "Qt in playback only in files"),
    ("src/playback/qt_audio_sink.cpp", "#include <QWidget>\n", "playback may not use QtWidgets"),
    ("src/playback/demuxer.cpp", "#include <kanal/xtream/client.h>\n", "playback may not see"),
    ("src/session/sync.cpp", "#include <sqlite3.h>\n", "session may not use sqlite"),
    ("src/session/sync.cpp", "#include <QColor>\n", "session may not use QtGui"),
    ("src/session/sync.cpp", "#include <kanal/playback/player.h>\n", "session may not see"),
    ("include/kanal/presenters/player_presenter.h", "#include <QNetworkReply>\n", "QtNetwork in presenters only in files"),
    ("include/kanal/presenters/player_presenter.h", "#include <QWidget>\n", "presenters may not use QtWidgets"),
    ("ui/video_widget.cpp", "#include <kanal/session/account_book.h>\n", "ui may not see"),
    ("ui/video_widget.cpp", "#include <kanal/library/store.h>\n", "ui may not see"),
    ("ui/video_widget.cpp", "#include <kanal/playback/player.h>\n", "ui may not see"),
    ("ui/video_widget.cpp", "#include <QNetworkReply>\n", "ui may not use QtNetwork"),
    ("ui/CMakeLists.txt", "target_link_libraries(kanal_ui PRIVATE kanal::library)\n", "ui may not link kanal::library"),
    ("src/attic/thing.cpp", SPDX, "attic is not a room"),
    ("src/library/plain.cpp", "int x;\n", "first line is not the SPDX line"),
    ("src/library/plain.h", SPDX, "no #pragma once"),
    ("src/library/StoreImpl.cpp", SPDX, "snake_case"),
    ("src/library/row_utils.cpp", SPDX, "name says nothing"),
    ("src/library/long.cpp", SPDX + "int x;\n" * 700, "701 lines"),
    ("script/other", "#!/usr/bin/env bash\n", "no SPDX line"),
    ("src/library/store.cpp", "// TO" "DO: later\n", "left over"),
    ("script/run", "# X" "XX\n", "left over"),
    ("src/library/store.cpp", 'auto k = "-----BEGIN RSA PRIVATE ' 'KEY-----";\n', "looks like a secret"),
    ("docs/example.md", "http://tv.acme-iptv.net/get.php?username=u&pass" "word=hunter2\n", "names tv.acme-iptv.net"),
    ("docs/example.md", "http://tv.acme-iptv.net:80/li" "ve/bob/hunter2/1.ts\n", "names tv.acme-iptv.net"),
    ("docs/example.md", "see /wo" "rk/main/README.md\n", "path of one machine"),
]


def look_at(house):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in house.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found, count = layers.check(Path(folder))
        return found, count


class Layers(unittest.TestCase):
    def test_a_good_house_passes(self):
        found, count = look_at(GOOD)
        self.assertEqual(found.errors, [])
        self.assertGreater(count, 10)

    def test_each_thing_done_wrong_is_found_alone(self):
        for name, text, what in BAD:
            with self.subTest(file=name, text=text[:60]):
                found, _ = look_at({**GOOD, name: GOOD.get(name, "") + text})
                self.assertEqual(len(found.errors), 1, found.errors)
                self.assertIn(what, found.errors[0])

    def test_a_public_header_nobody_names_is_noted(self):
        found, _ = look_at({**GOOD, "include/kanal/library/idle.h": HEADER})
        self.assertTrue(any("idle.h: public, but no other room" in note for note in found.notes), found.notes)

    def test_a_comment_that_points_nowhere_is_noted(self):
        found, _ = look_at({**GOOD, "src/library/row.h": HEADER + "// see example.md and lost.md §2\n"})
        self.assertEqual([note for note in found.notes if ".md" in note], ["src/library/row.h:3: points to lost.md, which is not in docs/"])

    def test_the_fallback_knows_the_modules_without_a_qt(self):
        for header, module in (("QNetworkReply", "Network"), ("QImage", "Gui"), ("QWidget", "Widgets"), ("QTest", "Test"), ("QString", "Core"),
                               ("QtGlobal", "Core"), ("QtWidgets", "Widgets"), ("QtGui/QImage", "Gui")):
            self.assertEqual(layers.module_of(header, {}), module)

    def test_an_empty_tree_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(layers.main([folder]), 1)


if __name__ == "__main__":
    unittest.main()

// SPDX-License-Identifier: MIT
// A disk that fails at will, below SQLite: the default VFS with a counter. Every database opened while one lives is on
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

namespace kanal::library
{

class FaultyDisk
{
public:
    enum class Extent { Once, ForEver };

    FaultyDisk()
    {
        s_current = this;
        m_real = sqlite3_vfs_find(nullptr);
        m_vfs = *m_real;
        m_vfs.zName = "faulty";
        m_vfs.szOsFile = int(sizeof(File)) + m_real->szOsFile;
        m_vfs.xOpen = openFile;
        sqlite3_vfs_register(&m_vfs, 1);
    }
    ~FaultyDisk()
    {
        sqlite3_vfs_unregister(&m_vfs);
        sqlite3_vfs_register(m_real, 1);
    }
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    /// The `nth` read, write, truncation or flush from now on fails with `code`, and all after it if it is for ever.
    void failAt(int nth, Extent extent, int code)
    {
        m_left = nth;
        m_extent = extent;
        m_code = code;
        m_failed = false;
    }
    /// What is written to files with `part` in their names fails as on a full disk, shared memory included.
    void fill(std::string part) { m_full = std::move(part); }
    void heal()
    {
        m_left = 0;
        m_full.clear();
    }
    bool hasFailed() const { return m_failed; }

private:
    struct File {
        sqlite3_file base;
        const char *name; // SQLite keeps it as long as the file is open
        sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
    };
    static sqlite3_file *real(sqlite3_file *file) { return reinterpret_cast<File *>(file)->real(); }

    bool isFull(sqlite3_file *file) const
    {
        const char *name = reinterpret_cast<File *>(file)->name;
        return !m_full.empty() && name && std::string_view(name).find(m_full) != std::string_view::npos;
    }
    /// A full disk goes on reading.
    bool failsToRead() { return m_code != SQLITE_FULL && fails(); }
    bool fails()
    {
        if (m_left == 0)
            return false;
        if (m_left > 1) {
            --m_left;
            return false;
        }
        m_failed = true;
        if (m_extent == Extent::Once)
            m_left = 0;
        return true;
    }

    static int openFile(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
    {
        static const sqlite3_io_methods methods = ioMethods();
        File *own = new (file) File{{}, name};
        const int code = s_current->m_real->xOpen(s_current->m_real, name, own->real(), flags, outFlags);
        own->base.pMethods = code == SQLITE_OK ? &methods : nullptr;
        return code;
    }

    static sqlite3_io_methods ioMethods()
    {
        sqlite3_io_methods m{};
        m.iVersion = 2; // with shared memory, without mapping
        m.xClose = [](sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); };
        m.xRead = [](sqlite3_file *f, void *to, int bytes, sqlite3_int64 at) {
            return s_current->failsToRead() ? s_current->m_code : real(f)->pMethods->xRead(real(f), to, bytes, at);
        };
        m.xWrite = [](sqlite3_file *f, const void *from, int bytes, sqlite3_int64 at) {
            if (s_current->isFull(f))
                return SQLITE_FULL;
            return s_current->fails() ? s_current->m_code : real(f)->pMethods->xWrite(real(f), from, bytes, at);
        };
        m.xTruncate = [](sqlite3_file *f, sqlite3_int64 bytes) {
            return s_current->fails() ? s_current->m_code : real(f)->pMethods->xTruncate(real(f), bytes);
        };
        m.xSync = [](sqlite3_file *f, int flags) {
            return s_current->fails() ? s_current->m_code : real(f)->pMethods->xSync(real(f), flags);
        };
        m.xFileSize = [](sqlite3_file *f, sqlite3_int64 *bytes) {
            return real(f)->pMethods->xFileSize(real(f), bytes);
        };
        m.xLock = [](sqlite3_file *f, int level) { return real(f)->pMethods->xLock(real(f), level); };
        m.xUnlock = [](sqlite3_file *f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
        m.xCheckReservedLock = [](sqlite3_file *f, int *held) {
            return real(f)->pMethods->xCheckReservedLock(real(f), held);
        };
        m.xFileControl = [](sqlite3_file *f, int what, void *arg) {
            return real(f)->pMethods->xFileControl(real(f), what, arg);
        };
        m.xSectorSize = [](sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); };
        m.xDeviceCharacteristics = [](sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
        m.xShmMap = [](sqlite3_file *f, int page, int bytes, int extend, void volatile **memory) {
            if (s_current->isFull(f) && extend)
                return SQLITE_IOERR_SHMSIZE;
            return real(f)->pMethods->xShmMap(real(f), page, bytes, extend, memory);
        };
        m.xShmLock = [](sqlite3_file *f, int from, int count, int flags) {
            return real(f)->pMethods->xShmLock(real(f), from, count, flags);
        };
        m.xShmBarrier = [](sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); };
        m.xShmUnmap = [](sqlite3_file *f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
        return m;
    }

    static inline FaultyDisk *s_current = nullptr;
    sqlite3_vfs *m_real = nullptr;
    sqlite3_vfs m_vfs{};
    std::string m_full;
    int m_left = 0;
    int m_code = SQLITE_OK;
    Extent m_extent = Extent::Once;
    bool m_failed = false;
};

} // namespace kanal::library

// SPDX-License-Identifier: MIT
#include "files.h"

#include <system_error>
#include <utility>

#ifdef _WIN32
#define NOMINMAX
#include <windows.h>
#else
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace kanal::library
{
namespace fs = std::filesystem;

tl::unexpected<Error> storageFailure(const fs::path &path, int systemError, const char *doing)
{
    return fail(ErrorKind::Storage, std::string(doing) + ": " + std::system_category().message(systemError),
                path.filename().string());
}

namespace
{

Result<> restrictTo(const fs::path &path, fs::perms wanted)
{
#ifdef _WIN32
    // The profile lies below the user's own folder, whose access list already keeps others out.
    (void)path, (void)wanted;
#else
    std::error_code error;
    const fs::perms now = fs::status(path, error).permissions();
    if (!error && (now & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
        fs::permissions(path, wanted, error); // someone else's folder: reported by whatever needs to write in it
#endif
    return {};
}

} // namespace

Result<> ensurePrivateFolder(const fs::path &folder)
{
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        fs::create_directories(folder, error);
        if (error)
            return storageFailure(folder, error.value(), "cannot make the folder");
    }
    return restrictTo(folder, fs::perms::owner_all);
}

#ifdef _WIN32

namespace
{

HANDLE handleOf(std::intptr_t handle)
{
    return reinterpret_cast<HANDLE>(handle);
}
std::intptr_t numberOf(HANDLE handle)
{
    return handle == INVALID_HANDLE_VALUE ? -1 : reinterpret_cast<std::intptr_t>(handle);
}
int lastError()
{
    return int(GetLastError());
}

std::intptr_t openFile(const fs::path &path, DWORD access, DWORD share, DWORD how)
{
    return numberOf(CreateFileW(path.c_str(), access, share, nullptr, how, FILE_ATTRIBUTE_NORMAL, nullptr));
}

void closeFile(std::intptr_t handle)
{
    CloseHandle(handleOf(handle));
}
bool flushHandle(std::intptr_t handle)
{
    return FlushFileBuffers(handleOf(handle));
}

std::ptrdiff_t writeAt(std::intptr_t handle, std::uint64_t offset, std::span<const std::byte> bytes)
{
    OVERLAPPED where{};
    where.Offset = DWORD(offset);
    where.OffsetHigh = DWORD(offset >> 32);
    DWORD written = 0;
    const DWORD wanted = DWORD(bytes.size() > (1u << 30) ? (1u << 30) : bytes.size());
    return WriteFile(handleOf(handle), bytes.data(), wanted, &written, &where) ? std::ptrdiff_t(written) : -1;
}

std::intptr_t openNew(const fs::path &path)
{
    return openFile(path, GENERIC_WRITE, FILE_SHARE_READ, CREATE_ALWAYS);
}
std::intptr_t openForFlush(const fs::path &path)
{
    return openFile(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING);
}
void beginFlush(std::intptr_t, std::uint64_t, std::uint64_t) {}
void flushFolder(const fs::path &) {} // NTFS journals its names
std::intptr_t openLock(const fs::path &path)
{
    return openFile(path, GENERIC_READ | GENERIC_WRITE, 0, OPEN_ALWAYS);
}
std::intptr_t openExistingOrNew(const fs::path &path)
{
    return openFile(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_ALWAYS);
}
bool lockHandle(std::intptr_t)
{
    return true;
} // share mode 0 is the lock
bool readByte(std::intptr_t handle, char &byte)
{
    DWORD got = 0;
    return ReadFile(handleOf(handle), &byte, 1, &got, nullptr) && got == 1;
}

} // namespace

bool isWritableFolder(const fs::path &folder)
{
    const fs::path probe = folder / "writable.tmp";
    const std::intptr_t handle = openNew(probe);
    if (handle == -1)
        return false;
    closeFile(handle);
    std::error_code ignored;
    fs::remove(probe, ignored);
    return true;
}

#else

namespace
{

int lastError()
{
    return errno;
}
void closeFile(std::intptr_t handle)
{
    ::close(int(handle));
}

bool flushHandle(std::intptr_t handle)
{
#ifdef __APPLE__
    if (::fcntl(int(handle), F_FULLFSYNC) == 0) // fsync alone leaves it in the drive's cache
        return true;
#endif
    return ::fsync(int(handle)) == 0;
}

std::ptrdiff_t writeAt(std::intptr_t handle, std::uint64_t offset, std::span<const std::byte> bytes)
{
    ssize_t written;
    do {
        written = ::pwrite(int(handle), bytes.data(), bytes.size(), off_t(offset));
    } while (written < 0 && errno == EINTR);
    return written;
}

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
std::intptr_t openNew(const fs::path &path)
{
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
}
std::intptr_t openForFlush(const fs::path &path)
{
    return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}
std::intptr_t openLock(const fs::path &path)
{
    return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
}
std::intptr_t openExistingOrNew(const fs::path &path)
{
    return ::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, kOwnerOnly);
}
bool lockHandle(std::intptr_t handle)
{
    return ::flock(int(handle), LOCK_EX | LOCK_NB) == 0;
}
bool readByte(std::intptr_t handle, char &byte)
{
    return ::pread(int(handle), &byte, 1, 0) == 1;
}

void beginFlush([[maybe_unused]] std::intptr_t handle, [[maybe_unused]] std::uint64_t from,
                [[maybe_unused]] std::uint64_t bytes)
{
#ifdef __linux__
    ::sync_file_range(int(handle), off64_t(from), off64_t(bytes), SYNC_FILE_RANGE_WRITE); // a hint: it may fail
#endif
}

void flushFolder(const fs::path &folder)
{
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return; // the rename itself succeeded; at worst the old file is back after a power cut
    ::fsync(handle);
    ::close(handle);
}

} // namespace

bool isWritableFolder(const fs::path &folder)
{
    return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

#endif

Result<> ensurePrivateFile(const fs::path &file)
{
    std::error_code error;
    if (!fs::exists(file, error)) {
        const std::intptr_t handle = openExistingOrNew(file);
        if (handle == -1)
            return storageFailure(file, lastError(), "cannot make the file");
        closeFile(handle);
    }
    return restrictTo(file, fs::perms::owner_read | fs::perms::owner_write);
}

Result<> flushFile(const fs::path &file)
{
    const std::intptr_t handle = openForFlush(file);
    if (handle == -1)
        return storageFailure(file, lastError(), "cannot open");
    const bool flushed = flushHandle(handle);
    const int error = lastError();
    closeFile(handle);
    if (!flushed)
        return storageFailure(file, error, "cannot flush");
    return {};
}

Result<> replaceFile(const fs::path &from, const fs::path &to)
{
    if (auto flushed = flushFile(from); !flushed)
        return flushed;
    std::error_code error;
    fs::rename(from, to, error);
    if (error)
        return storageFailure(to, error.value(), "cannot rename");
    flushFolder(to.parent_path());
    return {};
}

Result<FileWriter> FileWriter::create(const fs::path &finalPath)
{
    FileWriter writer;
    writer.m_finalPath = finalPath;
    writer.m_path = fs::path(finalPath).concat(".tmp");
    writer.m_handle = openNew(writer.m_path);
    if (writer.m_handle == -1)
        return storageFailure(writer.m_path, lastError(), "cannot make the file");
    return writer;
}

FileWriter::FileWriter(FileWriter &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_finalPath(std::move(other.m_finalPath))
    , m_handle(std::exchange(other.m_handle, -1))
    , m_size(other.m_size)
    , m_begun(other.m_begun)
{
}

FileWriter &FileWriter::operator=(FileWriter &&other) noexcept
{
    if (this != &other) {
        discard();
        m_path = std::move(other.m_path);
        m_finalPath = std::move(other.m_finalPath);
        m_handle = std::exchange(other.m_handle, -1);
        m_size = other.m_size;
        m_begun = other.m_begun;
    }
    return *this;
}

FileWriter::~FileWriter()
{
    discard();
}

void FileWriter::discard()
{
    if (m_handle == -1)
        return;
    closeFile(std::exchange(m_handle, -1));
    std::error_code ignored; // a leftover is swept at the next start
    fs::remove(m_path, ignored);
}

Result<> FileWriter::append(std::span<const std::byte> bytes)
{
    if (auto written = write(m_size, bytes); !written)
        return written;
    m_size += bytes.size();
    // The disk begins while the rest is still on its way: little is left for the flush at the end.
    if (constexpr std::uint64_t kStep = 8 << 20; m_size - m_begun >= kStep) {
        beginFlush(m_handle, m_begun, m_size - m_begun);
        m_begun = m_size;
    }
    return {};
}

Result<> FileWriter::overwrite(std::uint64_t offset, std::span<const std::byte> bytes)
{
    return write(offset, bytes);
}

Result<> FileWriter::write(std::uint64_t offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const std::ptrdiff_t written = writeAt(m_handle, offset, bytes);
        if (written <= 0)
            return storageFailure(m_path, lastError(), "cannot write");
        offset += std::uint64_t(written);
        bytes = bytes.subspan(std::size_t(written));
    }
    return {};
}

Result<> FileWriter::publish()
{
    if (!flushHandle(m_handle)) {
        // After a failed flush the system may have dropped the pages: this file can never be trusted again.
        const int error = lastError();
        discard();
        return storageFailure(m_finalPath, error, "cannot flush");
    }
    closeFile(std::exchange(m_handle, -1));
    std::error_code error;
    fs::rename(m_path, m_finalPath, error);
    if (error) {
        std::error_code ignored;
        fs::remove(m_path, ignored);
        return storageFailure(m_finalPath, error.value(), "cannot rename");
    }
    flushFolder(m_finalPath.parent_path());
    return {};
}

namespace
{
constexpr char kInUse = '1';
constexpr char kEndedWell = '0';

void mark(std::intptr_t handle, char state)
{
    // Not flushed: what it guards was, and a start should not wait for the disk to say so.
    const auto byte = std::byte(state);
    (void)writeAt(handle, 0, {&byte, 1});
}

} // namespace

std::unique_ptr<FolderLock> FolderLock::take(const fs::path &file)
{
    const std::intptr_t handle = openLock(file);
    if (handle == -1)
        return nullptr;
    if (!lockHandle(handle)) {
        closeFile(handle);
        return nullptr;
    }
    std::unique_ptr<FolderLock> lock(new FolderLock);
    lock->m_handle = handle;
    char state = kEndedWell;
    lock->m_previousEndedWell = !readByte(handle, state) || state == kEndedWell;
    mark(handle, kInUse);
    return lock;
}

FolderLock::~FolderLock()
{
    mark(m_handle, kEndedWell);
    closeFile(m_handle);
}

} // namespace kanal::library

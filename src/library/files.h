// SPDX-License-Identifier: MIT
// Files that survive a crash: written beside their final name, flushed to the disk and renamed in one step. Private to
// the owner.
#pragma once

#include <kanal/core/error.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace kanal::library
{

/// ErrorKind::Storage with the file's name as subject and what the system said as detail.
tl::unexpected<Error> storageFailure(const std::filesystem::path &path, int systemError, const char *doing);

/// Makes the folder (and its parents) with rights for the owner alone.
Result<> ensurePrivateFolder(const std::filesystem::path &folder);
/// Creates the file with rights for the owner alone where it is missing, and takes everybody else's away where it is
/// not.
Result<> ensurePrivateFile(const std::filesystem::path &file);

/// Whether files can be made and changed in there by this process.
bool isWritableFolder(const std::filesystem::path &folder);

/// What stands in `file` is on the disk when this returns.
Result<> flushFile(const std::filesystem::path &file);
/// Flushes `from`, gives it the name `to` (replacing what was there) and flushes the folder: `to` is the old file or
/// the new one.
Result<> replaceFile(const std::filesystem::path &from, const std::filesystem::path &to);

/// A new file that is written once, front to back, and patched at its head. Under another name until it is published,
/// and removed again unless it is.
class FileWriter
{
public:
    static Result<FileWriter> create(const std::filesystem::path &finalPath);
    FileWriter(FileWriter &&other) noexcept;
    FileWriter &operator=(FileWriter &&other) noexcept;
    ~FileWriter();

    Result<> append(std::span<const std::byte> bytes);
    Result<> overwrite(std::uint64_t offset, std::span<const std::byte> bytes);
    std::uint64_t size() const { return m_size; }
    /// On the disk under its final name when this returns.
    Result<> publish();

private:
    FileWriter() = default;
    void discard();
    Result<> write(std::uint64_t offset, std::span<const std::byte> bytes);

    std::filesystem::path m_path, m_finalPath;
    std::intptr_t m_handle = -1;
    std::uint64_t m_size = 0;
    std::uint64_t m_begun = 0; ///< up to here the disk has been told to begin
};

/// Held by the one process that may write a folder. Goes with the process, however it ends.
class FolderLock
{
public:
    /// `nullptr` when another process (or another lock of this one) holds it.
    static std::unique_ptr<FolderLock> take(const std::filesystem::path &file);
    /// Marks that everything was closed in good order.
    ~FolderLock();
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

    /// Whether the holder before us ended in good order. A crash of the computer may have left half-written pages.
    bool previousEndedWell() const { return m_previousEndedWell; }

private:
    FolderLock() = default;
    std::intptr_t m_handle = -1;
    bool m_previousEndedWell = true;
};

} // namespace kanal::library

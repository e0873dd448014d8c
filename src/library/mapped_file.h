// SPDX-License-Identifier: MIT
// A whole file as read-only memory: pages come in when they are touched, and go when memory is short.
#pragma once

#include <kanal/core/error.h>

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace kanal::library
{

class MappedFile
{
public:
    static Result<MappedFile> open(const std::filesystem::path &path);
    MappedFile() = default;
    MappedFile(MappedFile &&other) noexcept;
    MappedFile &operator=(MappedFile &&other) noexcept;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return m_bytes; }
    /// Forgets the pages touched so far; they come back from the file when needed.
    void dropPages() const;

private:
    void close();

    std::span<const std::byte> m_bytes;
    std::vector<std::byte> m_copy; // where files cannot be mapped
};

} // namespace kanal::library

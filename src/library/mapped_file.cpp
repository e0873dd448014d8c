// SPDX-License-Identifier: MIT
#include "mapped_file.h"

#include "files.h"

#include <utility>

#ifdef _WIN32
#include <fstream>
#else
#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace kanal::library
{

#ifdef _WIN32

// Windows cannot delete a mapped file, and the next generation has to: the file is read instead.
Result<MappedFile> MappedFile::open(const std::filesystem::path &path)
{
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in)
        return fail(ErrorKind::Storage, "cannot open", path.filename().string());
    MappedFile file;
    file.m_copy.resize(std::size_t(in.tellg()));
    in.seekg(0);
    in.read(reinterpret_cast<char *>(file.m_copy.data()), std::streamsize(file.m_copy.size()));
    if (!in)
        return fail(ErrorKind::Storage, "cannot read", path.filename().string());
    file.m_bytes = file.m_copy;
    return file;
}

void MappedFile::close()
{
    m_copy.clear();
    m_bytes = {};
}

void MappedFile::dropPages() const {}

#else

Result<MappedFile> MappedFile::open(const std::filesystem::path &path)
{
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (handle < 0)
        return storageFailure(path, errno, "cannot open");
    struct stat status {
    };
    if (::fstat(handle, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
        ::close(handle);
        return fail(ErrorKind::Storage, "not a file with content", path.filename().string());
    }
    void *memory = ::mmap(nullptr, std::size_t(status.st_size), PROT_READ, MAP_SHARED, handle, 0);
    const int error = errno;
    ::close(handle);
    if (memory == MAP_FAILED)
        return storageFailure(path, error, "cannot map");
    MappedFile file;
    file.m_bytes = {static_cast<const std::byte *>(memory), std::size_t(status.st_size)};
    return file;
}

void MappedFile::close()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
    m_bytes = {};
}

void MappedFile::dropPages() const
{
    if (!m_bytes.empty())
        ::madvise(const_cast<std::byte *>(m_bytes.data()), m_bytes.size(), MADV_DONTNEED);
}

#endif

MappedFile::MappedFile(MappedFile &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
    , m_copy(std::move(other.m_copy))
{
}

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept
{
    if (this != &other) {
        close();
        m_bytes = std::exchange(other.m_bytes, {});
        m_copy = std::move(other.m_copy);
    }
    return *this;
}

MappedFile::~MappedFile()
{
    close();
}

} // namespace kanal::library

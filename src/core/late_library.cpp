// SPDX-License-Identifier: MIT
#include <kanal/core/late_library.h>
#include <kanal/core/log.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace kanal
{

namespace
{

namespace fs = std::filesystem;

#ifdef _WIN32

/// Where the code lies that is running now: our own library, or the program.
fs::path ownFolder()
{
    HMODULE self = nullptr;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       reinterpret_cast<LPCWSTR>(&ownFolder), &self);
    std::wstring path(32'768, L'\0');
    path.resize(GetModuleFileNameW(self, path.data(), DWORD(path.size())));
    return fs::path(path).parent_path();
}

Result<void *> find(const fs::path &folder, const std::string &name, const char *symbol)
{
    const HMODULE library = LoadLibraryExW((folder / (name + ".dll")).c_str(), nullptr,
                                           LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    void *found = library ? reinterpret_cast<void *>(GetProcAddress(library, symbol)) : nullptr;
    if (!found)
        return fail(ErrorKind::Unsupported, name + ": error " + std::to_string(GetLastError()));
    return found;
}

#else

fs::path ownFolder()
{
    Dl_info info{};
    if (dladdr(reinterpret_cast<void *>(&ownFolder), &info) == 0 || info.dli_fname == nullptr)
        return {};
    std::error_code error;
    const fs::path self = fs::canonical(info.dli_fname, error);
    return (error ? fs::path(info.dli_fname) : self).parent_path();
}

std::string lastWords()
{
    const char *words = dlerror();
    return words ? words : "not found";
}

fs::path homeOf(void *function)
{
    Dl_info info{};
    return dladdr(function, &info) != 0 && info.dli_fname ? info.dli_fname : "";
}

constexpr auto kHoldLock = std::chrono::milliseconds(2);
constexpr auto kLetOthers = std::chrono::microseconds(50); ///< the lock goes to who is awake: they need a moment

/// Its libraries look for their thirty thousand names among themselves first, not in all of the program's: a fifth of
/// the time. Not where somebody put another malloc before the C library's: what one gives the other would get.
int lookAmongThemselves()
{
#ifdef RTLD_DEEPBIND
    if (homeOf(dlsym(RTLD_DEFAULT, "malloc")) == homeOf(dlsym(RTLD_DEFAULT, "getenv")))
        return RTLD_DEEPBIND;
#endif
    return 0;
}

/// Its own names stay its own; it is never unloaded: threads of its libraries may outlive every caller. What of its own
/// libraries is never called needs no address: a tenth of the time.
void *loaded(const std::string &name, int how)
{
    return dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE | how);
}

/// What it needs, one after the other and each behind what that needs: each looks for its names among a few libraries
/// instead of a hundred, and whoever wants the linker's lock meanwhile gets it. What is missing here may still be found
/// by the library itself, or it says so.
void loadNeeds(const fs::path &list, int how)
{
    std::ifstream file(list);
    auto freeAt = std::chrono::steady_clock::now() + kHoldLock;
    for (std::string name; std::getline(file, name);) {
        loaded(name, how);
        if (std::chrono::steady_clock::now() < freeAt)
            continue;
        std::this_thread::sleep_for(kLetOthers);
        freeAt = std::chrono::steady_clock::now() + kHoldLock;
    }
}

Result<void *> find(const fs::path &folder, const std::string &name, const char *symbol)
{
    const int how = lookAmongThemselves();
    loadNeeds(folder / (name + ".needs"), how);
    void *library = loaded((folder / (name + ".so")).string(), how);
    void *found = library ? dlsym(library, symbol) : nullptr;
    if (!found)
        return fail(ErrorKind::Unsupported, lastWords());
    return found;
}

#endif

} // namespace

Result<void *> findInLateLibrary(const std::string &name, const char *symbol)
{
    auto found = find(ownFolder(), name, symbol);
    if (!found)
        log::warning("kanal.core.library", name + " cannot be loaded: " + found.error().detail);
    return found;
}

} // namespace kanal

// SPDX-License-Identifier: MIT
#include <kanal/core/late_library.h>

#include <filesystem>
#include <string>

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

Result<void *> find(const fs::path &folder, const std::string &name, const char *symbol)
{
    // Its own names stay its own; it is never unloaded: threads of its libraries may outlive every caller. What of its
    // own libraries is never called needs no address: a tenth of the time.
    void *library =
        dlopen((folder / (name + ".so")).c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE | lookAmongThemselves());
    void *found = library ? dlsym(library, symbol) : nullptr;
    if (!found)
        return fail(ErrorKind::Unsupported, lastWords());
    return found;
}

#endif

} // namespace

Result<void *> findInLateLibrary(const std::string &name, const char *symbol)
{
    return find(ownFolder(), name, symbol);
}

} // namespace kanal

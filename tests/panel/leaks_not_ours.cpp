// SPDX-License-Identifier: MIT
// What the leak checker shall not report: libx265 keeps a little of each encoder it closes.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KANAL_LEAK_CHECK 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define KANAL_LEAK_CHECK 1
#endif

#ifdef KANAL_LEAK_CHECK
extern "C" __attribute__((visibility("default"))) const char *__lsan_default_suppressions();
extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libx265\n";
}
#endif

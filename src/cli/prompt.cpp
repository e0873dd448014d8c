// SPDX-License-Identifier: MIT
#include "prompt.h"

#include "interrupt.h"

#include <kanal/core/text.h>

#include <QtGlobal>

#include <cstdio>
#include <iostream>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#else
#include <io.h>
#include <windows.h>
#endif

namespace kanal::cli
{

namespace
{

constexpr std::size_t kMostInput = 64 * 1024;

#ifdef Q_OS_UNIX

/// The terminal shows nothing of what is typed while this lives.
class NoEcho
{
public:
    NoEcho()
    {
        m_valid = tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        if (m_valid)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~NoEcho()
    {
        if (m_valid)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

private:
    termios m_before = {};
    bool m_valid = false;
};

bool isTerminal(int descriptor)
{
    return isatty(descriptor) == 1;
}

#else

class NoEcho
{
public:
    NoEcho()
    {
        GetConsoleMode(m_input, &m_before);
        SetConsoleMode(m_input, m_before & ~DWORD(ENABLE_ECHO_INPUT));
    }
    ~NoEcho() { SetConsoleMode(m_input, m_before); }
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

private:
    HANDLE m_input = GetStdHandle(STD_INPUT_HANDLE);
    DWORD m_before = 0;
};

bool isTerminal(int descriptor)
{
    return _isatty(descriptor) != 0;
}

#endif

std::string readLine()
{
    std::string line;
    std::getline(std::cin, line);
    if (line.ends_with('\r'))
        line.pop_back();
    return line;
}

} // namespace

bool stdinIsTerminal()
{
    return isTerminal(0);
}
bool stderrIsTerminal()
{
    return isTerminal(2);
}

Result<std::string> readPassword(const std::string &question)
{
    if (!stdinIsTerminal())
        return readLine();
    std::cerr << question << std::flush;
    std::string line;
    {
        const NoEcho noEcho;
        line = readLine();
    }
    std::cerr << '\n';
    if (Interrupt::happened())
        return fail(ErrorKind::Cancelled);
    return line;
}

std::string readAll()
{
    std::string text(kMostInput, '\0');
    std::cin.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(std::cin.gcount()));
    return text;
}

bool confirmed(const std::string &question)
{
    std::cerr << question << " [y/N] " << std::flush;
    const std::string answer = lowered(trimmed(readLine()));
    return !Interrupt::happened() && (answer == "y" || answer == "yes");
}

} // namespace kanal::cli

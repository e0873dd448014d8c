// SPDX-License-Identifier: MIT
// A profile of its own for a test, and a panel whose answers the test writes.
#pragma once

#include "support/tcp_stub.h"

#include <kanal/library/catalogue_store.h>
#include <kanal/library/library.h>
#include <kanal/library/user_store.h>
#include <kanal/session/account_book.h>
#include <kanal/session/services.h>

#include <QTemporaryDir>

#include <filesystem>
#include <map>
#include <mutex>

#include <gtest/gtest.h>

namespace kanal::session
{

class Profile
{
public:
    explicit Profile(SecretPlace secrets = SecretPlace::Memory)
        : m_secrets(secrets)
    {
        reopen();
    }

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    Services &operator*() { return *m_services; }
    Services *operator->() { return m_services.get(); }
    void close() { m_services.reset(); }
    void reopen()
    {
        m_services.reset();
        auto opened = Services::open({folder(), m_secrets});
        if (!opened)
            throw std::runtime_error("profile: " + opened.error().detail);
        m_services = std::move(*opened);
    }

    std::shared_ptr<const library::CatalogueSnapshot> snapshot(AccountId account, EntryKind kind)
    {
        return m_services->library().catalogue().snapshot(account, kind).value();
    }

private:
    const SecretPlace m_secrets;
    QTemporaryDir m_folder;
    std::unique_ptr<Services> m_services;
};

inline library::EntryShape channelShape(AccountId account, const std::string &id, const std::string &name)
{
    library::EntryShape shape;
    shape.key.account = account;
    shape.key.id = id;
    shape.name = name;
    shape.categoryName = "News";
    return shape;
}

/// Answers player_api.php by action ("" is the sign-in); "hold" never answers. A status in front ("503 …") is sent as
/// such.
class ScriptedPanel
{
public:
    static constexpr const char *kRaw = "raw:";         ///< the rest is the body, whatever it is
    static constexpr const char *kEndless = "endless:"; ///< the rest, then letters until the client goes

    ScriptedPanel()
        : m_stub([this](TcpStub::Peer &peer) { serve(peer); })
    {
        set("", R"({"user_info":{"auth":1,"username":"u","status":"Active","exp_date":null,"max_connections":"2"},)"
                R"("server_info":{"timezone":"UTC"}})");
        for (const char *action : {"get_live_categories", "get_vod_categories", "get_series_categories"})
            set(action, R"([{"category_id":"1","category_name":"News"}])");
        for (const char *action : {"get_live_streams", "get_vod_streams", "get_series"})
            set(action, "[]");
    }

    void set(const std::string &action, const std::string &answer)
    {
        const std::lock_guard lock(m_mutex);
        m_answers[action] = answer;
    }

    std::string url() const { return m_stub.url(""); }

    std::vector<std::string> actions() const
    {
        std::vector<std::string> actions;
        for (const std::string &head : m_stub.requests())
            actions.push_back(actionOf(head));
        return actions;
    }

private:
    static void send(TcpStub::Peer &peer, const std::string &body)
    {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n\r\n" + body);
        peer.finish();
    }

    static std::string actionOf(const std::string &head)
    {
        const std::size_t at = head.find("action=");
        if (at == std::string::npos)
            return {};
        return head.substr(at + 7, head.find_first_of("& ", at) - at - 7);
    }

    std::string answerTo(const std::string &head)
    {
        const std::lock_guard lock(m_mutex);
        return m_answers[actionOf(head)];
    }

    void serve(TcpStub::Peer &peer)
    {
        const std::string head = peer.readRequest();
        if (head.empty())
            return;
        const std::string answer = answerTo(head);
        if (answer == "hold")
            return peer.hold();
        if (answer.starts_with(kRaw))
            return send(peer, answer.substr(std::string_view(kRaw).size()));
        if (answer.starts_with(kEndless)) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
            peer.send(answer.substr(std::string_view(kEndless).size()));
            while (peer.send(std::string(64 * 1024, 'x'))) {
            }
            return peer.finish();
        }
        const bool ok = answer.empty() || answer[0] == '[' || answer[0] == '{' || answer[0] == '<';
        const std::string status = ok ? "200 OK" : answer;
        const std::string type = answer.starts_with("<") ? "text/html" : "application/json";
        const std::string body = ok ? answer : "";
        peer.send("HTTP/1.1 " + status + "\r\nContent-Type: " + type +
                  "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        peer.finish();
    }

    std::mutex m_mutex;
    std::map<std::string, std::string> m_answers;
    TcpStub m_stub; ///< last: its threads use what is above
};

} // namespace kanal::session

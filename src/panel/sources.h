// SPDX-License-Identifier: MIT
// Bodies of media: an endless transport stream in real time, a piece of one, a file.
#pragma once

#include "http_message.h"
#include "ledger.h"
#include "panel_clock.h"
#include "ts_clip.h"

#include <QFile>

#include <functional>
#include <memory>
#include <utility>

namespace kanal::panel
{

/// The endless stream from a packet on, never ahead of the clock.
class LiveSource final : public BodySource
{
public:
    LiveSource(std::shared_ptr<const TsClip> clip, const PanelClock &clock, PacketNo from, StreamLedger::SlotPtr slot);
    State read(std::string &out, std::size_t max) override;

private:
    std::shared_ptr<const TsClip> m_clip;
    const PanelClock &m_clock;
    PacketNo m_next;
    std::optional<PacketNo> m_keyWhole; // still to be sent: the packet that makes the first key frame whole
    StreamLedger::SlotPtr m_slot;
};

/// One body until it is time, then another.
class ChangingSource final : public BodySource
{
public:
    ChangingSource(std::shared_ptr<BodySource> first, std::function<std::shared_ptr<BodySource>()> second,
                   std::function<bool()> isTime)
        : m_body(std::move(first))
        , m_second(std::move(second))
        , m_isTime(std::move(isTime))
    {
    }
    State read(std::string &out, std::size_t max) override
    {
        if (m_second && m_isTime())
            m_body = std::exchange(m_second, nullptr)();
        return m_body->read(out, max);
    }

private:
    std::shared_ptr<BodySource> m_body;
    std::function<std::shared_ptr<BodySource>()> m_second;
    std::function<bool()> m_isTime;
};

/// Packets [from, to) of the endless stream as fast as they are taken; `skip` and `length` cut bytes out of them (a
/// range).
class SpanSource final : public BodySource
{
public:
    SpanSource(std::shared_ptr<const TsClip> clip, Ticks stampOffset, PacketNo from, ByteRange range,
               StreamLedger::SlotPtr slot);
    State read(std::string &out, std::size_t max) override;
    std::optional<std::int64_t> size() const override { return m_range.length; }

private:
    std::shared_ptr<const TsClip> m_clip;
    Ticks m_stampOffset;
    PacketNo m_from;
    ByteRange m_range;
    std::int64_t m_sent = 0;
    StreamLedger::SlotPtr m_slot;
};

class FileSource final : public BodySource
{
public:
    FileSource(std::unique_ptr<QFile> file, ByteRange range, StreamLedger::SlotPtr slot);
    State read(std::string &out, std::size_t max) override;
    std::optional<std::int64_t> size() const override { return m_range.length; }

private:
    std::unique_ptr<QFile> m_file;
    ByteRange m_range;
    std::int64_t m_left;
    StreamLedger::SlotPtr m_slot;
};

/// 200, 206 or 416 with the headers that go with it; the caller adds the body of `range.length` bytes where there is
/// one.
HttpResponse rangedResponse(const ByteRange &range, std::int64_t size, std::string contentType);

} // namespace kanal::panel

#include "analyzer/report/log_regions.h"

#include <array>
#include <optional>

#include <fmt/format.h>

namespace plumbline::report {

namespace {

constexpr std::string_view begin_summary = "<!-- plumbline:begin summary v1 -->";
constexpr std::string_view end_summary = "<!-- plumbline:end summary -->";
constexpr std::string_view begin_details = "<!-- plumbline:begin details v1 -->";
constexpr std::string_view end_details = "<!-- plumbline:end details -->";
constexpr std::string_view begin_notes = "<!-- plumbline:begin notes -->";
constexpr std::string_view end_notes = "<!-- plumbline:end notes -->";
constexpr std::string_view any_marker = "<!-- plumbline:";
constexpr std::string_view title = "# Implementation log";

enum class Region : std::uint8_t { outside, summary, details, notes };

struct Line {
  std::string_view text;  // without its end
  std::string_view whole;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view whole = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    std::string_view words = whole;
    while (!words.empty() && (words.back() == '\n' || words.back() == '\r')) words.remove_suffix(1);
    lines.push_back({words, whole});
    text.remove_prefix(whole.size());
  }
  return lines;
}

/// A code fence of Markdown: its character and length.
struct Fence {
  char mark = 0;
  std::size_t length = 0;
  bool bare = false;  // nothing behind it: can close
};

std::optional<Fence> fence_of(std::string_view line) {
  std::size_t indent = 0;
  while (indent < line.size() && line[indent] == ' ') ++indent;
  if (indent > 3 || indent == line.size() || (line[indent] != '`' && line[indent] != '~')) return std::nullopt;
  Fence fence{line[indent], 0, false};
  while (indent + fence.length < line.size() && line[indent + fence.length] == fence.mark) ++fence.length;
  if (fence.length < 3) return std::nullopt;
  const std::string_view rest = line.substr(indent + fence.length);
  fence.bare = rest.find_first_not_of(" \t") == std::string_view::npos;
  if (fence.mark == '`' && rest.find('`') != std::string_view::npos) return std::nullopt;
  return fence;
}

bool is_conflict(std::string_view line) {
  return line.substr(0, 8) == "<<<<<<< " || line.substr(0, 8) == ">>>>>>> ";
}

class Merger {
 public:
  Merger(const LogRegions& regions, const std::string& path) : regions_(regions), path_(path) {}

  Result<std::string> merge(std::string_view existing) {
    for (const Line& line : lines_of(existing)) {
      ++number_;
      if (const std::optional<Diagnostic> problem = take(line)) return tl::unexpected(*problem);
    }
    if (region_ != Region::outside) return tl::unexpected(problem("a region of the log has no end marker"));
    if (!seen_[1] && !seen_[2]) return on_top(existing);
    if (!seen_[1] || !seen_[2])
      return tl::unexpected(problem(seen_[1] ? "the details region is missing" : "the summary region is missing"));
    return std::move(out_);
  }

 private:
  Diagnostic problem(std::string_view message) const {
    return diagnostic_at(path_, {number_ == 0 ? 1 : number_, 1}, Code::configuration_error, Text(message));
  }

  /// A person's file: the regions go before it.
  Result<std::string> on_top(std::string_view existing) const {
    std::string out = fmt::format("{}\n{}{}\n\n{}\n{}{}\n", begin_summary, regions_.summary, end_summary, begin_details,
                                  regions_.details, end_details);
    if (!existing.empty()) out += "\n";
    return out + std::string(existing);
  }

  std::optional<Diagnostic> take(const Line& line) {
    if (region_ == Region::summary || region_ == Region::details) return inside(line);
    if (fence_) {
      const std::optional<Fence> close = fence_of(line.text);
      if (close && close->bare && close->mark == fence_->mark && close->length >= fence_->length) fence_.reset();
      out_ += line.whole;
      return std::nullopt;
    }
    if (line.text.substr(0, any_marker.size()) == any_marker) return marker(line);
    if (is_conflict(line.text)) {
      return problem(
          "a merge conflict outside of the regions that plumbline writes: resolve it by hand, then write the log "
          "again");
    }
    fence_ = fence_of(line.text);
    out_ += line.whole;
    return std::nullopt;
  }

  std::optional<Diagnostic> inside(const Line& line) {
    const std::string_view end = region_ == Region::summary ? end_summary : end_details;
    if (line.text == end) {
      region_ = Region::outside;
      out_ += line.whole;
      return std::nullopt;
    }
    if (line.text.substr(0, any_marker.size()) == any_marker)
      return problem("a marker inside of a region: regions do not nest");
    return std::nullopt;  // rewritten: what stood here goes, conflict markers too
  }

  std::optional<Diagnostic> marker(const Line& line) {
    if (line.text == end_notes && region_ == Region::notes) {
      region_ = Region::outside;
      out_ += line.whole;
      return std::nullopt;
    }
    if (region_ == Region::notes) return problem("a marker inside of the notes: regions do not nest");
    constexpr std::array<std::string_view, 4> begins{"", begin_summary, begin_details, begin_notes};
    for (std::size_t i = 1; i < begins.size(); ++i) {
      if (line.text != begins[i]) continue;
      if (seen_[i]) return problem("a region of the log is there twice");
      if (i == 1 && seen_[2]) return problem("the summary comes before the details");
      seen_[i] = true;
      region_ = static_cast<Region>(i);
      out_ += line.whole;
      if (line.whole.back() != '\n') out_ += '\n';
      if (i == 1) out_ += regions_.summary;
      if (i == 2) out_ += regions_.details;
      return std::nullopt;
    }
    return problem("a marker that this plumbline does not know, or an end without a beginning");
  }

  const LogRegions& regions_;
  const std::string& path_;
  std::string out_;
  Region region_ = Region::outside;
  std::array<bool, 4> seen_{};
  std::optional<Fence> fence_;
  std::uint32_t number_ = 0;
};

}  // namespace

std::string new_file(const LogRegions& regions) {
  return fmt::format("{}\n{}\n{}{}\n\n{}\n{}{}\n\n{}\n{}\n", title, begin_summary, regions.summary, end_summary,
                     begin_details, regions.details, end_details, begin_notes, end_notes);
}

Result<std::string> replace_regions(std::string_view existing, const LogRegions& regions, const std::string& path) {
  if (existing.empty()) return new_file(regions);
  return Merger(regions, path).merge(existing);
}

}  // namespace plumbline::report

#include "analyzer/source/git_index.h"

#include <algorithm>

#include <fmt/format.h>

// The format: https://git-scm.com/docs/index-format
namespace plumbline::source {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t stat_size = 40;            // times, device, inode, mode, owner, size
constexpr std::size_t longest_path = 4096;       // of what can be in the list of files
constexpr std::size_t pool_limit = 256U << 20U;  // version 4 can name much more than it is long

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::optional<GitIndex::Mode> mode_of(std::uint32_t bits) {
  switch (bits) {
    case 0100644:
    case 0100664:  // written by early versions
      return GitIndex::Mode::file;
    case 0100755:
      return GitIndex::Mode::executable;
    case 0120000:
      return GitIndex::Mode::symlink;
    case 0160000:
      return GitIndex::Mode::gitlink;
    case 0040000:
      return GitIndex::Mode::sparse_directory;
    default:
      return std::nullopt;
  }
}

bool is_safe_path(std::string_view path, bool folder) {
  if (folder && path.ends_with('/')) path.remove_suffix(1);
  if (path.empty() || path.size() > longest_path) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == ".." || part == ".git") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

class GitIndex::Parser {
 public:
  Parser(std::string_view bytes, std::size_t id_size, GitIndex& out) : bytes_(bytes), id_size_(id_size), out_(out) {}

  /// What is wrong, or nothing.
  std::optional<std::string> run() {
    if (bytes_.size() < header_size + id_size_ || !bytes_.starts_with("DIRC")) return "not an index file";
    end_ = bytes_.size() - id_size_;
    version_ = big_endian(bytes_, 4, 4);
    if (version_ < 2 || version_ > 4) return fmt::format("index version {} is not known", version_);
    const std::uint32_t count = big_endian(bytes_, 8, 4);
    at_ = header_size;
    if (count > (end_ - at_) / (stat_size + id_size_ + 3)) return "more entries than bytes";
    out_.entries_.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
      if (!entry()) return fmt::format("entry {} is damaged", i + 1);
    return extensions();
  }

 private:
  bool entry() {
    const std::size_t begin = at_;
    if (end_ - at_ < stat_size + id_size_ + 2) return false;
    Entry entry;
    const std::optional<Mode> mode = mode_of(big_endian(bytes_, at_ + 24, 4));
    if (!mode) return false;
    entry.mode = *mode;
    at_ += stat_size;
    entry.id_size = static_cast<std::uint8_t>(id_size_);
    for (std::size_t i = 0; i < id_size_; ++i) entry.id[i] = static_cast<std::uint8_t>(bytes_[at_ + i]);
    at_ += id_size_;
    const std::uint32_t flags = big_endian(bytes_, at_, 2);
    at_ += 2;
    entry.stage = static_cast<std::uint8_t>((flags >> 12U) & 3U);
    if ((flags & 0x4000U) != 0) {
      if (version_ < 3 || end_ - at_ < 2) return false;
      entry.intent_to_add = (big_endian(bytes_, at_, 2) & 0x2000U) != 0;
      at_ += 2;
    }
    if (!(version_ == 4 ? compressed_path(entry) : plain_path(entry, begin, flags & 0xfffU))) return false;
    if (!is_safe_path(out_.path(entry), entry.mode == Mode::sparse_directory)) return false;
    if (!out_.entries_.empty() && !in_order(out_.entries_.back(), entry)) return false;
    out_.entries_.push_back(entry);
    return true;
  }

  bool in_order(const Entry& before, const Entry& entry) const {
    const int order = out_.path(before).compare(out_.path(entry));
    return order < 0 || (order == 0 && before.stage < entry.stage);
  }

  /// Up to a NUL, then padded with NULs to a multiple of eight. The length in the flags is cut at 4095.
  bool plain_path(Entry& entry, std::size_t begin, std::uint32_t length) {
    const std::size_t nul = bytes_.substr(0, end_).find('\0', at_);
    if (nul == std::string_view::npos) return false;
    const std::string_view path = bytes_.substr(at_, nul - at_);
    if (length != std::min<std::size_t>(path.size(), 0xfffU)) return false;
    const std::size_t used = nul - begin;
    at_ = begin + (used + 8) / 8 * 8;
    if (at_ > end_ || bytes_.substr(nul, at_ - nul).find_first_not_of('\0') != std::string_view::npos) return false;
    return keep(entry, {}, path);
  }

  /// How many bytes to drop from the end of the path before, then what follows, up to a NUL.
  bool compressed_path(Entry& entry) {
    std::uint64_t drop = 0;
    for (int i = 0;; ++i) {
      if (at_ >= end_ || i == 4) return false;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      if (i > 0) ++drop;
      drop = (drop << 7U) | (byte & 0x7fU);
      if ((byte & 0x80U) == 0) break;
    }
    const std::size_t nul = bytes_.substr(0, end_).find('\0', at_);
    if (nul == std::string_view::npos) return false;
    const std::string before(out_.entries_.empty() ? std::string_view() : out_.path(out_.entries_.back()));
    if (drop > before.size()) return false;
    const std::string_view rest = bytes_.substr(at_, nul - at_);
    at_ = nul + 1;
    return keep(entry, std::string_view(before).substr(0, before.size() - static_cast<std::size_t>(drop)), rest);
  }

  bool keep(Entry& entry, std::string_view head, std::string_view tail) {
    const std::size_t size = head.size() + tail.size();
    if (size > longest_path || out_.paths_.size() + size > pool_limit) return false;
    entry.path_begin = static_cast<std::uint32_t>(out_.paths_.size());
    entry.path_size = static_cast<std::uint32_t>(size);
    out_.paths_ += head;
    out_.paths_ += tail;
    return true;
  }

  /// A name that begins with a small letter must be understood: of those, only sparse folders are.
  std::optional<std::string> extensions() {
    while (at_ < end_) {
      if (end_ - at_ < 8) return "damaged behind the entries";
      const std::string_view name = bytes_.substr(at_, 4);
      const std::uint32_t size = big_endian(bytes_, at_ + 4, 4);
      at_ += 8;
      if (size > end_ - at_) return "damaged behind the entries";
      at_ += size;
      if (name == "link") return "a split index, whose shared part is not read";
      const bool optional = name[0] >= 'A' && name[0] <= 'Z';
      if (!optional && name != "sdir") return "it has a part that is not known";
    }
    return std::nullopt;
  }

  std::string_view bytes_;
  std::size_t id_size_;
  GitIndex& out_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::uint32_t version_ = 0;
};

Result<GitIndex> GitIndex::parse(std::string_view bytes, const std::string& name) {
  // The file does not say which hash it uses; read with the wrong one, it is damaged.
  std::optional<std::string> wrong;
  for (const std::size_t id_size : {std::size_t{20}, std::size_t{32}}) {
    GitIndex index;
    std::optional<std::string> problem = Parser(bytes, id_size, index).run();
    if (!problem) return index;
    if (!wrong) wrong = std::move(problem);
  }
  return tl::unexpected(diagnostic_at(name, {}, Code::unreadable, Text("git's index cannot be used: ").ours(*wrong)));
}

const GitIndex::Entry* GitIndex::find(std::string_view wanted) const {
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), wanted,
                                      [this](const Entry& entry, std::string_view p) { return path(entry) < p; });
  return place != entries_.end() && path(*place) == wanted ? &*place : nullptr;
}

bool GitIndex::contains_below(std::string_view directory) const {
  if (directory.empty()) return !entries_.empty();
  const std::string prefix = std::string(directory) + '/';
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), std::string_view(prefix),
                                      [this](const Entry& entry, std::string_view p) { return path(entry) < p; });
  return place != entries_.end() && path(*place).starts_with(prefix) && path(*place).size() > prefix.size();
}

std::string GitIndex::hex_id(const Entry& entry) {
  std::string hex;
  for (std::size_t i = 0; i < entry.id_size; ++i) fmt::format_to(std::back_inserter(hex), "{:02x}", entry.id[i]);
  return hex;
}

}  // namespace plumbline::source

#include "analyzer/source/walk.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/source/classify.h"
#include "analyzer/source/ignore.h"

namespace plumbline::source {
namespace {

/// Values of `path` in a `.gitmodules`, which only counts where there is no index to say what a submodule is: the file
/// is the repository's own, and may name any folder.
std::vector<std::string> module_paths(std::string_view text) {
  std::vector<std::string> paths;
  for (const std::string_view line : ascii::split(text, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || ascii::trim(line.substr(0, equals)) != "path") continue;
    std::string_view value = ascii::trim(line.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    while (value.ends_with('/')) value.remove_suffix(1);
    if (!value.empty()) paths.emplace_back(value);
  }
  return paths;
}

/// Order of the paths below: a folder counts with the '/' that follows it.
bool walks_before(const DirectoryEntry& a, const DirectoryEntry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  if (const int order = a.name.compare(0, common, b.name, 0, common); order != 0) return order < 0;
  const auto next = [common](const DirectoryEntry& entry) {
    if (common < entry.name.size()) return static_cast<int>(static_cast<unsigned char>(entry.name[common]));
    return entry.type == EntryType::directory ? static_cast<int>('/') : -1;
  };
  return next(a) < next(b);
}

bool by_path(const SkippedEntry& a, const SkippedEntry& b) {
  return a.path < b.path;
}

class Walker {
 public:
  Walker(const FileSystem& files, const WalkOptions& options, const Limits& limits)
      : files_(files), options_(options), limits_(limits), steps_(limits.ignore_steps) {
    if (options.use_gitignore && !options.info_exclude.empty()) exclude_ = IgnoreList::parse(options.info_exclude, "");
  }

  Walk run() && {
    find_submodules();
    enter("", false);
    while (!frames_.empty() && !full_) {
      Frame& frame = frames_.back();
      if (frame.next == frame.entries.size()) {
        frames_.pop_back();
        continue;
      }
      const DirectoryEntry& entry = frame.entries[frame.next++];
      visit(join(frame.path, entry.name), entry, frame.only_tracked);
    }
    if (steps_ == 0)
      report("", Code::limit_hit, "too many ignore patterns: the last files were not compared with them");
    follow_links();
    std::sort(out_.skipped.begin(), out_.skipped.end(), by_path);
    return std::move(out_);
  }

 private:
  struct Frame {
    std::string path;
    std::vector<DirectoryEntry> entries;
    std::size_t next = 0;
    bool only_tracked = false;  ///< an ignored folder, entered for what is tracked in it
    std::optional<IgnoreList> ignores;
  };
  struct Link {
    std::string path;
    std::string target;
  };

  void find_submodules() {
    if (options_.index != nullptr) {
      for (const GitIndex::Entry& entry : options_.index->entries())
        if (entry.mode == GitIndex::Mode::gitlink) submodules_.emplace(options_.index->path(entry));
    } else if (const FileResult<std::string> text = files_.read(".gitmodules", limits_.text_file)) {
      for (std::string& path : module_paths(*text)) submodules_.insert(std::move(path));
    }
  }

  void report(std::string_view path, Code code, std::string_view message) {
    out_.diagnostics.push_back(diagnostic_at(std::string(path), {}, code, Text(message)));
  }

  void skip(std::string path, SkipReason reason, bool directory = false) {
    SkippedEntry entry{std::move(path), reason, directory};
    if (is_loss(entry)) {
      const bool refused = reason == SkipReason::unreadable || reason == SkipReason::special;
      report(entry.path, refused ? Code::unreadable : Code::limit_hit, name(reason));
    }
    out_.skipped.push_back(std::move(entry));
  }

  bool tracked(std::string_view path, bool directory) const {
    if (options_.index == nullptr) return false;
    return directory ? options_.index->contains_below(path) : options_.index->contains(path);
  }

  void enter(std::string path, bool only_tracked) {
    FileResult<std::vector<DirectoryEntry>> entries = files_.list(path);
    if (!entries) return skip(std::move(path), SkipReason::unreadable, true);
    const auto has = [&entries](std::string_view wanted) {
      const auto place =
          std::lower_bound(entries->begin(), entries->end(), wanted,
                           [](const DirectoryEntry& entry, std::string_view name) { return entry.name < name; });
      return place != entries->end() && place->name == wanted ? &*place : nullptr;
    };
    if (!path.empty() && has(".git") != nullptr && !tracked(path, true))
      return skip(std::move(path), SkipReason::submodule, true);
    Frame frame;
    const DirectoryEntry* ignores = has(".gitignore");
    // As git does, a link of this name is not followed.
    if (options_.use_gitignore && !only_tracked && ignores != nullptr && ignores->type == EntryType::file)
      frame.ignores = read_ignores(path);
    if (!std::is_sorted(entries->begin(), entries->end(), walks_before))
      std::sort(entries->begin(), entries->end(), walks_before);
    frame.path = std::move(path);
    frame.entries = std::move(*entries);
    frame.only_tracked = only_tracked;
    frames_.push_back(std::move(frame));
  }

  std::optional<IgnoreList> read_ignores(const std::string& directory) {
    const std::string path = join(directory, ".gitignore");
    const FileResult<std::string> text = files_.read(path, limits_.text_file);
    if (text) {
      IgnoreList list = IgnoreList::parse(*text, directory);
      if (list.empty()) return std::nullopt;
      return list;
    }
    if (text.error() == FileError::too_large) report(path, Code::limit_hit, "larger than the limit: not applied");
    return std::nullopt;
  }

  bool ignored(std::string_view path, bool directory) {
    if (!options_.use_gitignore) return false;
    IgnoreVerdict verdict = IgnoreVerdict::none;
    for (auto frame = frames_.rbegin(); frame != frames_.rend() && verdict == IgnoreVerdict::none; ++frame)
      if (frame->ignores) verdict = frame->ignores->match(path, directory, steps_);
    if (verdict == IgnoreVerdict::none && exclude_) verdict = exclude_->match(path, directory, steps_);
    return verdict == IgnoreVerdict::ignored;
  }

  std::optional<SkipReason> left_out(std::string_view path, std::string_view last, bool directory) const {
    if (last == ".git") return SkipReason::git_data;
    if (directory && (last == "node_modules" || last == "vendor")) return SkipReason::dependencies;
    if (options_.excluded && options_.excluded(path, directory)) return SkipReason::excluded;
    if (directory && !submodules_.empty() && submodules_.count(std::string(path)) != 0) return SkipReason::submodule;
    return std::nullopt;
  }

  /// `entry` lies in the top frame and is gone once something was entered.
  void visit(std::string path, const DirectoryEntry& entry, bool only_tracked) {
    const EntryType type = entry.type;
    const bool directory = type == EntryType::directory;
    if (path.size() > limits_.path) return skip(std::move(path), SkipReason::path_too_long, directory);
    if (const std::optional<SkipReason> reason = left_out(path, entry.name, directory))
      return skip(std::move(path), *reason, directory);
    const bool hidden = only_tracked || ignored(path, directory);
    if (hidden && !tracked(path, directory)) return skip(std::move(path), SkipReason::ignored, directory);
    switch (type) {
      case EntryType::directory:
        if (frames_.size() > limits_.directory_depth) return skip(std::move(path), SkipReason::too_deep, true);
        return enter(std::move(path), hidden);
      case EntryType::symlink:
        return visit_link(std::move(path));
      case EntryType::file:
        return add_file({std::move(path), {}});
      case EntryType::fifo:
      case EntryType::socket:
      case EntryType::device:
        return skip(std::move(path), SkipReason::special);
    }
  }

  void add_file(WalkedFile file) {
    if (out_.files.size() < limits_.files) {
      out_.files.push_back(std::move(file));
    } else if (!full_) {
      full_ = true;
      skip(std::move(file.path), SkipReason::too_many_files);
    }
  }

  void visit_link(std::string path) {
    const FileResult<std::string> target = resolve(files_, path);
    if (!target) {
      const bool outside = target.error() == FileError::outside_root;
      return skip(std::move(path), outside ? SkipReason::link_outside : SkipReason::link_broken);
    }
    const FileResult<FileInfo> info = files_.info(*target);
    if (info && info->type == EntryType::directory) return skip(std::move(path), SkipReason::linked_directory);
    if (!info || info->type != EntryType::file) return skip(std::move(path), SkipReason::link_broken);
    links_.push_back({std::move(path), *target});
  }

  /// Why the place that a link leads to is not walked. That git ignores it does not count: the link is no more ignored
  /// than a copy would be.
  std::optional<SkipReason> target_left_out(std::string_view target) const {
    for (std::string_view at = target; !at.empty(); at = parent(at))
      if (const std::optional<SkipReason> reason = left_out(at, file_name(at), at.size() < target.size()))
        return reason;
    for (std::string_view at = parent(target); !at.empty(); at = parent(at)) {
      const auto place = std::lower_bound(out_.skipped.begin(), out_.skipped.end(), at,
                                          [](const SkippedEntry& e, std::string_view p) { return e.path < p; });
      if (place != out_.skipped.end() && place->path == at && place->reason != SkipReason::ignored)
        return place->reason;
    }
    return std::nullopt;
  }

  /// A file is analysed once, under its own path, whatever the links to it.
  void follow_links() {
    std::sort(out_.skipped.begin(), out_.skipped.end(), by_path);
    const auto less = [](const WalkedFile& a, const WalkedFile& b) { return a.path < b.path; };
    std::vector<WalkedFile> added;
    std::vector<SkippedEntry> skipped;
    std::unordered_set<std::string> known;
    for (Link& link : links_) {
      WalkedFile file{link.target, link.path};
      const bool listed = std::binary_search(out_.files.begin(), out_.files.end(), file, less);
      if (listed || known.count(link.target) != 0) {
        skipped.push_back({std::move(link.path), SkipReason::linked_twice, false});
      } else if (const std::optional<SkipReason> reason = target_left_out(link.target)) {
        skipped.push_back({std::move(link.path), *reason, false});
      } else {
        known.insert(link.target);
        added.push_back(std::move(file));
      }
    }
    std::erase_if(out_.skipped, [&known](const SkippedEntry& entry) { return known.count(entry.path) != 0; });
    for (WalkedFile& file : added) add_file(std::move(file));
    if (!added.empty()) std::sort(out_.files.begin(), out_.files.end(), less);
    for (SkippedEntry& entry : skipped) out_.skipped.push_back(std::move(entry));
  }

  const FileSystem& files_;
  const WalkOptions& options_;
  const Limits& limits_;
  std::uint64_t steps_;
  std::optional<IgnoreList> exclude_;
  std::unordered_set<std::string> submodules_;
  std::vector<Frame> frames_;
  std::vector<Link> links_;
  bool full_ = false;
  Walk out_;
};

}  // namespace

bool is_loss(const SkippedEntry& entry) {
  switch (entry.reason) {
    case SkipReason::unreadable:
    case SkipReason::path_too_long:
    case SkipReason::too_deep:
    case SkipReason::too_many_files:
      return true;
    case SkipReason::special:
      return classify_name(entry.path).support == Support::judged;
    case SkipReason::ignored:
    case SkipReason::excluded:
    case SkipReason::git_data:
    case SkipReason::dependencies:
    case SkipReason::submodule:
    case SkipReason::linked_directory:
    case SkipReason::linked_twice:
    case SkipReason::link_outside:
    case SkipReason::link_broken:
      return false;
  }
  return false;
}

Walk walk(const FileSystem& files, const WalkOptions& options, const Limits& limits) {
  return Walker(files, options, limits).run();
}

}  // namespace plumbline::source

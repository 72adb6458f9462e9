#include "analyzer/driver/analysis.h"

#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>

#include "analyzer/base/hash.h"
#include "analyzer/base/utf8.h"
#include "analyzer/driver/workers.h"
#include "analyzer/facts/glob.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/frontends/program_filter.h"
#include "analyzer/ir/block.h"
#include "analyzer/source/encoding.h"

namespace plumbline::driver {

namespace {

/// Fewer bytes than this are parsed here: a fork costs more than they do, and the counted limits hold everywhere.
constexpr std::uint64_t small_run_bytes = 64U << 10U;
constexpr std::size_t small_run_files = 8;

class Analyzer {
 public:
  Analyzer(const source::FileSystem& files, const facts::Knowledge& knowledge, const AnalysisOptions& options)
      : files_(files), knowledge_(knowledge), options_(options), context_(knowledge, options.limits) {}

  std::unique_ptr<Analysis> run() {
    walk();
    parse();
    join();
    link::link(*result_->repo, options_.context, options_.limits);
    sort_records();
    return std::move(result_);
  }

 private:
  bool excluded(std::string_view path) const {
    return std::any_of(options_.exclude.begin(), options_.exclude.end(),
                       [&](const std::string& pattern) { return facts::match_path_glob(pattern, path); });
  }

  void walk() {
    source::WalkOptions walk_options;
    walk_options.use_gitignore = options_.use_gitignore;
    walk_options.index = options_.index;
    walk_options.info_exclude = options_.info_exclude;
    if (!options_.exclude.empty())
      walk_options.excluded = [this](std::string_view path, bool) { return excluded(path); };
    source::Walk walked;
    if (options_.only.empty()) {
      walked = source::walk(files_, walk_options, options_.limits);
    } else {
      for (const std::string& path : options_.only) walked.files.push_back({path, {}});
      std::sort(walked.files.begin(), walked.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    }
    for (const source::SkippedEntry& skipped : walked.skipped) {
      result_->records.push_back({skipped.path, source::FileKind::text, source::Support::not_analysed,
                                  std::string(source::name(skipped.reason)), 0});
    }
    for (const Diagnostic& diagnostic : walked.diagnostics) {
      not_analysed(diagnostic.origin ? diagnostic.origin->name : std::string("."), diagnostic.code, diagnostic.message,
                   true);
    }
    for (const source::WalkedFile& file : walked.files) load(file);
  }

  /// The log's own folder does not change what is said: the log would differ once it is written.
  bool counts(const std::string& path) const {
    return path.rfind(".orchestration/", 0) != 0 && path != options_.log_path;
  }

  void not_analysed(const std::string& path, Code code, Text why, bool fails) {
    result_->not_analysed.push_back({path, code, std::move(why), fails});
  }

  void record(const std::string& path, const source::Classification& as, std::uint32_t size) {
    result_->records.push_back({path, as.kind, as.support, std::string(as.reason), size});
  }

  void load(const source::WalkedFile& file) {
    const std::string& used_as = file.linked_as.empty() ? file.path : file.linked_as;
    source::Classification as = source::classify_name(used_as);
    if (as.support == source::Support::not_analysed && !as.needs_content) {
      record(file.path, as, 0);
      if (as.incomplete) not_analysed(file.path, Code::not_analysed, Text(as.reason), true);
      return;
    }
    if (counts(file.path)) ++result_->looked_at;
    const source::FileResult<std::string> read = files_.read(file.path, source::size_limit(as.kind, options_.limits));
    if (!read) {
      unreadable(file.path, as, read.error());
      return;
    }
    std::string converted;
    std::string_view text = *read;
    const source::Encoding encoding = source::detect_encoding(text);
    if (encoding == source::Encoding::utf16_little || encoding == source::Encoding::utf16_big) {
      converted = source::utf16_to_utf8(text);
      text = converted;
    }
    as = source::refine(as, used_as, text, filter_);
    record(file.path, as, static_cast<std::uint32_t>(read->size()));
    if (as.support == source::Support::not_analysed) {
      if (as.incomplete) not_analysed(file.path, Code::not_analysed, Text(as.reason), true);
      return;
    }
    if (as.support == source::Support::recognised_not_judged) {
      not_analysed(file.path, Code::declared_skip, Text(as.reason), false);
    }
    if (as.support == source::Support::judged && find_invalid_utf8(text) != std::string_view::npos) {
      not_analysed(file.path, Code::partly_analysed, Text("it holds bytes that are not UTF-8"), true);
    }
    keep(file.path, text, as.kind);
  }

  void unreadable(const std::string& path, const source::Classification& by_name, source::FileError error) {
    const source::Classification as = source::unread(by_name, source::name(error));
    record(path, as, 0);
    // What is only searched for secrets by shape may be data of any size; a workflow that is not read is told.
    if (!as.incomplete) return;
    not_analysed(path, error == source::FileError::too_large ? Code::limit_hit : Code::unreadable,
                 Text(source::name(error)), true);
  }

  void keep(const std::string& path, std::string_view text, source::FileKind kind) {
    const std::optional<Str> kept = result_->arena.add(text);
    if (!kept || !has_room_beside(result_->arena)) {
      not_analysed(path, Code::limit_hit, Text("the repository has more text than is read in one run"), true);
      return;
    }
    result_->bytes += text.size();
    loaded_.push_back({path, *kept, kind});
  }

  std::string block_of(std::uint32_t index) {
    const ir::LoadedFile& file = loaded_[index];
    return frontends::analyse({file.path, result_->arena.get(file.text), file.kind}, context_).block;
  }

  void parse() {
    const Work work = [this](std::uint32_t index) { return block_of(index); };
    const bool small =
        options_.small_runs_here && result_->bytes <= small_run_bytes && loaded_.size() <= small_run_files;
    if (!options_.fork || small) {
      blocks_ = run_in_process(work, static_cast<std::uint32_t>(loaded_.size()));
      return;
    }
    std::vector<std::uint32_t> weights;
    for (const ir::LoadedFile& file : loaded_) weights.push_back(file.text.size);
    WorkerOptions worker_options;
    worker_options.workers = options_.workers;
    worker_options.limits = options_.limits;
    worker_options.deadline_seconds = options_.deadline_seconds;
    blocks_ = run_forked(work, weights, worker_options);
  }

  static std::string_view why(WorkResult::State state) {
    switch (state) {
      case WorkResult::State::crashed:
        return "its parser crashed";
      case WorkResult::State::timed_out:
        return "parsing it took longer than a file may";
      case WorkResult::State::out_of_memory:
        return "parsing it needed more memory than a file may";
      case WorkResult::State::not_started:
        return "no process could be started to parse it";
      case WorkResult::State::refused:
        return "it was not reached before the deadline";
      case WorkResult::State::done:
        break;
    }
    return "its worker's answer was not valid";
  }

  void join() {
    result_->repo = std::make_unique<ir::RepoIr>(result_->arena);
    std::vector<std::vector<Span>> masks(loaded_.size());
    ir::BlockCounts room;
    for (const WorkResult& result : blocks_.items) room.add(result.block);
    result_->repo->reserve(room, loaded_.size());
    for (std::size_t i = 0; i < loaded_.size(); ++i) {
      const ir::LoadedFile& file = loaded_[i];
      // A worker's blocks stand in the order of their files.
      for (BlockStore& store : blocks_.stores) store.forget_before(blocks_.items[i].block);
      bool joined = false;
      std::string_view reason = why(blocks_.items[i].state);
      if (blocks_.items[i].state == WorkResult::State::done) {
        if (const Result<ir::VerifiedIr> verified = ir::verify(blocks_.items[i].block, {file.text.size})) {
          masks[i].assign(verified->masks.begin(), verified->masks.end());
          joined = true;
          const Ref<ir::File> added = result_->repo->add(file, *verified);
          if (result_->repo->tables()[added].analysed) {
            if (counts(file.path)) ++result_->analysed;
            continue;
          }
          reason = "what it says does not fit into memory beside the other files";
        }
      }
      if (!joined) result_->repo->add_not_analysed(file);
      not_analysed(file.path, Code::not_analysed, Text(reason), true);
    }
    blocks_ = {};
    if (options_.digests) take_digests();
    mask(masks);
    tell_problems();
    for (const ir::LoadedFile& file : loaded_) result_->files.emplace_back(file.path, result_->arena.get(file.text));
  }

  /// Of the bytes as they are: before secrets are masked.
  void take_digests() {
    std::string all;
    for (const ir::LoadedFile& file : loaded_) {
      result_->file_digests.push_back(sha256_hex(result_->arena.get(file.text)));
      if (!counts(file.path)) continue;
      all += fmt::format("{} {}\n", result_->file_digests.back(), file.path);
    }
    result_->files_digest = "sha256:" + sha256_hex(all);
  }

  /// Masks secrets in their files, then the same text wherever else in the run it stands: in another file, or decoded.
  void mask(const std::vector<std::vector<Span>>& masks) {
    std::set<std::string> values;
    for (std::size_t i = 0; i < masks.size(); ++i) {
      const std::string_view text = result_->arena.get(loaded_[i].text);
      for (const Span span : masks[i]) {
        // Shorter ones are words that stand elsewhere with another meaning.
        constexpr std::uint32_t distinctive = 16;
        if (span.size() >= distinctive && values.size() < most_values) values.emplace(span.of(text));
      }
    }
    for (std::size_t i = 0; i < masks.size(); ++i) {
      const std::span<char> bytes = result_->arena.bytes(loaded_[i].text);
      for (const Span span : masks[i]) overwrite(bytes.subspan(span.begin, span.size()));
    }
    const std::span<char> all = result_->arena.bytes({0, result_->arena.size()});
    for (const std::string& value : values) {
      for (std::size_t at = 0; at < all.size();) {
        const void* found = memmem(all.data() + at, all.size() - at, value.data(), value.size());
        if (found == nullptr) break;
        at = static_cast<std::size_t>(static_cast<const char*>(found) - all.data());
        overwrite(all.subspan(at, value.size()));
        at += value.size();
      }
    }
  }

  /// Line ends stay, so that lines do.
  static void overwrite(std::span<char> secret) {
    std::string masked(secret.data(), secret.size());
    ir::mask_in_place(masked);
    for (std::size_t i = 0; i < secret.size(); ++i) {
      if (secret[i] != '\n' && secret[i] != '\r') secret[i] = masked[i];
    }
  }

  void tell_problems() {
    for (const ir::Problem& problem : result_->repo->rows<ir::Problem>()) {
      if (problem.code == Code::syntax_error) continue;  // a rule speaks of it
      not_analysed(loaded_[problem.file.index].path, problem.code, Text().quoted(result_->repo->text(problem.message)),
                   true);
    }
  }

  void sort_records() {
    std::stable_sort(result_->records.begin(), result_->records.end(),
                     [](const FileRecord& a, const FileRecord& b) { return a.path < b.path; });
    std::stable_sort(result_->not_analysed.begin(), result_->not_analysed.end(),
                     [](const judge::NotAnalysed& a, const judge::NotAnalysed& b) { return a.path < b.path; });
    for (const judge::NotAnalysed& one : result_->not_analysed) {
      if (one.fails) result_->repo->edit_repo().complete = false;
    }
  }

  /// Different secrets that are searched for in the whole run; more is a dump, not a slip.
  static constexpr std::size_t most_values = 1000;
  /// What is decoded from the files needs room as well: twice as much is left for it.
  static bool has_room_beside(TextArena& text) {
    constexpr std::uint64_t most = TextArena::default_capacity / 3;
    return text.size() <= most && text.prepare(text.size() * 2) != nullptr;
  }

  const source::FileSystem& files_;
  const facts::Knowledge& knowledge_;
  const AnalysisOptions& options_;
  frontends::Context context_;
  source::ProgramFilter filter_ = frontends::program_filter(knowledge_);
  std::vector<ir::LoadedFile> loaded_;
  WorkResults blocks_;
  std::unique_ptr<Analysis> result_ = std::make_unique<Analysis>();
};

}  // namespace

std::unique_ptr<Analysis> analyse(const source::FileSystem& files, const facts::Knowledge& knowledge,
                                  const AnalysisOptions& options) {
  return Analyzer(files, knowledge, options).run();
}

}  // namespace plumbline::driver

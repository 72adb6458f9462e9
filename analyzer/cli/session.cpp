#include "analyzer/cli/session.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cli/ci_revision.h"
#include "analyzer/driver/git_objects.h"
#include "analyzer/source/git_directory.h"

namespace plumbline::cli {

namespace fs = std::filesystem;

void tell(std::string_view message) {
  std::fputs(fmt::format("plumbline: {}\n", visible(message)).c_str(), stderr);
}

void tell(const Diagnostics& diagnostics) {
  constexpr std::size_t most = 100;  // a file that is wrong from end to end
  std::size_t told = 0;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (++told > most) {
      tell(fmt::format("{} more mistakes are not shown", diagnostics.all().size() - most));
      return;
    }
    const std::string message = diagnostic.message.joined([](std::string_view quoted) { return visible(quoted); });
    std::string where;
    if (diagnostic.origin) {
      const Diagnostic::Origin& origin = *diagnostic.origin;
      where = origin.name == "command line"
                  ? "command line: "
                  : fmt::format("{}:{}:{}: ", visible(origin.name), origin.at.line, origin.at.column);
    }
    std::fputs(fmt::format("plumbline: {}{}: {}\n", where, name(diagnostic.severity), message).c_str(), stderr);
  }
}

bool print(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

bool write_file(const std::string& path, std::string_view text) {
  const fs::path target(path);
  std::error_code ignored;
  if (target.has_parent_path()) fs::create_directories(target.parent_path(), ignored);
  const fs::file_status status = fs::symlink_status(target, ignored);
  const bool device = status.type() == fs::file_type::character || status.type() == fs::file_type::fifo;
  if (fs::exists(status) && status.type() != fs::file_type::regular && !device) {
    tell(path + " is a link or no regular file: not written");
    return false;
  }
  const std::string temporary = device ? path : fmt::format("{}.plumbline-{}", path, getpid());
  const int flags = device ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const int fd = open(temporary.c_str(), flags, 0644);
  bool good = fd >= 0;
  for (std::size_t at = 0; good && at < text.size();) {
    const ssize_t written = write(fd, text.data() + at, text.size() - at);
    if (written < 0 && errno == EINTR) continue;
    good = written > 0;
    if (good) at += static_cast<std::size_t>(written);
  }
  if (fd >= 0) {
    good = (device || fsync(fd) == 0) && good;
    good = close(fd) == 0 && good;
  }
  if (!device) good = good && rename(temporary.c_str(), path.c_str()) == 0;
  if (!good) {
    const int why = errno;
    if (!device) unlink(temporary.c_str());
    tell(fmt::format("{} cannot be written: {}", path, std::error_code(why, std::generic_category()).message()));
  }
  return good;
}

namespace {

/// The folder with the nearest `.git` at or above; else with the nearest configuration; else `start`.
fs::path find_root(const fs::path& start) {
  std::error_code ignored;
  for (const std::string_view marker : {std::string_view(".git"), driver::config_name}) {
    for (fs::path folder = start; !folder.empty(); folder = folder.parent_path()) {
      if (fs::exists(folder / marker, ignored)) return folder;
      if (folder == folder.parent_path()) break;
    }
  }
  return start;
}

bool flag_is_on(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value != nullptr && *value != 0 && std::string_view(value) != "0";
}

}  // namespace

std::variant<std::unique_ptr<Session>, Exit> Session::open(const Options& options,
                                                           const std::vector<std::string>& given) {
  std::vector<std::string> paths = given;
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  fs::path start = here;
  if (!options.root.empty()) {
    start = fs::weakly_canonical(options.root, failed);
  } else if (!paths.empty()) {
    const fs::path first = fs::weakly_canonical(here / paths.front(), failed);
    start = fs::is_directory(first, failed) ? first : first.parent_path();
  }
  if (!fs::is_directory(start, failed)) {
    tell(fmt::format("{} is not a folder", options.root.empty() ? paths.front() : options.root));
    return Exit::usage;
  }
  const fs::path root = options.root.empty() ? find_root(start) : start;
  auto disk = source::DiskFileSystem::open(root.string());
  if (!disk) {
    tell(fmt::format("{} cannot be read: {}", root.string(), source::name(disk.error())));
    return Exit::usage;
  }
  std::unique_ptr<Session> session(new Session(options, std::move(*disk)));
  if (!session->read_config() || !session->read_files_from(paths) || !session->take_paths(paths) ||
      !session->read_standard_input()) {
    return Exit::usage;
  }
  return session;
}

std::string Session::absolute(const std::string& path) const {
  return path.empty() || path.front() != '/' ? std::string(disk_.root()) + "/" + path : path;
}

bool Session::read_config() {
  Diagnostics diagnostics;
  if (!options_.isolated) {
    const std::string path = options_.config.empty() ? std::string(driver::config_name) : options_.config;
    constexpr std::uint64_t config_limit = 1U << 20U;
    source::FileResult<std::string> text = tl::unexpected(source::FileError::not_found);
    if (options_.config.empty()) {
      text = disk_.read(path, config_limit);
    } else if (auto folder = source::DiskFileSystem::open(fs::absolute(path).parent_path().string())) {
      text = folder->read(fs::path(path).filename().string(), config_limit);
    }
    if (text) {
      check_.config = driver::parse_config(*text, path, diagnostics);
    } else if (!options_.config.empty() || text.error() != source::FileError::not_found) {
      diagnostics.add(diagnostic_at(path, {1, 1}, Code::configuration_error,
                                    Text("the configuration cannot be read: ").ours(source::name(text.error()))));
    }
  }
  check_.selection = check_.config.selection;
  if (!options_.select.empty()) check_.selection.select = options_.select;
  check_.selection.ignore.insert(check_.selection.ignore.end(), options_.ignore.begin(), options_.ignore.end());
  check_.selection.extend_select = options_.extend_select;
  check_.selection.preview = options_.preview;
  check_.words_from_command_line =
      !options_.select.empty() || !options_.ignore.empty() || !options_.extend_select.empty();
  check_.rule_paths = options_.rules;
  check_.ignores = !options_.no_ignores;
  check_.timings = options_.timings;
  check_.today = system_clock().today();
  if (!options_.no_baseline) {
    check_.baseline_path = options_.baseline.empty() ? ".plumbline-baseline.json" : options_.baseline;
    check_.baseline_must_exist = !options_.baseline.empty();
  }
  driver::AnalysisOptions& analysis = check_.analysis;
  analysis.workers = options_.jobs > 0 ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
  analysis.deadline_seconds = options_.deadline;
  analysis.use_gitignore = !options_.no_gitignore;
  analysis.exclude = check_.config.exclude;
  analysis.exclude.insert(analysis.exclude.end(), options_.exclude.begin(), options_.exclude.end());
  analysis.context = check_.config.context;
  analysis.log_path = check_.config.log_path;
  source::GitDirectory git = source::read_git_directory(disk_, diagnostics);
  index_ = std::move(git.index);
  if (index_) analysis.index = &*index_;
  analysis.info_exclude = git.info_exclude;
  tell(diagnostics);
  return !diagnostics.has_errors();
}

bool Session::read_files_from(std::vector<std::string>& paths) const {
  if (options_.files_from.empty()) return true;
  std::FILE* file = options_.files_from == "-" ? stdin : std::fopen(options_.files_from.c_str(), "rbe");
  if (file == nullptr) {
    tell(options_.files_from + " cannot be read");
    return false;
  }
  std::string text;
  char chunk[65536];
  for (std::size_t got = 0; (got = std::fread(chunk, 1, sizeof chunk, file)) > 0;) text.append(chunk, got);
  if (file != stdin) std::fclose(file);
  for (const std::string_view line : ascii::split(text, options_.zero_separated ? '\0' : '\n')) {
    const std::string_view path = options_.zero_separated ? line : ascii::trim_end(line);
    if (!path.empty()) paths.emplace_back(path);
  }
  return true;
}

bool Session::take_paths(const std::vector<std::string>& paths) {
  std::error_code failed;
  const fs::path here = fs::current_path(failed);
  for (const std::string& path : paths) {
    const fs::path full = fs::weakly_canonical(here / path, failed);
    if (!fs::exists(full, failed)) {
      std::vector<std::string> names;
      for (const auto& entry : fs::directory_iterator(full.parent_path(), failed))
        names.push_back(entry.path().filename().string());
      const std::string_view near = ascii::nearest(full.filename().string(), {names.begin(), names.end()});
      tell(fmt::format("{} does not exist{}", path, near.empty() ? "" : fmt::format("; did you mean {}?", near)));
      return false;
    }
    const fs::path relative = full.lexically_relative(std::string(disk_.root()));
    if (relative.empty() || *relative.begin() == "..") {
      tell(fmt::format("{} is not inside the root {}", path, disk_.root()));
      return false;
    }
    // The root itself asks for everything.
    if (relative != ".") check_.paths.push_back(relative.generic_string());
  }
  const bool everything = std::find_if(paths.begin(), paths.end(), [&](const std::string& path) {
                            return fs::weakly_canonical(here / path, failed) == fs::path(std::string(disk_.root()));
                          }) != paths.end();
  if (everything) check_.paths.clear();
  if (options_.scope == "files") check_.analysis.only = check_.paths;
  return true;
}

bool Session::read_standard_input() {
  if (options_.stdin_filename.empty()) return true;
  std::string text;
  char chunk[65536];
  for (std::size_t got = 0; (got = std::fread(chunk, 1, sizeof chunk, stdin)) > 0;) text.append(chunk, got);
  overlay_.emplace(disk_);
  overlay_->replace(fs::path(options_.stdin_filename).lexically_normal().generic_string(), std::move(text));
  return true;
}

std::variant<driver::CheckResult, Exit> Session::check_files(const source::FileSystem& files) {
  Diagnostics diagnostics;
  std::optional<driver::CheckResult> result = driver::check(files, check_, diagnostics);
  tell(diagnostics);
  if (!result) return Exit::usage;
  return std::move(*result);
}

std::variant<driver::CheckResult, Exit> Session::check() {
  if (options_.diff.empty() && !options_.staged) return check_files(files());
  Diagnostics diagnostics;
  const auto failed = [&](Diagnostic why) {
    diagnostics.add(std::move(why));
    tell(diagnostics);
    return Exit::usage;
  };
  Result<std::string> commit =
      options_.staged ? driver::resolve_commit(disk_, "HEAD") : driver::merge_base(disk_, options_.diff);
  if (!commit) return failed(std::move(commit.error()));
  Result<driver::RevisionFileSystem> base = driver::RevisionFileSystem::of_commit(disk_, *commit);
  if (!base) return failed(std::move(base.error()));
  const driver::CheckOptions now_options = check_;
  check_.paths.clear();
  auto before = check_files(*base);
  check_ = now_options;
  if (std::holds_alternative<Exit>(before)) return std::get<Exit>(before);
  std::variant<driver::CheckResult, Exit> after = Exit::internal;
  if (options_.staged) {
    if (!index_) return failed(diagnostic_at(".git/index", {1, 1}, Code::usage, Text("there is no index to compare")));
    Result<driver::RevisionFileSystem> staged = driver::RevisionFileSystem::of_index(disk_, *index_);
    if (!staged) return failed(std::move(staged.error()));
    after = check_files(*staged);
  } else {
    after = check_files(files());
  }
  if (auto* result = std::get_if<driver::CheckResult>(&after))
    driver::compare(result->report, std::get<driver::CheckResult>(before).report);
  return after;
}

Exit Session::status_of(const judge::Report& report) const {
  if (report.incomplete() && !options_.allow_incomplete) return Exit::incomplete;
  if (report.coverage.files == 0 && !report.compares && !options_.allow_empty) {
    tell("nothing to analyse here (--allow-empty accepts that)");
    return Exit::usage;
  }
  if (options_.exit_zero || options_.fail_on == "never") return Exit::clean;
  const bool fails = std::any_of(report.verdicts.begin(), report.verdicts.end(), [&](const judge::Verdict& verdict) {
    if (!report.reported(verdict)) return false;
    if (options_.fail_on == "critical") return (*report.rules)[verdict.finding.rule.index].critical;
    const auto found = std::find(severity_names.begin(), severity_names.end(), options_.fail_on);
    return static_cast<std::ptrdiff_t>(verdict.severity) >= found - severity_names.begin();
  });
  return fails ? Exit::findings : Exit::clean;
}

report::EmitOptions Session::emit_options(int descriptor) const {
  report::EmitOptions emit;
  const bool terminal = isatty(descriptor) == 1;
  const char* term = std::getenv("TERM");          // NOLINT(concurrency-mt-unsafe): before any thread
  const char* no_color = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  emit.colour = terminal && !(term != nullptr && std::string_view(term) == "dumb");
  if (const char* clicolor = std::getenv("CLICOLOR"); clicolor != nullptr && std::string_view(clicolor) == "0")
    emit.colour = false;  // NOLINT(concurrency-mt-unsafe)
  if (flag_is_on("FORCE_COLOR") || flag_is_on("CLICOLOR_FORCE")) emit.colour = true;
  if (no_color != nullptr && *no_color != 0) emit.colour = false;
  if (options_.color != "auto") emit.colour = options_.color == "always";
  winsize size{};
  if (terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) emit.width = size.ws_col;
  if (!options_.show.empty()) {
    const auto found = std::find(severity_names.begin(), severity_names.end(), options_.show);
    emit.show = static_cast<Severity>(found - severity_names.begin());
  }
  emit.quiet = static_cast<std::uint8_t>(std::min(options_.quiet, 2));
  emit.statistics = options_.statistics;
  emit.sarif_suppressed = options_.sarif_suppressed == "include";
  emit.category = options_.category;
  emit.revision = revision_of_ci();
  return emit;
}

}  // namespace plumbline::cli

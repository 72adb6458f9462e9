#include "analyzer/driver/git_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzer/base/ascii.h"

namespace plumbline::driver {
namespace {

constexpr int patience = 30'000;  // milliseconds without a byte
constexpr std::size_t output_limit = 256U << 20U;
constexpr std::size_t message_limit = 4096;
constexpr std::size_t chunk = 64U << 10U;

class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }
  void reset(int value = -1) {
    if (value_ >= 0) close(value_);
    value_ = value;
  }

 private:
  int value_;
};

struct Ends {
  Descriptor ours;
  Descriptor theirs;

  bool open() {
    std::array<int, 2> pair{};
    // A socket rather than a pipe: writing to a process that has gone is an error there, not a signal.
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return false;
    ours.reset(pair[0]);
    theirs.reset(pair[1]);
    return true;
  }
};

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  void give(int descriptor, int as) { posix_spawn_file_actions_adddup2(&actions_, descriptor, as); }
  void give_nothing(int as, int flags) { posix_spawn_file_actions_addopen(&actions_, as, "/dev/null", flags, 0); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

Diagnostic problem(std::string_view what, std::string_view in_words_of_git = {}) {
  Text message(what);
  if (!in_words_of_git.empty()) message.ours(": ").quoted(in_words_of_git);
  return diagnostic_at("git", {}, Code::usage, std::move(message));
}

/// In absolute folders of PATH only: a relative one could lie in the repository.
std::string find_git() {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  for (const std::string_view folder : ascii::split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    if (!folder.starts_with('/')) continue;
    std::string candidate = std::string(folder) + "/git";
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

const std::vector<std::string>& environment() {
  static const std::vector<std::string> variables{
      "PATH=/usr/bin:/bin",       "LC_ALL=C",
      "GIT_CONFIG_NOSYSTEM=1",    "GIT_CONFIG_GLOBAL=/dev/null",
      "GIT_ATTR_NOSYSTEM=1",      "GIT_NO_LAZY_FETCH=1",
      "GIT_OPTIONAL_LOCKS=0",     "GIT_TERMINAL_PROMPT=0",
      "GIT_NO_REPLACE_OBJECTS=1", "GIT_ALLOW_PROTOCOL=",  // set and empty: none, whatever protocol.*.allow says
  };
  return variables;
}

std::vector<std::string> command_line(const std::string& folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"git", "--no-pager", "-C", folder};
  for (const char* setting :
       {"core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never", "core.sshCommand=false",
        "core.untrackedCache=false", "credential.helper=", "core.attributesFile=/dev/null"}) {
    words.emplace_back("-c");
    words.emplace_back(setting);
  }
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::optional<pid_t> spawn(const std::string& folder, const std::vector<std::string>& arguments,
                           const FileActions& actions) {
  const std::string git = find_git();
  if (git.empty()) return std::nullopt;
  std::vector<std::string> words = command_line(folder, arguments);
  std::vector<std::string> variables = environment();
  pid_t process = -1;
  if (posix_spawn(&process, git.c_str(), actions.get(), nullptr, pointers(words).data(), pointers(variables).data()) !=
      0)
    return std::nullopt;
  return process;
}

/// The exit status, or -1 for a process that was ended by a signal.
int wait_for(pid_t process) {
  int status = 0;
  pid_t waited = -1;
  do waited = waitpid(process, &status, 0);
  while (waited < 0 && errno == EINTR);
  return waited == process && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct Stream {
  int descriptor = -1;
  std::size_t limit = 0;
  std::string text;
  bool open = true;
};

/// One read of a stream that has something; false when more came than may.
bool take(Stream& stream) {
  std::array<char, chunk> bytes{};
  ssize_t got = -1;
  do got = ::read(stream.descriptor, bytes.data(), bytes.size());
  while (got < 0 && errno == EINTR);
  if (got <= 0) {
    stream.open = false;
    return true;
  }
  const auto size = static_cast<std::size_t>(got);
  stream.text.append(bytes.data(), std::min(size, stream.limit - stream.text.size()));
  return stream.text.size() < stream.limit || stream.limit == message_limit;
}

/// Until both have ended; false when git says nothing for too long, or too much.
bool read_both(Stream& output, Stream& message) {
  while (output.open || message.open) {
    std::array<pollfd, 2> waiting{};
    waiting[0] = {output.open ? output.descriptor : -1, POLLIN, 0};
    waiting[1] = {message.open ? message.descriptor : -1, POLLIN, 0};
    const int ready = poll(waiting.data(), waiting.size(), patience);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    if (waiting[0].revents != 0 && !take(output)) return false;
    if (waiting[1].revents != 0 && !take(message)) return false;
  }
  return true;
}

}  // namespace

Result<std::string> run_git(const std::string& folder, const std::vector<std::string>& arguments) {
  Ends output;
  Ends message;
  if (!output.open() || !message.open()) return tl::unexpected(problem("no connection to git could be made"));
  std::optional<pid_t> process;
  {
    FileActions actions;
    actions.give_nothing(STDIN_FILENO, O_RDONLY);
    actions.give(output.theirs.get(), STDOUT_FILENO);
    actions.give(message.theirs.get(), STDERR_FILENO);
    process = spawn(folder, arguments, actions);
  }
  if (!process) return tl::unexpected(problem("git is needed to read another revision, and cannot be started"));
  output.theirs.reset();
  message.theirs.reset();
  Stream answer{output.ours.get(), output_limit, {}, true};
  Stream words{message.ours.get(), message_limit, {}, true};
  const bool ended = read_both(answer, words);
  if (!ended) kill(*process, SIGKILL);
  const int status = wait_for(*process);
  if (!ended) return tl::unexpected(problem("git does not answer, or too much"));
  if (status != 0) return tl::unexpected(problem("git refused", ascii::trim(words.text)));
  return std::move(answer.text);
}

Result<BlobReader> BlobReader::start(const std::string& folder) {
  Ends ends;
  if (!ends.open()) return tl::unexpected(problem("no connection to git could be made"));
  FileActions actions;
  actions.give(ends.theirs.get(), STDIN_FILENO);
  actions.give(ends.theirs.get(), STDOUT_FILENO);
  actions.give_nothing(STDERR_FILENO, O_WRONLY);
  const std::optional<pid_t> process = spawn(folder, {"cat-file", "--batch"}, actions);
  if (!process) return tl::unexpected(problem("git is needed to read another revision, and cannot be started"));
  return BlobReader(*process, ends.ours.release());
}

BlobReader::~BlobReader() {
  if (process_ < 0) return;
  close(connection_);
  // Its input has ended; it has nothing left to do that would be worth waiting for.
  kill(process_, SIGKILL);
  wait_for(process_);
}

BlobReader::BlobReader(BlobReader&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      connection_(std::exchange(other.connection_, -1)),
      buffer_(std::move(other.buffer_)),
      at_(other.at_) {}

bool BlobReader::fill() {
  pollfd waiting{connection_, POLLIN, 0};
  int ready = -1;
  do ready = poll(&waiting, 1, patience);
  while (ready < 0 && errno == EINTR);
  if (ready <= 0) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + chunk);
  ssize_t got = -1;
  do got = ::read(connection_, buffer_.data() + before, chunk);
  while (got < 0 && errno == EINTR);
  buffer_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return got > 0;
}

std::optional<std::string> BlobReader::line() {
  std::size_t end = buffer_.find('\n', at_);
  while (end == std::string::npos) {
    if (buffer_.size() - at_ > message_limit || !fill()) return std::nullopt;
    end = buffer_.find('\n', at_);
  }
  std::string text = buffer_.substr(at_, end - at_);
  at_ = end + 1;
  return text;
}

std::optional<std::string> BlobReader::bytes(std::uint64_t size, bool keep) {
  std::string result;
  while (size > 0) {
    if (at_ == buffer_.size() && !fill()) return std::nullopt;
    const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer_.size() - at_));
    if (keep) result.append(buffer_, at_, part);
    at_ += part;
    size -= part;
  }
  return result;
}

BlobReader::Blob BlobReader::read(std::string_view hex_id, std::uint64_t limit) {
  const std::string request = std::string(hex_id) + '\n';
  for (std::size_t sent = 0; sent < request.size();) {
    const ssize_t part = send(connection_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) return {{}, Problem::failed};
    sent += static_cast<std::size_t>(part);
  }
  const std::optional<std::string> header = line();  // <id> blob <size>, or <id> missing
  if (!header) return {{}, Problem::failed};
  const std::vector<std::string_view> words = ascii::split(*header, ' ');
  if (words.size() != 3) return {{}, Problem::missing};
  const std::optional<std::int64_t> size = ascii::parse_int(words[2]);
  if (words[0] != hex_id || !size || *size < 0) return {{}, Problem::failed};
  const bool fits = static_cast<std::uint64_t>(*size) <= limit;
  std::optional<std::string> content = bytes(static_cast<std::uint64_t>(*size), fits);
  if (!content || !bytes(1, false)) return {{}, Problem::failed};
  if (words[1] != "blob") return {{}, Problem::failed};
  if (!fits) return {{}, Problem::too_large};
  return {std::move(*content), Problem::none};
}

}  // namespace plumbline::driver

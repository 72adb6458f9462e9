#include "analyzer/driver/workers.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace plumbline::driver {

namespace {

using Clock = std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

/// What a worker writes before each block.
struct Frame {
  std::uint32_t index = 0;
  std::uint32_t unused = 0;
  std::uint64_t size = 0;
};

/// A worker's exit status when an item needed more memory than it may.
constexpr int out_of_memory_status = 3;

bool write_all(int fd, const void* data, std::size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = write(fd, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

[[maybe_unused]] std::uint64_t address_space_in_use() {
  // The first number of /proc/self/statm: pages of address space. Read without allocation in the child's first steps.
  std::uint64_t pages = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long long value = 0;
  char line[64] = {};
  if (std::fgets(line, sizeof line, file) != nullptr) value = std::strtoull(line, nullptr, 10);
  std::fclose(file);
  pages = value;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// Never more than it was.
void limit(__rlimit_resource_t resource, std::uint64_t value) {
  rlimit bound{};
  if (getrlimit(resource, &bound) != 0) return;
  bound.rlim_cur = std::min<rlim_t>(bound.rlim_cur, value);
  bound.rlim_max = bound.rlim_cur;
  setrlimit(resource, &bound);
}

void limit_this_process(const Limits& limits) {
  limit(RLIMIT_CORE, 0);
  // A library that recurses while it frees its parse stack needs room; the main thread's stack grows up to this.
  rlimit stack{};
  if (getrlimit(RLIMIT_STACK, &stack) == 0) {
    constexpr rlim_t wanted = rlim_t{64} << 20U;
    stack.rlim_cur = stack.rlim_max == RLIM_INFINITY ? wanted : std::min(wanted, stack.rlim_max);
    setrlimit(RLIMIT_STACK, &stack);
  }
  if constexpr (!sanitized) {
    const std::uint64_t used = address_space_in_use();
    if (used > 0) limit(RLIMIT_AS, used + limits.worker_memory);
  }
}

/// The items of one worker, in order; where it stands is shared with the parent so that a death names its item.
struct Assignment {
  std::vector<std::uint32_t> items;
  std::size_t next = 0;  ///< first item without a result
};

/// `noexcept`: nothing may unwind into the parent's code, which would go on twice.
[[noreturn]] void work_as_child(const Work& work, const Assignment& assignment, int out,
                                const Limits& limits) noexcept {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit_this_process(limits);
  // Whether anything can go on without memory is not worth finding out: the parent starts another worker behind it.
  std::set_new_handler([] { _exit(out_of_memory_status); });
  for (std::size_t i = assignment.next; i < assignment.items.size(); ++i) {
    const std::string block = work(assignment.items[i]);
    const Frame frame{assignment.items[i], 0, block.size()};
    if (!write_all(out, &frame, sizeof frame) || !write_all(out, block.data(), block.size())) _exit(4);
  }
  _exit(0);
}

/// One worker process as the parent sees it.
struct Worker {
  pid_t pid = -1;
  int from = -1;
  Assignment assignment;
  std::string received;          ///< bytes of the frame that is arriving
  double cpu_at_item_start = 0;  ///< CPU seconds of the process when its current item began
  bool killed_for_time = false;

  bool running() const { return pid > 0; }
  bool has_items() const { return assignment.next < assignment.items.size(); }
};

/// CPU seconds that a process has used so far; empty when it cannot be read.
std::optional<double> cpu_seconds(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return std::nullopt;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

class Pool {
 public:
  Pool(const Work& work, std::span<const std::uint32_t> weights, const WorkerOptions& options)
      : work_(work), options_(options), results_(weights.size()), start_(Clock::now()) {
    assign(weights);
  }

  std::vector<WorkResult> run() {
    for (Worker& worker : workers_) start(worker);
    wait_for_all();
    // Where a process could not be started there may be room for one now that the others have ended.
    for (Worker& worker : workers_) {
      while (worker.has_items()) {
        if (!start(worker)) refuse_rest(worker, WorkResult::State::not_started);
        wait_for_all();
      }
    }
    return std::move(results_);
  }

 private:
  void wait_for_all() {
    while (std::any_of(workers_.begin(), workers_.end(), [](const Worker& w) { return w.running(); })) {
      wait_for_input();
      watch_time();
    }
  }

  /// Heaviest first to the lightest worker, then each in index order: even, and the same every time.
  void assign(std::span<const std::uint32_t> weights) {
    std::vector<std::uint32_t> order(weights.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return weights[a] > weights[b]; });
    workers_.resize(std::max<std::size_t>(1, std::min<std::size_t>(options_.workers, weights.size())));
    std::vector<std::uint64_t> load(workers_.size(), 0);
    for (const std::uint32_t item : order) {
      const auto lightest = static_cast<std::size_t>(std::min_element(load.begin(), load.end()) - load.begin());
      load[lightest] += weights[item] + std::uint64_t{256};
      workers_[lightest].assignment.items.push_back(item);
    }
    for (Worker& worker : workers_) std::sort(worker.assignment.items.begin(), worker.assignment.items.end());
  }

  /// False when the system does not give what it needs; its items stay.
  bool start(Worker& worker) {
    if (!worker.has_items()) return true;
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    const pid_t pid = fork();
    if (pid < 0) {
      close(ends[0]);
      close(ends[1]);
      return false;
    }
    if (pid == 0) {
      close(ends[0]);
      for (const Worker& other : workers_) {
        if (other.from >= 0) close(other.from);
      }
      work_as_child(work_, worker.assignment, ends[1], options_.limits);
    }
    close(ends[1]);
    worker.pid = pid;
    worker.from = ends[0];
    worker.received.clear();
    worker.killed_for_time = false;
    worker.cpu_at_item_start = 0;
    return true;
  }

  void wait_for_input() {
    std::vector<pollfd> watched;
    std::vector<Worker*> of;
    for (Worker& worker : workers_) {
      if (!worker.running()) continue;
      watched.push_back({worker.from, POLLIN, 0});
      of.push_back(&worker);
    }
    if (poll(watched.data(), watched.size(), 50) <= 0) return;
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].revents != 0) receive(*of[i]);
    }
  }

  void receive(Worker& worker) {
    const ssize_t got = read(worker.from, chunk_.data(), chunk_.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    worker.received.append(chunk_.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (!take_frames(worker)) kill(worker.pid, SIGKILL);
    if (got <= 0) finish(worker);
  }

  /// False when the worker says what it cannot say: hostile input has taken it over.
  bool take_frames(Worker& worker) {
    std::size_t at = 0;
    bool sound = true;
    while (worker.received.size() - at >= sizeof(Frame)) {
      Frame frame;
      std::memcpy(&frame, worker.received.data() + at, sizeof frame);
      // A worker can only answer for the item that it is at, and not with more than it may hold.
      sound = worker.has_items() && frame.index == worker.assignment.items[worker.assignment.next] &&
              frame.size <= options_.limits.worker_memory;
      if (!sound) break;
      if (worker.received.size() - at - sizeof frame < frame.size) break;
      WorkResult& result = results_[frame.index];
      result.state = WorkResult::State::done;
      result.block.assign(worker.received, at + sizeof frame, frame.size);
      at += sizeof frame + frame.size;
      ++worker.assignment.next;
      worker.cpu_at_item_start = cpu_seconds(worker.pid).value_or(0);
    }
    worker.received.erase(0, sound ? at : worker.received.size());
    return sound;
  }

  /// The process has closed its end: done, or dead in the middle of an item.
  void finish(Worker& worker) {
    close(worker.from);
    int status = 0;
    while (waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    worker.pid = -1;
    worker.from = -1;
    if (!worker.has_items()) return;
    const bool out_of_memory = WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory_status;
    results_[worker.assignment.items[worker.assignment.next]].state = worker.killed_for_time
                                                                          ? WorkResult::State::timed_out
                                                                      : out_of_memory ? WorkResult::State::out_of_memory
                                                                                      : WorkResult::State::crashed;
    ++worker.assignment.next;
    if (past_deadline()) {
      refuse_rest(worker, WorkResult::State::refused);
    } else {
      start(worker);
    }
  }

  void refuse_rest(Worker& worker, WorkResult::State state) {
    for (; worker.has_items(); ++worker.assignment.next) {
      results_[worker.assignment.items[worker.assignment.next]].state = state;
    }
  }

  bool past_deadline() const {
    return options_.deadline_seconds > 0 &&
           std::chrono::duration<double>(Clock::now() - start_).count() > options_.deadline_seconds;
  }

  void watch_time() {
    const bool all_late = past_deadline();
    for (Worker& worker : workers_) {
      if (!worker.running() || worker.killed_for_time) continue;
      const std::optional<double> used = cpu_seconds(worker.pid);
      const double allowed = options_.limits.worker_seconds * (sanitized ? 20.0 : 1.0);
      const bool late = used.has_value() && *used - worker.cpu_at_item_start > allowed;
      if (!late && !all_late) continue;
      worker.killed_for_time = true;
      kill(worker.pid, SIGKILL);
    }
  }

  const Work& work_;
  WorkerOptions options_;
  std::vector<WorkResult> results_;
  std::vector<Worker> workers_;
  std::vector<char> chunk_ = std::vector<char>(std::size_t{1} << 18U);
  Clock::time_point start_;
};

}  // namespace

std::vector<WorkResult> run_forked(const Work& work, std::span<const std::uint32_t> weights,
                                   const WorkerOptions& options) {
  if (weights.empty()) return {};
  return Pool(work, weights, options).run();
}

std::vector<WorkResult> run_in_process(const Work& work, std::uint32_t count) {
  std::vector<WorkResult> results(count);
  for (std::uint32_t i = 0; i < count; ++i) results[i] = {WorkResult::State::done, work(i)};
  return results;
}

}  // namespace plumbline::driver

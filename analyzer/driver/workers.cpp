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

/// A worker's exit status when an item needed more memory than it may.
constexpr int out_of_memory_status = 3;
/// Its exit status when its store has no room for the block of its item.
constexpr int full_status = 5;

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

/// The items of one worker, in order.
struct Assignment {
  std::vector<std::uint32_t> items;
  std::size_t next = 0;  ///< first item without a result
};

/// `noexcept`: nothing may unwind into the parent's code, which would go on twice.
[[noreturn]] void work_as_child(const Work& work, const Assignment& assignment, BlockStore& store,
                                const Limits& limits) noexcept {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit_this_process(limits);
  // Whether anything can go on without memory is not worth finding out: the parent starts another worker behind it.
  std::set_new_handler([] { _exit(out_of_memory_status); });
  for (std::size_t i = assignment.next; i < assignment.items.size(); ++i) {
    if (!store.append(assignment.items[i], work(assignment.items[i]))) _exit(full_status);
  }
  _exit(0);
}

/// One worker process as the parent sees it.
struct Worker {
  pid_t pid = -1;
  int alive = -1;  ///< a pipe that closes when the process ends
  Assignment assignment;
  std::optional<BlockStore> store;  ///< of the process that runs
  std::uint64_t filled = 0;         ///< of the store, when last looked at
  double cpu_at_item_start = 0;     ///< CPU seconds of the process when its current item began
  bool killed_for_time = false;
  std::optional<std::size_t> full_at;  ///< the item for which the last store had no room

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
      : work_(work), weights_(weights), options_(options), results_(weights.size()), start_(Clock::now()) {
    assign(weights);
  }

  WorkResults run() {
    for (Worker& worker : workers_) start(worker);
    wait_for_all();
    // Where a process could not be started there may be room for one now that the others have ended.
    for (Worker& worker : workers_) {
      while (worker.has_items()) {
        if (!start(worker)) refuse_rest(worker, WorkResult::State::not_started);
        wait_for_all();
      }
    }
    return {std::move(results_), std::move(stores_), {}};
  }

 private:
  void wait_for_all() {
    while (std::any_of(workers_.begin(), workers_.end(), [](const Worker& w) { return w.running(); })) {
      wait_for_an_end();
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

  /// Blocks are some ten times as large as their files; one alone is never larger than a worker's memory.
  std::uint64_t store_size(const Worker& worker) const {
    std::uint64_t bytes = 0;
    for (std::size_t i = worker.assignment.next; i < worker.assignment.items.size(); ++i)
      bytes += std::uint64_t{weights_[worker.assignment.items[i]]} * 16 + 16'384;
    return worker.full_at ? bytes + options_.limits.worker_memory : bytes;
  }

  /// False when the system does not give what it needs; its items stay.
  bool start(Worker& worker) {
    if (!worker.has_items()) return true;
    int ends[2] = {-1, -1};
    worker.store = BlockStore::make(store_size(worker));
    if (!worker.store || pipe2(ends, O_CLOEXEC) != 0) return false;
    const pid_t pid = fork();
    if (pid < 0) {
      close(ends[0]);
      close(ends[1]);
      return false;
    }
    if (pid == 0) {
      close(ends[0]);
      for (Worker& other : workers_) {
        if (other.alive >= 0) close(other.alive);
        if (&other != &worker) other.store.reset();  // not this one's to write
      }
      stores_.clear();
      work_as_child(work_, worker.assignment, *worker.store, options_.limits);
    }
    close(ends[1]);
    worker.pid = pid;
    worker.alive = ends[0];
    worker.filled = 0;
    worker.killed_for_time = false;
    worker.cpu_at_item_start = 0;
    return true;
  }

  void wait_for_an_end() {
    std::vector<pollfd> watched;
    std::vector<Worker*> of;
    for (Worker& worker : workers_) {
      if (!worker.running()) continue;
      watched.push_back({worker.alive, 0, 0});  // its end is told in any case
      of.push_back(&worker);
    }
    if (poll(watched.data(), watched.size(), 50) <= 0) return;
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].revents != 0) finish(*of[i]);
    }
  }

  /// The process has closed its end: done, or dead in the middle of an item.
  void finish(Worker& worker) {
    close(worker.alive);
    kill(worker.pid, SIGKILL);  // one that only closed its end; it changes nothing for one that has ended
    int status = 0;
    while (waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    worker.pid = -1;
    worker.alive = -1;
    const bool sound = take_blocks(worker);
    if (worker.store->filled() > 0) stores_.push_back(std::move(*worker.store));
    worker.store.reset();
    if (!worker.has_items()) return;
    const bool full = sound && WIFEXITED(status) && WEXITSTATUS(status) == full_status;
    if (full && worker.full_at != worker.assignment.next) {
      worker.full_at = worker.assignment.next;  // once more for this item, with more room
    } else {
      results_[worker.assignment.items[worker.assignment.next]].state = state_of(worker, status, full);
      ++worker.assignment.next;
    }
    if (past_deadline()) {
      refuse_rest(worker, WorkResult::State::refused);
    } else {
      start(worker);
    }
  }

  static WorkResult::State state_of(const Worker& worker, int status, bool full) {
    if (worker.killed_for_time) return WorkResult::State::timed_out;
    const bool out_of_memory = WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory_status;
    return out_of_memory || full ? WorkResult::State::out_of_memory : WorkResult::State::crashed;
  }

  /// False when the worker says what it cannot say: hostile input has taken it over. It can only answer for the item
  /// that it is at.
  bool take_blocks(Worker& worker) {
    while (const auto entry = worker.store->next()) {
      if (!worker.has_items() || entry->index != worker.assignment.items[worker.assignment.next]) return false;
      results_[entry->index] = {WorkResult::State::done, entry->block};
      ++worker.assignment.next;
    }
    return !worker.store->has_rest();
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
      if (const std::uint64_t filled = worker.store->filled(); filled != worker.filled) {
        worker.filled = filled;
        worker.cpu_at_item_start = used.value_or(0);
      }
      const double allowed = options_.limits.worker_seconds * (sanitized ? 20.0 : 1.0);
      const bool late = used.has_value() && *used - worker.cpu_at_item_start > allowed;
      if (!late && !all_late) continue;
      worker.killed_for_time = true;
      kill(worker.pid, SIGKILL);
    }
  }

  const Work& work_;
  std::span<const std::uint32_t> weights_;
  WorkerOptions options_;
  std::vector<WorkResult> results_;
  std::vector<Worker> workers_;
  std::vector<BlockStore> stores_;  ///< of processes that have ended: their blocks are the results'
  Clock::time_point start_;
};

}  // namespace

WorkResults run_forked(const Work& work, std::span<const std::uint32_t> weights, const WorkerOptions& options) {
  if (weights.empty()) return {};
  return Pool(work, weights, options).run();
}

WorkResults run_in_process(const Work& work, std::uint32_t count) {
  WorkResults results;
  results.own_blocks.reserve(count);  // they do not move any more
  for (std::uint32_t i = 0; i < count; ++i) {
    results.own_blocks.push_back(work(i));
    results.items.push_back({WorkResult::State::done, results.own_blocks.back()});
  }
  return results;
}

}  // namespace plumbline::driver

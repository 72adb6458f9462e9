#include "analyzer/driver/workers.h"

#include <csignal>
#include <new>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

using namespace plumbline;
using namespace plumbline::driver;

namespace {

constexpr std::uint32_t guilty = 3;

/// Eight items on two workers; `guilty` does `bad`, the others say their number.
std::vector<WorkResult> run(const std::function<std::string()>& bad, const Limits& limits = {}) {
  const Work work = [&](std::uint32_t index) { return index == guilty ? bad() : std::string(index + 1, 'x'); };
  WorkerOptions options;
  options.workers = 2;
  options.limits = limits;
  const std::vector<std::uint32_t> weights(8, 1);
  return run_forked(work, weights, options);
}

void check_others(const std::vector<WorkResult>& results) {
  REQUIRE(results.size() == 8);
  for (std::uint32_t i = 0; i < results.size(); ++i) {
    CAPTURE(i);
    if (i == guilty) continue;
    CHECK(results[i].state == WorkResult::State::done);
    CHECK(results[i].block == std::string(i + 1, 'x'));
  }
}

}  // namespace

TEST_CASE("a worker that is killed loses the item that it was at, and no other") {
  const auto results = run([]() -> std::string {
    raise(SIGKILL);
    return {};
  });
  check_others(results);
  CHECK(results[guilty].state == WorkResult::State::crashed);
}

TEST_CASE("a worker that ends in silence has crashed") {
  const auto results = run([]() -> std::string { _exit(0); });
  check_others(results);
  CHECK(results[guilty].state == WorkResult::State::crashed);
}

TEST_CASE("an item without end is stopped") {
  Limits limits;
  limits.worker_seconds = 1;
  const auto results = run(
      []() -> std::string {
        while (true) getppid();
      },
      limits);
  check_others(results);
  CHECK(results[guilty].state == WorkResult::State::timed_out);
}

TEST_CASE("an exception ends its worker, and too much memory is told as such") {
  const auto results = run([]() -> std::string {
    std::signal(SIGABRT, SIG_DFL);  // the test's own handler would tell of it
    throw std::bad_alloc();
  });
  check_others(results);
  CHECK(results[guilty].state == WorkResult::State::crashed);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
  const auto large = run([]() -> std::string { return std::string(std::size_t{8} << 30U, 'x'); });
  check_others(large);
  CHECK(large[guilty].state == WorkResult::State::out_of_memory);
#endif
}

TEST_CASE("a worker that says nonsense is not believed") {
  for (const std::string_view nonsense : {std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16),
                                          std::string_view("\3\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", 16)}) {
    const auto results = run([&]() -> std::string {
      // The pipe to the parent is the last descriptor that no other program would get.
      int last = 0;
      for (int fd = 3; fd < 256; ++fd) {
        if ((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0 && fcntl(fd, F_GETFD) >= 0) last = fd;
      }
      for (int i = 0; i < 4; ++i) [[maybe_unused]] const ssize_t n = write(last, nonsense.data(), nonsense.size());
      return "believed";
    });
    check_others(results);
    CHECK(results[guilty].state == WorkResult::State::crashed);
  }
}

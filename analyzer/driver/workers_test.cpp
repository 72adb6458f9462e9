#include "analyzer/driver/workers.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <unistd.h>

using namespace plumbline;
using namespace plumbline::driver;

namespace {

constexpr std::uint32_t guilty = 3;

/// Eight items on two workers; `guilty` does `bad`, the others say their number.
WorkResults run(const std::function<std::string()>& bad, const Limits& limits = {}) {
  const Work work = [&](std::uint32_t index) { return index == guilty ? bad() : std::string(index + 1, 'x'); };
  WorkerOptions options;
  options.workers = 2;
  options.limits = limits;
  const std::vector<std::uint32_t> weights(8, 1);
  return run_forked(work, weights, options);
}

void check_others(const WorkResults& results) {
  REQUIRE(results.items.size() == 8);
  for (std::uint32_t i = 0; i < results.items.size(); ++i) {
    CAPTURE(i);
    if (i == guilty) continue;
    CHECK(results.items[i].state == WorkResult::State::done);
    CHECK(results.items[i].block == std::string(i + 1, 'x'));
  }
}

}  // namespace

TEST_CASE("a worker that is killed loses the item that it was at, and no other") {
  const auto results = run([]() -> std::string {
    raise(SIGKILL);
    return {};
  });
  check_others(results);
  CHECK(results.items[guilty].state == WorkResult::State::crashed);
}

TEST_CASE("a worker that ends in silence has crashed") {
  const auto results = run([]() -> std::string { _exit(0); });
  check_others(results);
  CHECK(results.items[guilty].state == WorkResult::State::crashed);
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
  CHECK(results.items[guilty].state == WorkResult::State::timed_out);
}

TEST_CASE("an exception ends its worker, and too much memory is told as such") {
  const auto results = run([]() -> std::string {
    std::signal(SIGABRT, SIG_DFL);  // the test's own handler would tell of it
    throw std::bad_alloc();
  });
  check_others(results);
  CHECK(results.items[guilty].state == WorkResult::State::crashed);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
  const auto large = run([]() -> std::string { return std::string(std::size_t{8} << 30U, 'x'); });
  check_others(large);
  CHECK(large.items[guilty].state == WorkResult::State::out_of_memory);
#endif
}

TEST_CASE("a worker that says nonsense is not believed") {
  for (const char nonsense : {'\0', '\xff'}) {
    const auto results = run([&]() -> std::string {
      // What it shares with its parent: the count of bytes, and the first blocks.
      std::FILE* maps = std::fopen("/proc/self/maps", "re");
      char line[512];
      while (maps != nullptr && std::fgets(line, sizeof line, maps) != nullptr) {
        if (std::strstr(line, " rw-s ") == nullptr) continue;
        auto* memory = reinterpret_cast<char*>(std::strtoull(line, nullptr, 16));
        std::memset(memory, 0x7f, 8);
        std::memset(memory + 16, nonsense, 4000);
      }
      if (maps != nullptr) std::fclose(maps);
      return "believed";
    });
    REQUIRE(results.items.size() == 8);
    CHECK(results.items[guilty].state != WorkResult::State::done);
    // The other worker's blocks are out of its reach.
    for (std::uint32_t i = 0; i < results.items.size(); i += 2) {
      CHECK(results.items[i].state == WorkResult::State::done);
      CHECK(results.items[i].block == std::string(i + 1, 'x'));
    }
  }
}

TEST_CASE("a worker that closes its end and goes on is ended") {
  const auto results = run([]() -> std::string {
    for (int fd = 3; fd < 256; ++fd) close(fd);
    while (true) pause();
  });
  check_others(results);
  CHECK(results.items[guilty].state == WorkResult::State::crashed);
}

TEST_CASE("a block that is larger than anyone could guess still arrives") {
  const auto results = run([]() -> std::string { return std::string(std::size_t{20} << 20U, 'y'); });
  check_others(results);
  CHECK(results.items[guilty].state == WorkResult::State::done);
  CHECK(results.items[guilty].block.size() == std::size_t{20} << 20U);
}

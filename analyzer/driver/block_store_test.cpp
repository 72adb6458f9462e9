#include "analyzer/driver/block_store.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

using plumbline::driver::BlockStore;

TEST_CASE("a parent reads the blocks of a worker that has ended, in turn and aligned") {
  auto store = BlockStore::make(1U << 20U);
  REQUIRE(store);
  const pid_t worker = fork();
  if (worker == 0) _exit(store->append(7, "first") && store->append(9, "") && store->append(8, "third") ? 0 : 1);
  int status = 1;
  waitpid(worker, &status, 0);
  CHECK(status == 0);
  for (const auto& [index, text] : {std::pair{7U, "first"}, std::pair{9U, ""}, std::pair{8U, "third"}}) {
    const auto entry = store->next();
    REQUIRE(entry);
    CHECK(entry->index == index);
    CHECK(entry->block == text);
    CHECK(reinterpret_cast<std::uintptr_t>(entry->block.data()) % 16 == 0);
  }
  CHECK_FALSE(store->next());
  CHECK_FALSE(store->has_rest());
}

TEST_CASE("a store that is full takes no more, and keeps what it has") {
  auto store = BlockStore::make(1U << 20U);
  REQUIRE(store);
  const std::string half(500'000, 'x');
  CHECK(store->append(0, half));
  CHECK(store->append(1, half));
  CHECK_FALSE(store->append(2, half));
  CHECK(store->append(3, "small"));
  CHECK(store->next()->block == half);
}

TEST_CASE("a size that does not fit into the memory ends the walk") {
  for (const std::uint64_t size :
       {std::uint64_t{6}, std::uint64_t{1} << 19U, ~std::uint64_t{0}, ~std::uint64_t{0} - 8}) {
    auto store = BlockStore::make(1U << 20U);
    REQUIRE(store);
    REQUIRE(store->append(0, "one"));
    // The frame of the only block begins 24 bytes before its text's end: index, padding, size, text.
    auto* text = const_cast<char*>(store->next()->block.data());
    std::memcpy(text - sizeof size, &size, sizeof size);
    BlockStore again = std::move(*store);
    CHECK(again.filled() == 32);
    CHECK_FALSE(again.next());
  }
}

TEST_CASE("what was read is given back, what follows stays") {
  auto store = BlockStore::make(16U << 20U);
  REQUIRE(store);
  const std::string large(3U << 20U, 'x');
  for (std::uint32_t i = 0; i < 4; ++i) REQUIRE(store->append(i, large));
  store->next();
  store->next();
  const auto third = store->next();
  store->forget_before(third->block);
  CHECK(third->block == large);
  CHECK(store->filled() == 0);  // its head is gone: the walk is over
  store->forget_before("a block of another store");
}

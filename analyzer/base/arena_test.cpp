#include "analyzer/base/arena.h"

#include <doctest/doctest.h>

TEST_CASE("a warm arena hands out the same memory again") {
  plumbline::Arena arena(128);
  const void* first = arena.allocate(100, 8);
  arena.allocate(100, 8);
  arena.reset();
  CHECK(arena.allocate(100, 8) == first);
  CHECK(arena.copy("abc") == "abc");
  CHECK(arena.used() == 103);
}

TEST_CASE("what is larger than a block gets a block of its own") {
  plumbline::Arena arena(16);
  const auto* numbers = arena.allocate_array<long>(1000);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers) % alignof(long) == 0);
}

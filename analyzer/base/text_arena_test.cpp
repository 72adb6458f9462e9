#include "analyzer/base/text_arena.h"

#include <cstring>
#include <string>

#include <doctest/doctest.h>

using namespace plumbline;

TEST_CASE("text stays where it was put") {
  TextArena arena(1 << 20);
  const Str first = arena.add("first").value();
  std::memcpy(arena.prepare(100), "second", 6);
  const Str second = arena.commit(6);
  CHECK(arena.get(first) == "first");
  CHECK(arena.get(second) == "second");
  CHECK(second.offset == 5);
}

TEST_CASE("a full arena says so") {
  TextArena arena(4096);
  CHECK(arena.add(std::string(4000, 'x')));
  CHECK_FALSE(arena.add(std::string(200, 'x')));
  CHECK(arena.prepare(200) == nullptr);
}

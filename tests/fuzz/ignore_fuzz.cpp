// Ignore rules: any text as patterns, any text as a path. The last of two lists decides as the longer list does, a path
// is never both, and the work is bounded by what was allowed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/source/ignore.h"

using namespace plumbline::source;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  // The first line is the path.
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view path = input.substr(0, end);
  const std::string_view text = input.substr(std::min(end + 1, input.size()));
  constexpr std::uint64_t allowed = 1'000'000;
  std::uint64_t steps = allowed;
  const IgnoreList list = IgnoreList::parse(text, "");
  const IgnoreVerdict file = list.match(path, false, steps);
  const IgnoreVerdict folder = list.match(path, true, steps);
  PLUMBLINE_CHECK(steps <= allowed, "steps are only used");
  if (file != IgnoreVerdict::none) PLUMBLINE_CHECK(folder != IgnoreVerdict::none, "a folder meets what a file meets");
  const std::optional<std::uint32_t> line = list.deciding_line(path, false, steps);
  PLUMBLINE_CHECK(line.has_value() == (file != IgnoreVerdict::none) || steps == 0, "a verdict has a line");
  if (line)
    PLUMBLINE_CHECK(*line <= 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), "in the file");
  // A path on its own, with nothing special in it, is a pattern that matches itself, whatever stood before.
  const bool plain =
      !path.empty() && path.find_first_of(std::string_view("*?[\\#! /\r\0", 11)) == std::string_view::npos;
  if (plain && !path.starts_with("\xef\xbb\xbf")) {
    const IgnoreList with = IgnoreList::parse(std::string(text) + "\n" + std::string(path) + "\n", "");
    PLUMBLINE_CHECK(with.match(path, false, steps) == IgnoreVerdict::ignored || steps == 0, "the last line decides");
  }
  return 0;
}

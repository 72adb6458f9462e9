// Any bytes are an environment file: entries in order, every place inside the file, values that map back.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/syntax/dotenv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);  // libFuzzer's name

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using plumbline::Span;
  const std::string_view file(reinterpret_cast<const char*>(bytes), size);
  const plumbline::syntax::Dotenv dotenv = plumbline::syntax::parse_dotenv(file);
  std::uint32_t last = 0;
  for (const plumbline::syntax::DotenvEntry& entry : dotenv.entries) {
    PLUMBLINE_CHECK(entry.span.begin >= last && entry.span.end <= size, "entries stand in order in the file");
    PLUMBLINE_CHECK(entry.span.contains(entry.name) && !entry.name.empty(), "a name in its entry");
    PLUMBLINE_CHECK(entry.value_span.begin >= entry.name.end, "a value behind its name");
    PLUMBLINE_CHECK(entry.span.end >= entry.value_span.end, "a value in its entry");
    PLUMBLINE_CHECK(entry.value.empty() || entry.value_span.contains(entry.value.source_span()), "a value's map");
    last = entry.span.end;
  }
  for (const plumbline::syntax::Comment& comment : dotenv.comments) {
    PLUMBLINE_CHECK(comment.span.of(file).substr(0, 1) == "#", "comments begin with their marker");
  }
  for (const plumbline::syntax::SyntaxError& error : dotenv.errors) {
    PLUMBLINE_CHECK(error.at.end <= size, "errors stand in the file");
  }
  return 0;
}

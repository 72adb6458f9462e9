// Any bytes as a baseline: what is read is written and read again the same; what is not read is told.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/base/utf8.h"
#include "analyzer/judge/baseline.h"

using namespace plumbline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<judge::Baseline> read = judge::parse_baseline(text, "b.json");
  if (!read) {
    PLUMBLINE_CHECK(read.error().origin.has_value(), "a mistake names the file");
    return 0;
  }
  const std::string written = judge::write_baseline(*read);
  PLUMBLINE_CHECK(find_invalid_utf8(written) == std::string_view::npos, "what is written is text");
  const Result<judge::Baseline> again = judge::parse_baseline(written, "b.json");
  PLUMBLINE_CHECK(again.has_value() && again->entries.size() == read->entries.size(), "no entry is lost");
  PLUMBLINE_CHECK(judge::write_baseline(*again) == written, "writing twice changes nothing");
  return 0;
}

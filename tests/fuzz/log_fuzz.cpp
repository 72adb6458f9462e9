// Any bytes as the log that is there: what people wrote stays, and a second run changes nothing.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/report/log.h"
#include "tests/support/sample_report.h"

using namespace plumbline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const test::SampleReport sample;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<std::string> merged = report::merge_log(text, sample.report, "log.md");
  if (!merged) return 0;
  const Result<std::string> again = report::merge_log(*merged, sample.report, "log.md");
  PLUMBLINE_CHECK(again.has_value(), "what was written is read");
  PLUMBLINE_CHECK(*again == *merged, "writing twice changes nothing");
  if (text.find("plumbline:") == std::string_view::npos)
    PLUMBLINE_CHECK(merged->find(text) != std::string::npos, "what people wrote stays");
  return 0;
}

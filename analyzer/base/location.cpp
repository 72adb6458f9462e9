#include "analyzer/base/location.h"

#include <cstdio>
#include <cstdlib>

#include "analyzer/base/check.h"

namespace plumbline {

std::string_view Span::of(std::string_view text) const {
  PLUMBLINE_CHECK(begin <= end && end <= text.size(), "a span lies inside its text");
  return text.substr(begin, size());
}

void check_failed(std::string_view condition, std::string_view why, std::string_view file, int line) {
  std::fprintf(stderr, "plumbline: internal error: %.*s (%.*s) at %.*s:%d\n", static_cast<int>(why.size()), why.data(),
               static_cast<int>(condition.size()), condition.data(), static_cast<int>(file.size()), file.data(), line);
  std::abort();
}

}  // namespace plumbline

// Any bytes as a configuration: read, or told what is wrong with a place in the file; and printing it never fails.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/driver/config.h"
#include "check_places.h"

using namespace plumbline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const driver::Config config = driver::parse_config(text, "c.yaml", diagnostics);
  fuzz::check_places(diagnostics, text);
  PLUMBLINE_CHECK(visible(driver::show_config(config)).size() >= 12, "every value is shown");
  if (diagnostics.has_errors()) return 0;
  for (const std::string& path : config.rules) PLUMBLINE_CHECK(!path.starts_with('/'), "rules are in the root");
  PLUMBLINE_CHECK(!config.set.empty(), "a configuration that is read sets its schema");
  return 0;
}

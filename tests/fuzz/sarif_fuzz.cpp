#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sarif/fingerprint.h"
#include "sarif/limits.h"
#include "sarif/text.h"
#include "sarif/write.h"

// Any bytes as a file, a path and a quoted value: the log stays JSON that says the same, the value no link, the URI
// relative, and every line has a hash.

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

std::size_t lines(std::string_view text) {
  std::size_t count = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))) ++count;
  }
  return count;
}

plumbline::sarif::Run run_about(const std::string& text, const std::string& uri) {
  plumbline::sarif::Run run;
  plumbline::sarif::Result result;
  result.rule_id = text;
  result.message.text = plumbline::sarif::escape_message(text) + plumbline::sarif::link_to(text, 1);
  plumbline::sarif::Location location;
  location.id = 1;
  location.physical = plumbline::sarif::PhysicalLocation{.artifact = {.uri = uri}};
  result.related_locations = {location};
  run.results = {result};
  run.artifacts = {{.location = {.uri = uri}, .source_language = text}};
  return run;
}

}  // namespace

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumbline::sarif;
  const std::string text(data, data + size);
  expect(line_hashes(text).size() == lines(text));
  expect(linked_ids(escape_message(text)).empty());
  expect(linked_ids(link_to(text, 7)) == std::vector<std::uint32_t>{7});
  expect(utf16_column(text, size) <= size + 1);
  expect(shortened(text, 5).size() <= 4 * std::size_t{5});

  const std::optional<std::string> uri = uri_from_path(text);
  if (uri) expect(!uri->empty() && uri->front() != '/' && uri->find(':') == std::string::npos);

  Run run = run_about(text, uri.value_or("a"));
  const nlohmann::json log = nlohmann::json::parse(write(run), nullptr, false);
  expect(log.is_object());
  const nlohmann::json& result = log["runs"][0]["results"][0];
  expect(result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["index"] == 0);
  expect(linked_ids(result["message"]["text"].get<std::string>()) == std::vector<std::uint32_t>{1});
  expect(nlohmann::json::parse(write(run, {.indented = false}), nullptr, false) == log);
  apply_limits(run, {.locations = 0});
  expect(linked_ids(run.results.front().message.text).empty());
  return 0;
}

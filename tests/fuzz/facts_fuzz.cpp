// The small languages: errors lie in the text, and what is accepted means the same when it is written out again.

#include <cstdint>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/facts/cron.h"
#include "analyzer/facts/duration.h"
#include "analyzer/facts/encoding.h"
#include "analyzer/facts/glob.h"
#include "analyzer/facts/image_reference.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/facts/semver.h"
#include "analyzer/facts/shell_words.h"
#include "analyzer/facts/templates.h"

namespace {

using plumbline::Span;
namespace facts = plumbline::facts;

void check_span(Span span, std::string_view text) {
  PLUMBLINE_CHECK(span.begin <= span.end && span.end <= text.size(), "a place lies in the text");
}

template <class T>
void check_error(const facts::Parsed<T>& parsed, std::string_view text) {
  if (!parsed) check_span(parsed.error().at, text);
}

void image(std::string_view text) {
  const auto parsed = facts::parse_image_reference(text);
  check_error(parsed, text);
  if (!parsed || !parsed->known()) return;
  const auto again = facts::parse_image_reference(parsed->canonical());
  PLUMBLINE_CHECK(again.has_value(), "a canonical reference is a reference");
  PLUMBLINE_CHECK(again->canonical() == parsed->canonical(), "normalising twice changes nothing");
}

void numbers(std::string_view text) {
  for (const auto dialect : {facts::CronDialect::posix, facts::CronDialect::kubernetes}) {
    const auto cron = facts::parse_cron(text, dialect);
    check_error(cron, text);
    if (!cron) continue;
    const auto runs = facts::next_runs(*cron, 0, 2);
    const auto least = facts::minimum_interval(*cron);
    PLUMBLINE_CHECK(runs.size() < 2 || (least && *least >= 1 && runs[1] - runs[0] >= *least),
                    "no gap is below the least");
  }
  check_error(facts::parse_duration(text), text);
  check_error(facts::parse_duration(text, true), text);
  check_error(facts::parse_quantity(text), text);
  check_error(facts::parse_quantity_milli(text), text);
  check_error(facts::parse_compose_bytes(text), text);
  const auto version = facts::parse_semver(text);
  if (version) PLUMBLINE_CHECK(facts::compare(*version, *version) == 0, "a version equals itself");
  if (version) PLUMBLINE_CHECK(facts::in_series(*version, *version), "a version is in its own series");
  facts::satisfies(facts::Semver{}, text);
  facts::ref_kind(text);
}

void texts(std::string_view text) {
  for (const auto kind : {facts::FilterKind::ref, facts::FilterKind::path})
    if (const auto error = facts::check_filter_glob(text, kind)) check_span(error->at, text);
  facts::match_filter_glob(text, "main/a");
  facts::match_path_glob(text, "main/a");
  const auto ignore = facts::DockerIgnore::parse(text);
  for (const auto& pattern : ignore.patterns()) check_span(pattern.span, text);
  ignore.ignores("src/main/a.js");
  for (const auto& word : facts::split_shell_words(text)) check_span(word.span, text);
  for (const Span span : facts::find_templates(text)) check_span(span, text);
  facts::secret_name(text);
  facts::is_placeholder_for(text, text);
  facts::is_reference(text);
  facts::looks_random(text);
  if (const auto span = facts::literal_default(text)) check_span(*span, text);
  if (const auto found = facts::find_url_credential(text)) check_span(found->password, text);
  facts::decode_base64(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  image(text);
  numbers(text);
  texts(text);
  return 0;
}

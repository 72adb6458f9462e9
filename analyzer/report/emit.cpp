#include "analyzer/report/emit.h"

#include <algorithm>

#include "analyzer/report/github.h"
#include "analyzer/report/json.h"
#include "analyzer/report/log.h"
#include "analyzer/report/sarif.h"
#include "analyzer/report/text.h"

namespace plumbline::report {

std::optional<Format> find_format(std::string_view wanted) {
  const auto found = std::find(format_names.begin(), format_names.end(), wanted);
  if (found == format_names.end()) return std::nullopt;
  return static_cast<Format>(found - format_names.begin());
}

Tool tool() {
  return {"plumbline", PLUMBLINE_VERSION, PLUMBLINE_HOMEPAGE};
}

std::string emit(const judge::Report& report, Format format, const EmitOptions& options) {
  switch (format) {
    case Format::text:
      return emit_text(report, options);
    case Format::concise:
      return emit_concise(report, options);
    case Format::json:
      return emit_json(report, options);
    case Format::jsonl:
      return emit_jsonl(report, options);
    case Format::sarif:
      return emit_sarif(report, options);
    case Format::github:
      return emit_github(report, options);
    case Format::log:
      return new_log(report);
  }
  return {};
}

}  // namespace plumbline::report

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cli/commands.h"
#include "analyzer/cli/log_file.h"
#include "analyzer/cli/session.h"

namespace plumbline::cli {

namespace {

/// An unknown format is a mistake that names the nearest.
std::optional<report::Format> format_named(std::string_view name) {
  if (const auto format = report::find_format(name)) return format;
  const std::string_view near = ascii::nearest(name, {report::format_names.begin(), report::format_names.end()});
  tell(fmt::format("unknown format '{}'{}", name,
                   near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near)));
  return std::nullopt;
}

struct Output {
  report::Format format;
  std::string path;  ///< empty: the log's own place
};

std::optional<std::vector<Output>> outputs_of(const Options& options) {
  std::vector<Output> outputs;
  for (const std::string& text : options.outputs) {
    const std::size_t equals = text.find('=');
    const auto format = format_named(text.substr(0, equals));
    if (!format) return std::nullopt;
    if (equals == std::string::npos && *format != report::Format::log) {
      tell(fmt::format("-o {0} needs a file: -o {0}=FILE", text));
      return std::nullopt;
    }
    outputs.push_back({*format, equals == std::string::npos ? std::string() : text.substr(equals + 1)});
  }
  return outputs;
}

void print_timings(const judge::Report& report) {
  std::vector<judge::RuleTiming> sorted = report.timings;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.nanoseconds > b.nanoseconds; });
  for (const judge::RuleTiming& timing : sorted) {
    if (timing.evaluations == 0) continue;
    std::fputs(fmt::format("{:>10.3f} ms {:>10} evaluations {:>8.0f} ns each  {}\n",
                           static_cast<double>(timing.nanoseconds) * 1e-6, timing.evaluations,
                           static_cast<double>(timing.nanoseconds) / static_cast<double>(timing.evaluations),
                           (*report.rules)[timing.rule.index].id)
                   .c_str(),
               stderr);
  }
}

}  // namespace

Exit run_check(const Options& options) {
  const auto format = format_named(options.format.empty() ? "text" : options.format);
  const auto outputs = outputs_of(options);
  if (!format || !outputs) return Exit::usage;
  auto opened = Session::open(options, options.arguments);
  if (const Exit* status = std::get_if<Exit>(&opened)) return *status;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  const auto shows_digests = [](report::Format one) {
    return one == report::Format::log || one == report::Format::sarif || one == report::Format::json ||
           one == report::Format::jsonl;
  };
  session.check_options().analysis.digests =
      shows_digests(*format) ||
      std::any_of(outputs->begin(), outputs->end(), [&](const Output& output) { return shows_digests(output.format); });
  auto checked = session.check();
  if (const Exit* status = std::get_if<Exit>(&checked)) return *status;
  const judge::Report& report = std::get<driver::CheckResult>(checked).report;
  const Exit status = session.status_of(report);
  if (status == Exit::usage) return status;
  report::EmitOptions emit = session.emit_options(STDOUT_FILENO);
  emit.exit_code = static_cast<int>(status);
  bool written = print(report::emit(report, *format, emit));
  for (const Output& output : *outputs) {
    report::EmitOptions plain = emit;
    plain.colour = false;
    plain.hyperlinks = false;
    if (output.format == report::Format::log) {
      const std::string path =
          output.path.empty() ? session.absolute(session.check_options().config.log_path) : output.path;
      written = write_log(path, report) && written;
    } else {
      written = write_file(output.path, report::emit(report, output.format, plain)) && written;
    }
  }
  if (options.timings) print_timings(report);
  return written ? status : Exit::internal;
}

}  // namespace plumbline::cli

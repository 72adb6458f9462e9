#include "analyzer/report/sarif.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/report/sarif_message.h"
#include "analyzer/report/sarif_rules.h"
#include "analyzer/report/view.h"
#include "sarif/fingerprint.h"
#include "sarif/limits.h"
#include "sarif/text.h"
#include "sarif/write.h"

namespace plumbline::report {

namespace {

constexpr std::uint32_t context_lines = 2;

class SarifWriter {
 public:
  SarifWriter(const judge::Report& report, const EmitOptions& options) : report_(report), options_(options) {}

  std::string write() {
    run_.driver = sarif_driver(report_);
    run_.taxonomies = sarif_taxonomies(report_);
    run_.automation_id = (options_.category.empty() ? std::string(tool().name) : options_.category) + "/";
    run_.automation_description = "The whole repository is analysed.";
    run_.uri_bases = {{.id = "SRCROOT", .description = "The root of the repository."}};
    if (const Revision& from = options_.revision; !from.repository.empty()) {
      run_.version_control = {{.repository_uri = from.repository,
                               .revision_id = from.commit,
                               .branch = from.branch,
                               .mapped_to_base_id = "SRCROOT"}};
    }
    run_.redaction_tokens = {"*"};
    const std::vector<std::uint32_t> shown = reported(report_, options_.show.value_or(Severity::note));
    for (const std::uint32_t i : shown) result(report_.verdicts[i]);
    if (options_.sarif_suppressed) {
      for (const std::uint32_t i : accepted(report_)) result(report_.verdicts[i]);
    }
    add_message_strings();
    invocation();
    artifacts();
    sarif::sort_results(run_);
    if (const sarif::Omitted omitted = sarif::apply_limits(run_); omitted.results != 0) {
      notify("limit-hit", sarif::Level::note,
             fmt::format("'{}' further results were left out: code scanning shows no more.", omitted.results));
    }
    return sarif::write(run_);
  }

 private:
  sarif::ArtifactLocation artifact(FileId file) {
    used_files_.insert(file.index);
    return {.uri = sarif::uri_from_path(file_of(report_, file).path()).value_or("unnamed"), .uri_base_id = "SRCROOT"};
  }

  sarif::Region region(Location at) const {
    const source::SourceFile& file = file_of(report_, at.file);
    const auto size = static_cast<std::uint32_t>(file.text().size());
    const std::uint32_t begin = std::min(at.span.begin, size);
    const std::uint32_t end = std::clamp(at.span.end, begin, size);
    sarif::Region out;
    out.start_line = file.lines().line_of(begin);
    out.end_line = file.lines().line_of(end);
    out.start_column = column(file, out.start_line, begin);
    out.end_column = column(file, out.end_line, end);
    return out;
  }

  static std::uint32_t column(const source::SourceFile& file, std::uint32_t number, std::uint32_t offset) {
    Span line = file.lines().line_span(number, file.text());
    if (number == 1 && file.text().substr(0, 3) == "\xef\xbb\xbf" && line.size() >= 3) line.begin += 3;
    const std::uint32_t within = std::clamp(offset, line.begin, line.end) - line.begin;
    return sarif::utf16_column(line.of(file.text()), within);
  }

  std::string lines_text(const source::SourceFile& file, std::uint32_t first, std::uint32_t last) const {
    const std::uint32_t begin = file.lines().line_span(first, file.text()).begin;
    return std::string(Span{begin, file.lines().line_span(last, file.text()).end}.of(file.text()));
  }

  sarif::Location location(Location at, bool with_text) {
    const source::SourceFile& file = file_of(report_, at.file);
    sarif::PhysicalLocation out;
    out.artifact = artifact(at.file);
    out.region = region(at);
    const auto size = static_cast<std::uint32_t>(file.text().size());
    if (with_text && at.span.end <= size) {
      out.region.snippet = std::string(at.span.of(file.text()));
      sarif::Region around;
      around.start_line = out.region.start_line > context_lines ? out.region.start_line - context_lines : 1;
      around.end_line = std::min(file.lines().line_count(), out.region.end_line + context_lines);
      around.start_column = 1;
      around.end_column = column(file, around.end_line, size);
      const bool larger = around.start_line != out.region.start_line || around.end_line != out.region.end_line ||
                          out.region.start_column != 1 || around.end_column != out.region.end_column;
      around.snippet = lines_text(file, around.start_line, around.end_line);
      if (larger) out.context_region = around;
    }
    sarif::Location whole;
    whole.physical = std::move(out);
    return whole;
  }

  const std::string& line_hash(Location at) {
    std::vector<std::string>& hashes = line_hashes_[at.file.index];
    const source::SourceFile& file = file_of(report_, at.file);
    if (hashes.empty()) {
      for (const sarif::LineHash& hash : sarif::line_hashes(file.text())) hashes.push_back(sarif::to_string(hash));
    }
    const std::uint32_t line =
        file.lines().line_of(std::min(at.span.begin, static_cast<std::uint32_t>(file.text().size())));
    return hashes[std::min<std::size_t>(line - 1, hashes.size() - 1)];
  }

  void result(const judge::Verdict& verdict) {
    const Diagnostic& what = verdict.finding.what;
    const engine::Rule* rule = rule_of(report_, verdict);
    const bool secret = rule != nullptr && rule->domain == engine::Domain::secrets;
    sarif::Result out;
    out.rule_id = rule_id(report_, verdict);
    out.level = sarif_level(verdict.severity);
    SarifMessage message = sarif_message(what.message);
    sarif::Location at = location(primary(verdict), !secret);
    if (!verdict.finding.logical_path.empty()) at.logical = {logical(verdict.finding.logical_path)};
    at.message.text = sarif_message(what.labels.front().text).text;
    out.locations = {std::move(at)};
    std::vector<std::string> links;
    for (std::size_t i = 1; i < what.labels.size(); ++i) {
      sarif::Location related = location(what.labels[i].at, !secret);
      related.id = static_cast<std::uint32_t>(i);
      related.message.text = sarif_message(what.labels[i].text).text;
      const Place place = place_of(report_, what.labels[i].at);
      const std::string words = what.labels[i].text.empty() ? fmt::format("{}:{}", place.path, place.begin.line)
                                                            : plain_words(what.labels[i].text);
      links.push_back(sarif::link_to(words, *related.id));
      out.related_locations.push_back(std::move(related));
    }
    if (message.arguments.empty()) {
      // A message string without any value is one that every result repeats: there the path makes the difference.
      message.format = fmt::format("In '{{0}}': {}", message.format);
      message.arguments = {sarif::escape_message(visible(place_of(report_, primary(verdict)).path, 200))};
    }
    out.message = {
        .text = message.text, .id = message_id(out.rule_id, message.format), .arguments = std::move(message.arguments)};
    if (!links.empty()) out.message.text += fmt::format(" See: {}.", fmt::join(links, ", "));
    out.fingerprints = {{std::string(sarif::fingerprint_key), verdict.fingerprint}};
    out.partial_fingerprints = {{std::string(sarif::line_hash_key), line_hash(primary(verdict))}};
    if (options_.sarif_suppressed) suppression(out, verdict);
    if (options_.sarif_suppressed && report_.compares)
      out.baseline_state = verdict.is_new ? sarif::BaselineState::fresh : sarif::BaselineState::unchanged;
    if (verdict.finding.fix && verdict.finding.fix->safe) out.fixes = {fix(*verdict.finding.fix)};
    run_.results.push_back(std::move(out));
  }

  static sarif::LogicalLocation logical(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    return {
        .name = dot == std::string::npos ? path : path.substr(dot + 1), .fully_qualified_name = path, .kind = "object"};
  }

  /// The rule's message string of this form; a rule has more than one when its template yields different pieces.
  std::string message_id(const std::string& rule, const std::string& format) {
    std::vector<std::string>& formats = formats_[rule];
    auto found = std::find(formats.begin(), formats.end(), format);
    if (found == formats.end()) found = formats.insert(formats.end(), format);
    return found == formats.begin() ? "default" : fmt::format("form{}", found - formats.begin() + 1);
  }

  void add_message_strings() {
    for (sarif::Rule& rule : run_.driver.rules) {
      const auto found = formats_.find(rule.id);
      if (found == formats_.end()) continue;
      for (std::size_t i = 0; i < found->second.size(); ++i) {
        rule.message_strings.emplace_back(i == 0 ? "default" : fmt::format("form{}", i + 1),
                                          sarif::MultiformatText{.text = found->second[i], .markdown = {}});
      }
    }
  }

  void suppression(sarif::Result& out, const judge::Verdict& verdict) {
    if (verdict.standing == judge::Standing::stands) return;
    sarif::Suppression each;
    each.kind = verdict.standing == judge::Standing::baselined ? sarif::SuppressionKind::external
                                                               : sarif::SuppressionKind::in_source;
    if (verdict.acceptance) {
      each.justification = visible(verdict.acceptance->reason, 200);
      if (verdict.acceptance->at) each.location = location(*verdict.acceptance->at, false);
    }
    out.suppressions = {std::move(each)};
  }

  sarif::Fix fix(const engine::Fix& fix) {
    std::map<std::uint32_t, sarif::ArtifactChange> changes;
    for (const engine::Edit& edit : fix.edits) {
      sarif::ArtifactChange& change = changes[edit.at.file.index];
      change.artifact = artifact(edit.at.file);
      change.replacements.push_back(
          {.deleted = region(edit.at),
           .inserted = edit.replacement.joined([](std::string_view quoted) { return quoted; })});
    }
    sarif::Fix out;
    out.description.text = "Replace as shown.";
    for (auto& [file, change] : changes) out.changes.push_back(std::move(change));
    return out;
  }

  sarif::Notification& notify(const std::string& descriptor, sarif::Level level, std::string text,
                              bool configuration = false) {
    sarif::Invocation& invocation = run_.invocations.front();
    auto& list = configuration ? invocation.configuration_notifications : invocation.tool_notifications;
    sarif::Notification out;
    out.descriptor_id = descriptor;
    out.level = level;
    out.message.text = std::move(text);
    list.push_back(std::move(out));
    return list.back();
  }

  void invocation() {
    run_.invocations.resize(1);
    sarif::Invocation& invocation = run_.invocations.front();
    invocation.execution_successful = !report_.incomplete() && options_.exit_code < 2;
    invocation.exit_code = options_.exit_code;
    if (!invocation.execution_successful) invocation.exit_code_description = "Something could not be analysed.";
    for (const judge::NotAnalysed& each : report_.coverage.not_analysed) {
      const sarif::Level level = each.fails ? sarif::Level::error : sarif::Level::note;
      sarif::Notification& out =
          notify(std::string(name(each.code)), level,
                 fmt::format("'{}': {}", sarif::escape_message(each.path), sarif_message(each.why).text));
      if (const auto file = find_file(each.path)) out.locations = {of_file(*file)};
    }
    for (const engine::RuleFailure& each : report_.coverage.rule_failures) {
      sarif::Notification& out =
          notify("rule-error", sarif::Level::error,
                 fmt::format("A rule could not be evaluated: {}.", sarif::escape_message(each.why)));
      out.locations = {location(each.at, false)};
      if (each.rule.index < report_.rules->size()) out.associated_rule_id = (*report_.rules)[each.rule.index].id;
    }
    if (!report_.coverage.rules_not_evaluated.empty()) {
      notify("rule-error", sarif::Level::note,
             fmt::format("Not evaluated, because only some files were read: '{}'.",
                         fmt::join(report_.coverage.rules_not_evaluated, ", ")));
    }
    for (const judge::AcceptanceNote& each : report_.acceptance_notes) {
      sarif::Notification& out = notify("suppression", sarif::Level::note, sarif_message(each.message).text, true);
      if (each.at) out.locations = {location(*each.at, false)};
    }
    const AcceptedCounts counts = count_accepted(report_);
    if (counts.total() != 0) {
      notify("accepted", sarif::Level::note,
             fmt::format("Accepted: '{}' by ignore comments, '{}' by decisions, '{}' by the baseline; '{}' of them by "
                         "comments that this change adds.",
                         counts.suppressed, counts.decided, counts.baselined, counts.added_here));
    }
  }

  std::optional<FileId> find_file(std::string_view path) const {
    const auto found = std::find_if(report_.files->begin(), report_.files->end(),
                                    [&](const source::SourceFile& file) { return file.path() == path; });
    if (found == report_.files->end()) return std::nullopt;
    return FileId{static_cast<std::uint32_t>(found - report_.files->begin())};
  }

  sarif::Location of_file(FileId file) {
    sarif::Location out;
    out.physical = sarif::PhysicalLocation{};
    out.physical->artifact = artifact(file);
    return out;
  }

  void artifacts() {
    const auto& rows = report_.repo->rows<ir::File>();
    for (const std::uint32_t index : used_files_) {
      const source::SourceFile& file = file_of(report_, {index});
      sarif::Artifact out;
      out.location = artifact({index});
      out.roles = {"analysisTarget"};
      out.length = file.text().size();
      if (index < rows.size()) out.source_language = language(rows[index].kind);
      if (index < report_.file_digests.size()) out.sha256 = report_.file_digests[index];
      run_.artifacts.push_back(std::move(out));
    }
  }

  static std::string language(source::FileKind kind) {
    switch (kind) {
      case source::FileKind::dockerfile:
        return "dockerfile";
      case source::FileKind::fastfile:
      case source::FileKind::fastlane_config:
      case source::FileKind::ruby:
        return "ruby";
      case source::FileKind::typescript:
      case source::FileKind::nextjs_page:
      case source::FileKind::nextjs_layout:
      case source::FileKind::nextjs_sitemap:
      case source::FileKind::nextjs_robots:
      case source::FileKind::nextjs_manifest:
        return "typescript";
      case source::FileKind::javascript:
        return "javascript";
      case source::FileKind::shell:
        return "shell";
      case source::FileKind::json:
      case source::FileKind::package_json:
        return "json";
      case source::FileKind::github_workflow:
      case source::FileKind::github_action:
      case source::FileKind::gitlab_ci:
      case source::FileKind::circleci:
      case source::FileKind::kubernetes:
      case source::FileKind::compose:
      case source::FileKind::helm_chart:
      case source::FileKind::helm_values:
      case source::FileKind::kustomization:
      case source::FileKind::yaml:
        return "yaml";
      default:
        return {};
    }
  }

  const judge::Report& report_;
  const EmitOptions& options_;
  sarif::Run run_;
  std::set<std::uint32_t> used_files_;
  std::map<std::uint32_t, std::vector<std::string>> line_hashes_;
  std::map<std::string, std::vector<std::string>> formats_;  // message strings by rule
};

}  // namespace

std::string emit_sarif(const judge::Report& report, const EmitOptions& options) {
  return SarifWriter(report, options).write();
}

}  // namespace plumbline::report

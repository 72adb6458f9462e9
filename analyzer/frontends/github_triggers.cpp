#include <fmt/format.h>

#include "analyzer/frontends/github_file.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// A filter together with its opposite, as one list of patterns: what is ignored has a `!`.
std::vector<std::string> filter(const DataView& event, std::string_view key) {
  const std::vector<std::string_view> written = words_of(event[key]);
  std::vector<std::string> patterns(written.begin(), written.end());
  for (const std::string_view ignored : words_of(event[fmt::format("{}-ignore", key)])) {
    patterns.push_back(fmt::format("!{}", ignored));
  }
  return patterns;
}

class TriggerReader {
 public:
  TriggerReader(std::vector<std::string>& events, GithubFile& file) : events_(events), file_(file) {}

  std::vector<Ref<ir::Trigger>> read(const DataView& on) {
    if (on.is_scalar() && !on.text().empty()) add(on, on.text(), {});
    for (const DataView& element : on.elements()) {
      if (element.is_scalar()) add(element, element.text(), {});
    }
    if (on.is_map()) {
      for (const DataView& event : on.children()) {
        if (event.key() == "schedule") {
          add_schedule(event);
        } else {
          add(event, event.key(), event);
        }
      }
    }
    return std::move(triggers_);
  }

 private:
  ir::Trigger row(const DataView& node, std::string_view event, std::string_view path) {
    ir::Trigger row = row_at<ir::Trigger>(node, path, file_);
    row.event = file_.ir.str(event);
    row.kind = file_.facts.event(event).kind;
    events_.emplace_back(event);
    return row;
  }

  void add(const DataView& node, std::string_view event, const DataView& options) {
    ir::Trigger trigger = row(node, event, fmt::format("on.{}", event));
    const std::vector<std::string> branches = filter(options, "branches");
    const std::vector<std::string> tags = filter(options, "tags");
    trigger.types = file_.ir.strs(words_of(options["types"]));
    trigger.branches = file_.ir.strs(branches);
    trigger.paths = file_.ir.strs(filter(options, "paths"));
    trigger.tags = file_.ir.strs(tags);
    // With tags alone, no push of a branch starts it.
    if (trigger.kind == ir::TriggerKind::push && !tags.empty() && branches.empty()) trigger.kind = ir::TriggerKind::tag;
    triggers_.push_back(file_.ir.add(trigger));
  }

  void add_schedule(const DataView& schedule) {
    std::size_t index = 0;
    for (const DataView& entry : schedule.elements()) {
      const DataView cron = entry["cron"];
      ir::Trigger trigger = row(cron ? cron : entry, "schedule", fmt::format("on.schedule[{}]", index++));
      if (cron.is_scalar()) trigger.schedule = file_.ir.str(cron.text());
      triggers_.push_back(file_.ir.add(trigger));
    }
    if (index == 0) add(schedule, "schedule", {});
  }

  std::vector<std::string>& events_;
  GithubFile& file_;
  std::vector<Ref<ir::Trigger>> triggers_;
};

ir::Maybe<ir::PermissionLevel> level(const DataView& node) {
  const std::string_view word = node.text();
  if (word == "none") return ir::PermissionLevel::none;
  if (word == "read" || word == "read-all") return ir::PermissionLevel::read;
  if (word == "write" || word == "write-all") return ir::PermissionLevel::write;
  return ir::Maybe<ir::PermissionLevel>::unknown(node.span());
}

}  // namespace

std::vector<Ref<ir::Trigger>> github_triggers(const DataView& on, std::vector<std::string>& events, GithubFile& file) {
  return TriggerReader(events, file).read(on);
}

std::vector<Ref<ir::Permission>> github_permissions(const DataView& node, std::string_view path, GithubFile& file) {
  std::vector<Ref<ir::Permission>> permissions;
  if (node.is_scalar() && !node.text().empty()) {
    ir::Permission row = row_at<ir::Permission>(node, path, file);
    row.head = first_line(node.span(), file.input.text);
    row.scope = file.ir.str("*");
    row.level = level(node);
    permissions.push_back(file.ir.add(row));
  }
  if (!node.is_map()) return permissions;
  for (const DataView& scope : node.children()) {
    ir::Permission row = row_at<ir::Permission>(scope, fmt::format("{}.{}", path, scope.key()), file);
    row.scope = file.ir.str(scope.key());
    row.level = level(scope);
    permissions.push_back(file.ir.add(row));
  }
  return permissions;
}

}  // namespace plumbline::frontends

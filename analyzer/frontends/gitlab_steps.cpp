#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/built_images.h"
#include "analyzer/frontends/gitlab_file.h"
#include "analyzer/frontends/rollback.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// Inputs of a component are filled in as text before anything else reads the file.
std::vector<Filled> inputs_in(std::string_view text) {
  std::vector<Filled> all;
  for (std::size_t at = text.find("$[["); at != std::string_view::npos; at = text.find("$[[", at)) {
    const std::size_t end = text.find("]]", at);
    if (end == std::string_view::npos) break;
    all.push_back({{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end + 2)}, {}});
    at = end + 2;
  }
  return all;
}

class ScriptReader {
 public:
  ScriptReader(std::string_view path, Ref<ir::Job> job, bool rolls_back, GitlabSteps& result, GitlabFile& file)
      : path_(path), job_(job), rolls_back_(rolls_back), result_(result), file_(file) {}

  /// `afterwards`: in a shell of its own, whose failure nobody sees.
  void read(const DataView& written, std::string_view key, bool afterwards) {
    if (!written) return;
    const GitlabItems items = file_.config.items(written);
    const std::string path = fmt::format("{}.{}", path_, key);
    const Ref<ir::Step> step = file_.ir.add(row_at<ir::Step>(written, path, file_));
    ShellPlace place;
    place.job = job_;
    place.step = step;
    // The runner's script stops at the first failure, and pipefail is on where the shell has it.
    place.errexit = !afterwards;
    place.pipefail = !afterwards;
    std::vector<Ref<ir::Command>> commands;
    bool complete = !items.open;
    ir::EnumSet<ir::Role> roles;
    for (std::size_t i = 0; i < items.items.size(); ++i) {
      const DataView& item = items.items[i];
      if (!item.is_scalar()) continue;
      const std::string item_path = fmt::format("{}[{}]", path, i);
      place.path = item_path;
      const ShellEntities& read = shell(item, place);
      commands.insert(commands.end(), read.commands.begin(), read.commands.end());
      complete = complete && read.complete;
      for (const Ref<ir::Command> command : read.commands) {
        roles.add(file_.ir[command].own_roles);
        follow_options(file_.ir[command], place);
      }
    }
    ir::Step row = file_.ir[step];
    row.id = file_.ir.str(key);
    row.job = job_;
    row.runs_shell = true;
    row.always_runs = afterwards;
    if (afterwards) row.continue_on_error = true;
    if (!commands.empty()) row.head = file_.ir[commands.front()].head;
    row.commands = file_.ir.list(commands, !complete);
    row.own_roles = roles;
    file_.ir[step] = row;
    result_.steps.push_back(step);
    result_.roles.add(roles);
    result_.open = result_.open || items.open;
  }

 private:
  /// Two jobs that take over the same text have the same commands, unless one of them is a way back.
  const ShellEntities& shell(const DataView& item, const ShellPlace& place) {
    const std::uint64_t flags = (place.errexit ? 1U : 0U) | (place.pipefail ? 2U : 0U) | (rolls_back_ ? 4U : 0U);
    const std::uint64_t key = std::uint64_t{item.resolved().index()} << 3U | flags;
    const auto [found, added] = file_.shells.try_emplace(key);
    if (!added) return found->second;
    const source::MappedText text = item.mapped();
    found->second = add_commands(text, place, inputs_in(text.text()), file_.context, file_.ir);
    if (rolls_back_) {
      for (const Ref<ir::Command> command : found->second.commands) turn_into_rollback(file_.ir[command].own_roles);
    }
    const auto images = add_built_images(found->second.commands, {place.job, place.step, {}}, file_.ir);
    result_.images.insert(result_.images.end(), images.begin(), images.end());
    return found->second;
  }

  /// Entries of a list are lines of one script.
  void follow_options(const ir::Command& command, ShellPlace& place) {
    if (file_.ir.text(command.program) != "set" || !command.inside.empty()) return;
    std::string_view before;
    for (const Str arg : file_.ir.tables().list(command.args)) {
      const std::string_view word = file_.ir.text(arg);
      const bool on = !word.empty() && word.front() == '-';
      const bool off = !word.empty() && word.front() == '+';
      if (word == "pipefail") place.pipefail = !before.empty() && before.front() == '-';
      if ((on || off) && word.find('e') != std::string_view::npos) place.errexit = on;
      if ((on || off) && word.find('x') != std::string_view::npos) place.xtrace = on;
      before = word;
    }
  }

  std::string_view path_;
  Ref<ir::Job> job_;
  bool rolls_back_;
  GitlabSteps& result_;
  GitlabFile& file_;
};

bool on_windows(const DataView& tags) {
  for (const std::string_view tag : words_of(tags)) {
    if (ascii::contains_ignoring_case(tag, "windows")) return true;
  }
  return false;
}

}  // namespace

GitlabSteps gitlab_steps(const GitlabLayers& layers, std::string_view path, Ref<ir::Job> job, bool rolls_back,
                         GitlabFile& file) {
  GitlabSteps result;
  result.open = layers.open;
  if (on_windows(file.config.inherited(layers, "tags"))) {
    result.open = true;  // PowerShell
    return result;
  }
  ScriptReader reader(path, job, rolls_back, result, file);
  const DataView script = layers["script"];
  if (script) reader.read(file.config.inherited(layers, "before_script"), "before_script", false);
  reader.read(script, "script", false);
  if (script) reader.read(file.config.inherited(layers, "after_script"), "after_script", true);
  return result;
}

}  // namespace plumbline::frontends

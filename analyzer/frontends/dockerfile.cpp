#include "analyzer/frontends/dockerfile.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/images.h"
#include "analyzer/syntax/dockerfile.h"

namespace plumbline::frontends {

namespace {

namespace syn = syntax::dockerfile;

ir::Keyword keyword_of(syn::Keyword keyword) {
  const auto& words = ir::Vocabulary<ir::Keyword>::words;
  const auto found = std::find(words.begin(), words.end(), syn::name(keyword));
  return found == words.end() ? ir::Keyword::unknown : static_cast<ir::Keyword>(found - words.begin());
}

/// "root", "0", "0:0" and "root:root" are root; nothing is known of an empty one.
bool names_root(std::string_view user) {
  const std::string_view name = user.substr(0, user.find(':'));
  return name == "root" || (!name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c == '0'; }));
}

class Builder {
 public:
  Builder(const Input& input, Context& context, ir::FileIrBuilder& ir)
      : input_(input), context_(context), ir_(ir), file_(syn::parse(input.text, context.limits())) {}

  void run() {
    tell_problems();
    for (const syn::Directive& directive : file_.directives)
      add_comment({directive.name_span.begin, directive.span.end}, ir_);
    for (const Comment& comment : comments()) add_comment({comment.span.begin + 1, comment.span.end}, ir_);
    if (file_.instructions.empty()) return;
    for (const syn::Instruction& instruction : file_.instructions) {
      if (instruction.keyword == syn::Keyword::from) {
        open_stage(instruction);
      }
      const Ref<ir::Instruction> row = add_instruction(instruction, false);
      all_.push_back(row);
      if (!stages_.empty()) stages_.back().instructions.push_back(row);
      if (!stages_.empty()) apply_to_stage(instruction, row);
    }
    finish();
  }

 private:
  using Comment = syntax::Comment;

  struct OpenStage {
    Ref<ir::Stage> row;
    std::string name;
    std::vector<Ref<ir::Instruction>> instructions;
    std::vector<Ref<ir::Variable>> variables;
    std::vector<Ref<ir::Port>> ports;
    std::vector<std::size_t> needs;               // indices of earlier stages
    std::map<std::string, std::uint32_t> counts;  // instructions by keyword, for paths
    bool pipefail = false;
  };

  std::vector<Comment> comments() const {
    std::vector<Comment> sorted = file_.comments;
    std::sort(sorted.begin(), sorted.end(),
              [](const Comment& a, const Comment& b) { return a.span.begin < b.span.begin; });
    return sorted;
  }

  void tell_problems() {
    for (const syntax::SyntaxError& error : file_.errors)
      ir_.problem(Code::syntax_error, Severity::error, error.at, Text(error.message));
    for (const syntax::SyntaxError& limit : file_.limits)
      ir_.problem(Code::limit_hit, Severity::error, limit.at, Text(limit.message));
  }

  std::optional<std::size_t> stage_named(std::string_view name) const {
    for (std::size_t i = stages_.size(); i-- > 0;) {
      if (!stages_[i].name.empty() && ascii::equal_ignoring_case(stages_[i].name, name)) return i;
    }
    const std::optional<std::int64_t> index = ascii::parse_int(name);
    if (index && *index >= 0 && static_cast<std::size_t>(*index) < stages_.size())
      return static_cast<std::size_t>(*index);
    return std::nullopt;
  }

  void open_stage(const syn::Instruction& from) {
    OpenStage open;
    ir::Stage stage;
    stage.span = from.span;
    stage.head = first_line(from.line_span, input_.text);
    stage.index = static_cast<std::int64_t>(stages_.size());
    if (const syn::Word* name = from.stage_name()) {
      open.name = std::string(name->view());
      stage.name = ir_.str(name->view());
    }
    stage.path = ir_.str(fmt::format("stages.{}", open.name.empty() ? std::to_string(stages_.size()) : open.name));
    if (const syn::Flag* platform = from.flag("platform")) {
      stage.platform = platform->value.variables.empty() ? ir::Maybe<Str>(ir_.str(platform->value.view()))
                                                         : ir::Maybe<Str>::unknown(platform->value.span);
    }
    if (const syn::Word* image = from.image()) {
      const std::optional<std::size_t> earlier = stage_named(image->view());
      // A number is an image's name here: only COPY --from counts stages.
      if (earlier && !ascii::parse_int(image->view())) {
        stage.base_stage = stages_[*earlier].row;
        open.needs.push_back(*earlier);
        const ir::Stage& base = ir_[stage.base_stage];
        stage.user = base.user;
        stage.runs_as_root = base.runs_as_root;
        stage.workdir = base.workdir;
        open.pipefail = stages_[*earlier].pipefail;
      } else {
        start_from_image(*image, stage);
      }
    }
    open.row = ir_.add(stage);
    stages_.push_back(std::move(open));
  }

  void start_from_image(const syn::Word& word, ir::Stage& stage) {
    const syn::Expanded expanded =
        syn::expand(word.raw, file_.escape, [&](std::string_view name) { return argument(name); });
    const Ref<ir::Image> image = add_image(word.variables.empty() ? word.view() : std::string_view(expanded.text),
                                           word.span, ir::ImageRole::base, ir_.text(stage.path), ir_);
    ir::Image& row = ir_[image];
    row.text = ir_.str(word.raw);
    // A default can be overridden when it is built: known, but not what surely runs.
    if (!word.variables.empty()) row.literal = false;
    if (!expanded.known) row.tag_is_literal = false;
    stage.base = image;
    if (!expanded.known) {
      stage.runs_as_root = ir::Maybe<bool>::unknown(word.span);
      return;
    }
    const std::optional<bool> root =
        context_.base_images().runs_as_root(ir_.text(row.registry), ir_.text(row.repository), ir_.text(row.tag));
    stage.runs_as_root = root ? ir::Maybe<bool>(*root) : ir::Maybe<bool>::unknown(word.span);
  }

  /// A global ARG's default: what FROM sees.
  syn::Value argument(std::string_view name) const {
    const auto found = globals_.find(std::string(name));
    if (found == globals_.end()) return {syn::Value::State::unknown, ""};
    return found->second ? syn::Value{syn::Value::State::set, *found->second}
                         : syn::Value{syn::Value::State::unknown, ""};
  }

  std::string path_of(const syn::Instruction& instruction, bool nested) {
    const std::string_view keyword =
        instruction.keyword == syn::Keyword::unknown ? "unknown" : syn::name(instruction.keyword);
    const std::string inner = nested ? "ONBUILD." : "";
    if (stages_.empty()) return fmt::format("{}{}[{}]", inner, keyword, all_.size());
    OpenStage& stage = stages_.back();
    return fmt::format("{}.{}{}[{}]", ir_.text(ir_[stage.row].path), inner, keyword,
                       stage.counts[std::string(keyword)]++);
  }

  Ref<ir::Instruction> add_instruction(const syn::Instruction& instruction, bool nested) {
    ir::Instruction row;
    const std::string path = path_of(instruction, nested);
    row.path = ir_.str(path);
    row.span = instruction.span;
    row.head = first_line(instruction.line_span, input_.text);
    row.keyword = keyword_of(instruction.keyword);
    row.name = ir_.str(instruction.keyword_span.of(input_.text));
    row.text = ir_.str(ascii::trim(instruction.text.text()));
    row.exec_form = instruction.form == syn::Form::json;
    row.broken_exec_form = instruction.broken_json;
    row.heredoc = !instruction.heredocs.empty();
    row.on_build = nested;
    if (!stages_.empty()) row.stage = stages_.back().row;
    add_words(instruction, row);
    add_flags(instruction, row, path);
    add_variables(instruction, row, path);
    const Ref<ir::Instruction> ref = ir_.add(row);
    add_shell(instruction, ref, path);
    if (instruction.keyword == syn::Keyword::onbuild && instruction.nested < file_.nested.size()) {
      const Ref<ir::Instruction> inner = add_instruction_once(file_.nested[instruction.nested]);
      all_.push_back(inner);
      if (!stages_.empty()) stages_.back().instructions.push_back(inner);
    }
    return ref;
  }

  // ONBUILD of ONBUILD is refused by the parser, so this does not nest further.
  Ref<ir::Instruction> add_instruction_once(const syn::Instruction& instruction) {
    syn::Instruction flat = instruction;
    flat.nested = ~0U;
    if (flat.keyword == syn::Keyword::onbuild) flat.keyword = syn::Keyword::unknown;
    return add_instruction(flat, true);
  }

  void add_words(const syn::Instruction& instruction, ir::Instruction& row) {
    std::vector<std::string> words;
    std::vector<std::string> names;
    for (const syn::Word& word : instruction.words) {
      words.emplace_back(word.view());
      for (const syn::Variable& variable : word.variables) names.push_back(variable.name);
    }
    for (const syn::Pair& pair : instruction.pairs) {
      for (const syn::Variable& variable : pair.value.variables) names.push_back(variable.name);
    }
    row.words = ir_.strs(words);
    row.refers_to = ir_.strs(names);
    const bool copies = instruction.keyword == syn::Keyword::copy || instruction.keyword == syn::Keyword::add;
    if (!copies || words.empty()) return;
    row.destination = ir_.str(words.back());
    words.pop_back();
    row.sources = ir_.strs(words);
  }

  void add_flags(const syn::Instruction& instruction, ir::Instruction& row, const std::string& path) {
    std::vector<std::string> flags;
    std::vector<Ref<ir::Mount>> mounts;
    for (const syn::Flag& flag : instruction.flags) {
      flags.emplace_back(flag.span.of(input_.text));
      if (flag.name == "from") {
        row.from = ir_.str(flag.value.view());
        need_stage(flag.value.view());
      }
      if (flag.name == "mount") mounts.push_back(add_mount(flag, path));
    }
    row.flags = ir_.strs(flags);
    row.mounts = ir_.list(mounts);
  }

  void need_stage(std::string_view name) {
    if (stages_.empty()) return;
    if (const std::optional<std::size_t> earlier = stage_named(name)) stages_.back().needs.push_back(*earlier);
  }

  Ref<ir::Mount> add_mount(const syn::Flag& flag, const std::string& path) {
    ir::Mount row;
    row.span = flag.span;
    row.head = first_line(flag.span, input_.text);
    row.path = ir_.str(path + ".mount");
    row.type = ir_.str("bind");
    for (const syn::Pair& option : flag.options) {
      const std::string_view key = option.key.view();
      const Str value = ir_.str(option.value.view());
      if (key == "type") row.type = value;
      if (key == "source" || key == "src") row.source = value;
      if (key == "target" || key == "dst" || key == "destination") row.target = value;
      if (key == "id") row.id = value;
      if (key == "from") need_stage(option.value.view());
      if (key == "readonly" || key == "ro") row.read_only = true;
    }
    return ir_.add(row);
  }

  void add_variables(const syn::Instruction& instruction, ir::Instruction& row, const std::string& path) {
    std::vector<Ref<ir::Variable>> variables;
    for (const syn::Pair& pair : instruction.pairs) {
      ir::Variable variable;
      variable.span = pair.span;
      variable.head = first_line(pair.key.span, input_.text);
      variable.name = ir_.str(pair.key.view());
      variable.path = ir_.str(fmt::format("{}.{}", path, pair.key.view()));
      variable.source = instruction.keyword == syn::Keyword::env     ? ir::VariableSource::image_env
                        : instruction.keyword == syn::Keyword::label ? ir::VariableSource::label
                                                                     : ir::VariableSource::build_arg;
      if (pair.has_value) {
        variable.value_span = pair.value.span;
        const bool refers = std::any_of(pair.value.variables.begin(), pair.value.variables.end(),
                                        [](const syn::Variable&) { return true; });
        variable.literal = !refers;
        variable.reference = refers ? ir::Reference::variable : ir::Reference::none;
        variable.value = ir_.str(pair.value.view());
        if (const auto fallback = facts::literal_default(pair.value.view()); refers && fallback) {
          variable.fallback = ir_.str(fallback->of(pair.value.view()));
        }
      }
      if (instruction.keyword == syn::Keyword::arg && stages_.empty()) {
        globals_[std::string(pair.key.view())] =
            pair.has_value && variable.literal ? std::optional<std::string>(pair.value.view()) : std::nullopt;
      }
      variables.push_back(ir_.add(variable));
    }
    if (stages_.empty()) {
      arguments_.insert(arguments_.end(), variables.begin(), variables.end());
    } else {
      stages_.back().variables.insert(stages_.back().variables.end(), variables.begin(), variables.end());
    }
    row.variables = ir_.list(variables);
  }

  void add_shell(const syn::Instruction& instruction, Ref<ir::Instruction> ref, const std::string& path) {
    const bool runs = instruction.keyword == syn::Keyword::run || instruction.keyword == syn::Keyword::cmd ||
                      instruction.keyword == syn::Keyword::entrypoint ||
                      instruction.keyword == syn::Keyword::healthcheck;
    if (!runs || instruction.healthcheck_none || instruction.keyword == syn::Keyword::onbuild) return;
    ShellPlace place;
    place.path = path;
    place.pipefail = !stages_.empty() && stages_.back().pipefail;
    if (instruction.form == syn::Form::json) {
      std::vector<source::MappedText> words;
      for (const syn::Word& word : instruction.words) words.push_back(word.text);
      if (words.empty()) return;
      ir_[ref].commands = ir_.list(std::vector{add_exec_command(words, place, context_, ir_)});
      return;
    }
    const source::MappedText script =
        instruction.keyword == syn::Keyword::run ? syn::script(instruction) : instruction.text;
    if (script.empty()) return;
    const ShellEntities shell = add_commands(script, place, {}, context_, ir_);
    ir_[ref].commands = ir_.list(shell.commands, !shell.complete);
  }

  void apply_to_stage(const syn::Instruction& instruction, Ref<ir::Instruction> row) {
    OpenStage& open = stages_.back();
    ir::Stage& stage = ir_[open.row];
    stage.span.end = std::max(stage.span.end, instruction.span.end);
    switch (instruction.keyword) {
      case syn::Keyword::user:
        set_user(instruction, stage);
        break;
      case syn::Keyword::workdir:
        set_workdir(instruction, stage);
        break;
      case syn::Keyword::cmd:
        stage.cmd = row;
        break;
      case syn::Keyword::entrypoint:
        stage.entrypoint = row;
        break;
      case syn::Keyword::healthcheck:
        stage.healthcheck = instruction.healthcheck_none ? Ref<ir::Instruction>{} : row;
        break;
      case syn::Keyword::shell:
        open.pipefail = sets_pipefail(instruction);
        break;
      case syn::Keyword::expose:
        add_ports(instruction, open);
        break;
      default:
        break;
    }
  }

  static bool sets_pipefail(const syn::Instruction& shell) {
    return std::any_of(shell.words.begin(), shell.words.end(),
                       [](const syn::Word& word) { return word.view().find("pipefail") != std::string_view::npos; });
  }

  void set_user(const syn::Instruction& user, ir::Stage& stage) {
    if (user.words.empty()) return;
    const syn::Word& word = user.words.front();
    if (!word.variables.empty()) {
      stage.user = ir::Maybe<Str>::unknown(word.span);
      stage.runs_as_root = ir::Maybe<bool>::unknown(word.span);
      return;
    }
    stage.user = ir_.str(word.view());
    stage.runs_as_root = names_root(word.view());
  }

  void set_workdir(const syn::Instruction& workdir, ir::Stage& stage) {
    if (workdir.words.empty()) return;
    const syn::Word& word = workdir.words.front();
    stage.workdir = word.variables.empty() ? ir::Maybe<Str>(ir_.str(word.view())) : ir::Maybe<Str>::unknown(word.span);
  }

  void add_ports(const syn::Instruction& expose, OpenStage& open) {
    for (const syn::Word& word : expose.words) {
      ir::Port port;
      port.span = word.span;
      port.head = first_line(word.span, input_.text);
      port.path = ir_[open.row].path;
      std::string_view text = word.view();
      if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        port.protocol = ir_.str(ascii::lower(text.substr(slash + 1)));
        text = text.substr(0, slash);
      }
      const std::optional<std::int64_t> number = ascii::parse_int(text);
      port.number = number ? ir::Maybe<std::int64_t>(*number) : ir::Maybe<std::int64_t>::unknown(word.span);
      open.ports.push_back(ir_.add(port));
    }
  }

  /// The last stage, and what it needs, and what that needs.
  void mark_used() {
    std::vector<std::size_t> todo{stages_.size() - 1};
    while (!todo.empty()) {
      const std::size_t at = todo.back();
      todo.pop_back();
      ir::Stage& stage = ir_[stages_[at].row];
      if (stage.used) continue;
      stage.used = true;
      todo.insert(todo.end(), stages_[at].needs.begin(), stages_[at].needs.end());
    }
  }

  void finish() {
    ir::Build build;
    build.span = {0, static_cast<std::uint32_t>(input_.text.size())};
    build.head = first_line(file_.instructions.front().line_span, input_.text);
    build.path = ir_.str("build");
    build.instructions = ir_.list(all_, !file_.limits.empty());
    build.arguments = ir_.list(arguments_);
    if (!stages_.empty()) {
      mark_used();
      build.head = ir_[stages_.front().row].head;
      build.final_stage = stages_.back().row;
      ir_[stages_.back().row].final = true;
    }
    std::vector<Ref<ir::Stage>> rows;
    for (const OpenStage& stage : stages_) rows.push_back(stage.row);
    build.stages = ir_.list(rows, !file_.limits.empty());
    const Ref<ir::Build> ref = ir_.add(build);
    for (const OpenStage& open : stages_) {
      ir::Stage& stage = ir_[open.row];
      stage.build = ref;
      stage.pipefail = open.pipefail;
      stage.instructions = ir_.list(open.instructions);
      ir_[open.row].variables = ir_.list(open.variables);
      ir_[open.row].ports = ir_.list(open.ports);
    }
  }

  const Input& input_;
  Context& context_;
  ir::FileIrBuilder& ir_;
  syn::Dockerfile file_;
  std::vector<OpenStage> stages_;
  std::vector<Ref<ir::Instruction>> all_;
  std::vector<Ref<ir::Variable>> arguments_;
  std::map<std::string, std::optional<std::string>> globals_;
};

}  // namespace

void dockerfile(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  Builder(input, context, ir).run();
}

}  // namespace plumbline::frontends

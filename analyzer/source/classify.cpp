#include "analyzer/source/classify.h"

#include <algorithm>
#include <array>

#include "analyzer/source/classify_content.h"
#include "analyzer/source/classify_names.h"
#include "analyzer/source/file_system.h"

namespace plumbline::source {
namespace {

// What git and grep look at to tell text from binary.
constexpr std::size_t binary_probe = 8000;

constexpr std::string_view by_content = "by its content";

Classification judged(FileKind kind, std::string_view reason = by_content) {
  return {kind, Support::judged, reason, false, false};
}
Classification text_only(FileKind kind, std::string_view reason) {
  return {kind, Support::text_only, reason, false, false};
}
Classification recognised(FileKind kind, std::string_view reason) {
  return {kind, Support::recognised_not_judged, reason, false, false};
}

/// Would the file be missed, were it not read? A guess by name is ours only where such names mostly are.
bool is_ours(const Classification& by_name) {
  return by_name.support == Support::judged || by_name.kind == FileKind::yaml;
}

Classification unnamed(std::string_view path, std::string_view text, const ProgramFilter& worth_parsing) {
  switch (interpreter(text)) {
    case Interpreter::shell:
      return judged(FileKind::shell, "by its #! line");
    case Interpreter::ruby:
      if (worth_parsing && worth_parsing(text)) return judged(FileKind::ruby);
      return text_only(FileKind::ruby, "a program at no known place");
    case Interpreter::javascript:
      if (worth_parsing && worth_parsing(text)) return judged(FileKind::javascript);
      return text_only(FileKind::javascript, "a program at no known place");
    case Interpreter::other:
      return text_only(FileKind::text, "a program in a language that is not read");
    case Interpreter::none:
      break;
  }
  // A build file under a name of its own, as `docker build -f` takes it.
  if (file_name(path).find('.') == std::string_view::npos && looks_like_dockerfile(text, true) &&
      text.find("FROM ") != std::string_view::npos)
    return judged(FileKind::dockerfile);
  return text_only(FileKind::text, "text");
}

/// YAML and JSON whose name says nothing, or the wrong thing.
Classification data(FileKind plain, const DataShape& shape) {
  if (shape.helm) return judged(FileKind::helm_template);
  if (shape.kustomization) return judged(FileKind::kustomization);
  if (shape.kubernetes) return judged(FileKind::kubernetes);
  if (shape.compose) return judged(FileKind::compose);
  if (shape.alert_rules || shape.scrapes) return judged(FileKind::prometheus);
  if (shape.collector) return judged(FileKind::opentelemetry);
  if (shape.alert_routes || shape.contact_points) return judged(FileKind::alertmanager);
  if (shape.gitlab) return judged(FileKind::gitlab_ci);
  if (shape.kubeconfig) return text_only(plain, "access data of a cluster");
  if (shape.cloud)
    return recognised(FileKind::cloud_descriptor, "a deployment description of a kind that is not judged");
  return text_only(plain, "data");
}

/// A guess by name about a YAML or JSON file: kept where the content agrees, or says nothing else.
Classification guessed_data(const Classification& by_name, std::string_view path, std::string_view text) {
  const DataShape shape = data_shape(text);
  const FileKind plain = path.find(".json") != std::string_view::npos ? FileKind::json : FileKind::yaml;
  const Classification found = data(plain, shape);
  const auto keep = [&by_name] { return judged(by_name.kind, "by its name and content"); };
  if (by_name.kind == FileKind::github_action) return shape.action ? keep() : found;
  if (by_name.kind == FileKind::opentelemetry && shape.collector_part && found.support != Support::judged)
    return keep();
  // Values may have any keys, a cluster's objects not.
  if (by_name.kind == FileKind::helm_values)
    return shape.helm || shape.kubernetes || shape.kustomization ? found : keep();
  if (by_name.kind != FileKind::helm_template) return found;
  if (shape.helm) return keep();
  // A partial of a chart, or of something else with the same braces.
  if (shape.template_text && found.support != Support::judged)
    return path.ends_with(".tpl") ? keep() : text_only(plain, "a template of a kind that is not judged");
  return found;
}

Classification guessed_shell(const Classification& by_name, std::string_view path, std::string_view text,
                             const ProgramFilter& worth_parsing) {
  const Interpreter found = interpreter(text);
  if (found == Interpreter::none || found == Interpreter::shell) return judged(FileKind::shell, by_name.reason);
  return unnamed(path, text, worth_parsing);
}

bool is_next_page(std::string_view text) {
  constexpr std::array<std::string_view, 3> signs{"next/", "getServerSideProps", "getStaticProps"};
  return std::any_of(signs.begin(), signs.end(),
                     [text](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

Classification guessed(const Classification& by_name, std::string_view path, std::string_view text,
                       const ProgramFilter& worth_parsing) {
  if (by_name.kind == FileKind::dockerfile) {
    if (looks_like_dockerfile(text)) return judged(FileKind::dockerfile, "by its name and content");
    return text_only(FileKind::text, "named as a Dockerfile, but it does not begin as one");
  }
  if (by_name.kind == FileKind::shell) return guessed_shell(by_name, path, text, worth_parsing);
  const bool page = by_name.kind == FileKind::nextjs_page;
  if (page && is_next_page(text)) return judged(FileKind::nextjs_page, "by its name and content");
  const bool program = page || by_name.kind == FileKind::typescript || by_name.kind == FileKind::javascript ||
                       by_name.kind == FileKind::ruby;
  if (!program) return guessed_data(by_name, path, text);
  const FileKind kind = page ? FileKind::typescript : by_name.kind;
  if (worth_parsing && worth_parsing(text)) return judged(kind);
  return text_only(kind, page ? "a program at no known place" : by_name.reason);
}

}  // namespace

Classification classify_name(std::string_view path) {
  const NameRule* rule = name_rule(path);
  if (rule == nullptr) return {FileKind::text, Support::text_only, "text", true, false};
  return {rule->kind, rule->support, rule->reason, rule->by_name == ByName::guess, false};
}

Classification refine(const Classification& by_name, std::string_view path, std::string_view text,
                      const ProgramFilter& worth_parsing) {
  if (by_name.support == Support::not_analysed) return by_name;
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) return unread(by_name, "UTF-16");
  if (text.substr(0, binary_probe).find('\0') != std::string_view::npos) {
    Classification binary = unread(by_name, "binary by its content");
    if (!binary.incomplete) binary.kind = FileKind::binary;
    return binary;
  }
  if (!by_name.needs_content) return by_name;
  if (by_name.kind == FileKind::text) return unnamed(path, text, worth_parsing);
  return guessed(by_name, path, text, worth_parsing);
}

Classification classify(std::string_view path, std::string_view text, const ProgramFilter& worth_parsing) {
  return refine(classify_name(path), path, text, worth_parsing);
}

Classification unread(const Classification& by_name, std::string_view reason) {
  return {by_name.kind, Support::not_analysed, reason, false, is_ours(by_name)};
}

std::uint32_t size_limit(FileKind kind, const Limits& limits) {
  constexpr auto data_kinds = std::to_array<FileKind>({FileKind::github_workflow,
                                                       FileKind::github_action,
                                                       FileKind::gitlab_ci,
                                                       FileKind::circleci,
                                                       FileKind::kubernetes,
                                                       FileKind::compose,
                                                       FileKind::helm_chart,
                                                       FileKind::helm_template,
                                                       FileKind::helm_values,
                                                       FileKind::kustomization,
                                                       FileKind::taskfile,
                                                       FileKind::package_json,
                                                       FileKind::lock_file,
                                                       FileKind::dependabot,
                                                       FileKind::renovate,
                                                       FileKind::prometheus,
                                                       FileKind::alertmanager,
                                                       FileKind::opentelemetry,
                                                       FileKind::cloud_descriptor,
                                                       FileKind::plumbline_config,
                                                       FileKind::plumbline_baseline,
                                                       FileKind::other_pipeline,
                                                       FileKind::site_file,
                                                       FileKind::yaml,
                                                       FileKind::json});
  const bool data = std::find(data_kinds.begin(), data_kinds.end(), kind) != data_kinds.end();
  return data ? limits.data_file : limits.text_file;
}

}  // namespace plumbline::source

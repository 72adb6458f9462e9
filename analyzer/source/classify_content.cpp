#include "analyzer/source/classify_content.h"

#include <algorithm>
#include <array>

#include "analyzer/base/ascii.h"

namespace plumbline::source {
namespace {

template <std::size_t Size>
bool one_of(std::string_view word, const std::array<std::string_view, Size>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr ascii::Set blanks(" \t\r\n");

/// Cuts the next line off `rest`; without its end.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  // A carriage return alone ends a line as well; before a line feed it belongs to the end.
  const std::size_t shorter = std::min(rest.substr(0, end).find('\r'), end);
  const std::string_view line = rest.substr(0, shorter);
  rest.remove_prefix(std::min((shorter + 1 < end ? shorter : end) + 1, rest.size()));
  return line;
}

std::string_view without_bom(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

std::string_view unquoted(std::string_view text) {
  text = ascii::trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

struct KeyLine {
  std::size_t indent = 0;
  std::string_view key;  ///< empty: the line has none
  std::string_view value;
};

/// `- key: value` counts as the key at the place where it stands.
KeyLine key_line(std::string_view line) {
  KeyLine result;
  std::size_t at = 0;
  while (at < line.size() && (line[at] == ' ' || (line[at] == '-' && at + 1 < line.size() && line[at + 1] == ' ')))
    ++at;
  result.indent = at;
  const std::size_t colon = line.find(':', at);
  if (at == line.size() || line[at] == '#' || colon == std::string_view::npos) return result;
  if (colon + 1 < line.size() && !ascii::is_blank(line[colon + 1])) return result;
  result.key = unquoted(line.substr(at, colon - at));
  std::string_view value = line.substr(colon + 1);
  if (const std::size_t comment = value.find(" #"); comment != std::string_view::npos) value = value.substr(0, comment);
  result.value = unquoted(value);
  return result;
}

bool is_helm_action(std::string_view action) {
  constexpr std::array<std::string_view, 6> objects{".Values",       ".Release.",  ".Chart.",
                                                    ".Capabilities", "include \"", ".Files."};
  return std::any_of(objects.begin(), objects.end(),
                     [action](std::string_view object) { return action.find(object) != std::string_view::npos; });
}

void find_actions(std::string_view text, DataShape& shape) {
  for (std::size_t at = text.find("{{"); at != std::string_view::npos && !shape.helm; at = text.find("{{", at)) {
    const std::size_t end = std::min(text.find("}}", at), text.size());
    if (at == 0 || text[at - 1] != '$') {
      shape.template_text = true;
      shape.helm = is_helm_action(text.substr(at, end - at));
    }
    at = std::min(end + 1, text.size());
  }
}

/// Reads keys line by line. What is known of a document is kept until the next `---`.
class YamlScan {
 public:
  explicit YamlScan(DataShape& shape) : shape_(shape) {}

  void line(std::string_view text) {
    if (text.starts_with("---")) return end_document();
    const KeyLine line = key_line(text);
    if (line.key.empty()) return;
    if (line.indent == 0)
      top(line);
    else
      below(line);
    // Rules stand in brackets as well: `- {alert: Down, expr: up == 0}`.
    if (document_.top == "groups") {
      document_.rules = document_.rules || text.find("rules:") != std::string_view::npos;
      document_.expr = document_.expr || text.find("expr:") != std::string_view::npos;
    }
  }

  void end_document() {
    const bool config = document_.kind == "Config" && document_.api_version == "v1" && document_.clusters;
    const bool kustomize = document_.api_version.starts_with("kustomize.config.k8s.io/");
    if (kustomize) shape_.kustomization = true;
    if (config) shape_.kubeconfig = true;
    if (!document_.api_version.empty() && !document_.kind.empty() && !config && !kustomize) shape_.kubernetes = true;
    if (document_.groups && document_.rules && document_.expr) shape_.alert_rules = true;
    if (document_.route && document_.receivers) shape_.alert_routes = true;
    if (document_.receivers && document_.exporters && document_.service) shape_.collector = true;
    if (document_.receivers || document_.exporters || document_.service) shape_.collector_part = true;
    if (document_.contact_points && document_.api_version == "1") shape_.contact_points = true;
    document_ = {};
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};

  void top(const KeyLine& line) {
    document_.top = line.key;
    document_.service_indent = 0;
    document_.job_indent = line.value.empty() ? 0 : none;
    document_.script = false;
    document_.job_key = false;
    if (line.key == "apiVersion") document_.api_version = line.value;
    if (line.key == "kind") document_.kind = line.value;
    if (line.key == "clusters") document_.clusters = true;
    if (line.key == "groups") document_.groups = true;
    if (line.key == "route") document_.route = true;
    if (line.key == "receivers") document_.receivers = true;
    if (line.key == "exporters") document_.exporters = true;
    if (line.key == "service") document_.service = true;
    if (line.key == "contactPoints" || line.key == "policies") document_.contact_points = true;
    if (line.key == "scrape_configs") shape_.scrapes = true;
    if (line.key == "runs") shape_.action = true;
    if (line.key == "AWSTemplateFormatVersion" || line.key == "containerDefinitions") shape_.cloud = true;
    // App Engine's descriptor.
    if (line.key == "runtime" && !line.value.empty()) shape_.cloud = true;
  }

  void below(const KeyLine& line) {
    constexpr std::array<std::string_view, 6> job_keys{"stage", "rules", "only", "extends", "needs", "artifacts"};
    if (document_.job_indent == 0) document_.job_indent = line.indent;
    if (line.indent == document_.job_indent) {
      document_.script = document_.script || line.key == "script";
      document_.job_key = document_.job_key || one_of(line.key, job_keys);
      if (document_.script && document_.job_key) shape_.gitlab = true;
    }
    if (document_.top == "services") {
      // services: / web: / image: -- the key of a service is the first that is further in.
      if (document_.service_indent == 0) document_.service_indent = line.indent;
      if (line.indent > document_.service_indent && (line.key == "image" || line.key == "build")) shape_.compose = true;
    }
  }

  struct Document {
    std::string_view api_version;
    std::string_view kind;
    std::string_view top;  ///< the last key at the margin
    std::size_t service_indent = 0;
    std::size_t job_indent = none;
    bool script = false;
    bool job_key = false;
    bool clusters = false;
    bool groups = false;
    bool rules = false;
    bool expr = false;
    bool route = false;
    bool receivers = false;
    bool exporters = false;
    bool service = false;
    bool contact_points = false;
  };

  DataShape& shape_;
  Document document_;
};

/// Keys of the outermost object, by counting brackets outside of strings.
void scan_json(std::string_view text, DataShape& shape) {
  bool api_version = false;
  bool kind = false;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (c != '"') continue;
    const std::size_t begin = at + 1;
    for (at = begin; at < text.size() && text[at] != '"'; ++at)
      if (text[at] == '\\') ++at;
    if (at >= text.size()) break;
    const std::string_view word = text.substr(begin, at - begin);
    if (depth != 1) continue;
    const std::size_t next = blanks.find_other(text, at + 1);
    if (next == text.size() || text[next] != ':') continue;
    if (word == "apiVersion") api_version = true;
    if (word == "kind") kind = true;
    if (word == "containerDefinitions" || word == "AWSTemplateFormatVersion") shape.cloud = true;
  }
  shape.kubernetes = api_version && kind;
}

}  // namespace

DataShape data_shape(std::string_view text) {
  DataShape shape;
  text = without_bom(text);
  find_actions(text, shape);
  const std::size_t first = blanks.find_other(text);
  if (first < text.size() && (text[first] == '{' || text[first] == '[') && !shape.template_text) {
    scan_json(text, shape);
    return shape;
  }
  YamlScan scan(shape);
  while (!text.empty()) scan.line(next_line(text));
  scan.end_document();
  return shape;
}

bool looks_like_dockerfile(std::string_view text, bool capitals_only) {
  constexpr std::array<std::string_view, 18> keywords{
      "ADD",   "ARG",        "CMD",     "COPY", "ENTRYPOINT", "ENV",        "EXPOSE", "FROM",   "HEALTHCHECK",
      "LABEL", "MAINTAINER", "ONBUILD", "RUN",  "SHELL",      "STOPSIGNAL", "USER",   "VOLUME", "WORKDIR"};
  text = without_bom(text);
  while (!text.empty()) {
    const std::string_view line = ascii::trim(next_line(text));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    const std::string word = capitals_only ? std::string(line.substr(0, end)) : ascii::upper(line.substr(0, end));
    return end < line.size() && one_of(word, keywords);
  }
  return false;
}

Interpreter interpreter(std::string_view text) {
  constexpr std::array<std::string_view, 7> shells{"sh", "bash", "dash", "ash", "ksh", "zsh", "busybox"};
  constexpr std::array<std::string_view, 6> scripts{"node", "nodejs", "bun", "deno", "tsx", "ts-node"};
  text = without_bom(text);
  if (!text.starts_with("#!")) return Interpreter::none;
  std::string_view line = next_line(text);
  line.remove_prefix(2);
  std::string_view program;
  for (std::string_view word : ascii::split(ascii::trim(line), ' ')) {
    word = ascii::trim(word);
    if (word.empty()) continue;
    // `env -S bash -e`, `env -Sbash`, `env -i NAME=value bash`
    if (program == "env") {
      if (word.starts_with("-S")) word.remove_prefix(2);
      if (word.starts_with("--split-string=")) word.remove_prefix(std::string_view("--split-string=").size());
      if (word.empty() || word.front() == '-' || word.find('=') != std::string_view::npos) continue;
    } else if (!program.empty()) {
      break;
    }
    program = word.substr(word.rfind('/') + 1);
    if (program != "env") break;
  }
  if (program.empty()) return Interpreter::none;
  if (one_of(program, shells)) return Interpreter::shell;
  if (one_of(program, scripts)) return Interpreter::javascript;
  if (program.starts_with("ruby")) return Interpreter::ruby;
  return Interpreter::other;
}

}  // namespace plumbline::source

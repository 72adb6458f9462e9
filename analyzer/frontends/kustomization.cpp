#include "analyzer/frontends/kustomization.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/frontends/kubernetes_pods.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

class Generators {
 public:
  Generators(const Document& document, const Input& input, ir::FileIrBuilder& ir)
      : document_(document), input_(input), ir_(ir) {}

  void read(const DataView& root) {
    for (const DataView& node : root["configMapGenerator"].elements()) add(node, false);
    for (const DataView& node : root["secretGenerator"].elements()) add(node, true);
  }

 private:
  void add(const DataView& node, bool secret) {
    ir::ConfigObject row;
    row.span = node.span();
    row.head = first_line(node["name"] ? node["name"].span() : node.span(), input_.text);
    row.kind = ir_.str(secret ? "Secret" : "ConfigMap");
    row.name = ir_.str(node["name"].text_or(""));
    const std::string path = fmt::format("{}.{}", secret ? "Secret" : "ConfigMap", node["name"].text_or("?"));
    row.path = ir_.str(path);
    row.name_space = maybe_text(node["namespace"], &is_template, ir_);
    row.secret = secret;
    row.node = document_.row(node);
    std::vector<std::string_view> keys;
    for (const DataView& literal : node["literals"].elements()) {
      const std::string_view text = literal.text_or("");
      const std::size_t equals = text.find('=');
      if (equals == std::string_view::npos) continue;
      keys.push_back(text.substr(0, equals));
      add_variable(literal, equals, path);
    }
    for (const DataView& file : node["files"].elements()) {
      const std::string_view text = file.text_or("");
      const std::size_t equals = text.find('=');
      keys.push_back(equals == std::string_view::npos ? text.substr(text.rfind('/') + 1) : text.substr(0, equals));
    }
    // Keys of environment files stand there; a merged one has those of its base as well.
    const bool open = node["envs"] || node["env"] || node["behavior"];
    row.keys = ir_.strs(std::span<const std::string_view>(keys), open);
    ir_.add(row);
  }

  void add_variable(const DataView& literal, std::size_t equals, const std::string& path) {
    if (literal.span().size() != literal.text().size()) return;  // quoted: its places are others
    const std::string_view text = literal.text();
    ir::Variable row;
    row.span = literal.span();
    row.head = first_line(row.span, input_.text);
    row.name = ir_.str(text.substr(0, equals));
    row.path = ir_.str(fmt::format("{}.{}", path, text.substr(0, equals)));
    row.source = ir::VariableSource::config;
    row.value = ir_.str(text.substr(equals + 1));
    row.value_span = {literal.span().begin + static_cast<std::uint32_t>(equals) + 1, literal.span().end};
    row.literal = !is_template(text) && !facts::is_reference(text.substr(equals + 1));
    row.reference = row.literal ? ir::Reference::none : ir::Reference::expression;
    ir_.add(row);
  }

  const Document& document_;
  const Input& input_;
  ir::FileIrBuilder& ir_;
};

}  // namespace

void kustomization(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  for (const DataView& root : document.roots()) Generators(document, input, ir).read(root);
}

}  // namespace plumbline::frontends

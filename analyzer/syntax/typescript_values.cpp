#include <string>
#include <utility>

#include "analyzer/syntax/literal_writer.h"
#include "analyzer/syntax/typescript_program.h"

// Literals of JavaScript: strings with their maps, and objects and arrays as Data.
namespace plumbline::syntax::typescript {
namespace {

class Writer : public LiteralWriter {
 public:
  Writer(const Program& program, const Limits& limits) : LiteralWriter(program.parsed, limits), program_(program) {}

  Data run_attributes(const JsxElement& element) && {
    builder().open(DataKind::map, element.span, DataNode::flow);
    std::vector<Step> steps;
    for (const NodeRef child : parsed().tree.children(element.node)) {
      const Kind what = kind(parsed(), child);
      if (what == Kind::jsx_expression) builder().set_flag(0, DataNode::partial);
      if (what != Kind::jsx_attribute) continue;
      const NodeRef name = parsed().first_child(child);
      if (!name) continue;
      const std::string key(parsed().text_of(name));
      const NodeRef value = program_.attribute_value(child);
      steps.push_back({Step::Kind::key, value == child ? NodeRef{} : name, key});
      steps.push_back({Step::Kind::value, value});
    }
    steps.push_back({Step::Kind::close, element.node});
    return std::move(*this).run_steps(std::move(steps), element.node);
  }

 private:
  void value(NodeRef written) override {
    // A constant is looked through only while the depth is bounded: two may name each other.
    const NodeRef node = builder().depth() < max_depth ? program_.resolve(written) : written;
    if (builder().depth() > 0 && !parsed().tree[written].span.contains(parsed().tree[node].span)) elsewhere(written);
    switch (kind(parsed(), node)) {
      case Kind::object:
        return object(node);
      case Kind::array:
        return list(node);
      case Kind::number:
        return number(node);
      case Kind::true_:
      case Kind::false_:
        return scalar(DataKind::boolean, node);
      case Kind::null:
        return scalar(DataKind::null, node);
      case Kind::unary_expression: {
        const NodeRef argument = parsed().child(node, Field::argument);
        const NodeRef sign = parsed().child(node, Field::operator_);
        if (argument && sign && kind(parsed(), sign) == Kind::minus && kind(parsed(), argument) == Kind::number)
          return number(node);
        return opaque(node);
      }
      case Kind::jsx_attribute:
        return yes(node);  // without a value
      default:
        break;
    }
    if (!is_string(program_, node)) return opaque(node);
    const StringValue text = string_value(program_, node);
    string(node, text.text, text.literal);
  }

  void yes(NodeRef node) {
    DataScalar scalar;
    scalar.kind = DataKind::boolean;
    scalar.span = parsed().source(node);
    builder().begin_text();
    builder().replaced("true", scalar.span);
    builder().end_text(scalar);
    builder().scalar(scalar);
  }

  void number(NodeRef node) {
    const std::string_view text = parsed().text_of(node);
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    const bool fraction = !hex && text.find_first_of(".eE") != std::string_view::npos;
    scalar(fraction ? DataKind::floating : DataKind::integer, node);
  }

  void object(NodeRef node) {
    std::vector<Step> steps;
    bool partial = false;
    for (const NodeRef child : parsed().tree.children(node)) {
      switch (kind(parsed(), child)) {
        case Kind::pair: {
          const NodeRef key = parsed().child(child, Field::key);
          const NodeRef inner = parsed().child(child, Field::value);
          if (!key || !inner || kind(parsed(), key) == Kind::computed_property_name) {
            partial = true;
            break;
          }
          steps.push_back({Step::Kind::key, key, key_text(key)});
          steps.push_back({Step::Kind::value, inner});
          break;
        }
        case Kind::shorthand_property_identifier:
          steps.push_back({Step::Kind::key, {}, std::string(parsed().text_of(child))});
          steps.push_back({Step::Kind::value, child});
          break;
        case Kind::method_definition:
          if (const NodeRef name = parsed().child(child, Field::name)) {
            const NodeRef body = parsed().child(child, Field::body);
            steps.push_back({Step::Kind::key, body ? name : NodeRef{}, key_text(name)});
            steps.push_back({Step::Kind::value, body ? body : child});
          }
          break;
        case Kind::comment:
          break;
        default:
          partial = true;
      }
    }
    open(DataKind::map, node, std::move(steps), partial);
  }

  void list(NodeRef node) {
    std::vector<Step> steps;
    bool partial = false;
    for (const NodeRef child : parsed().tree.children(node)) {
      const Kind what = kind(parsed(), child);
      if (what == Kind::comment || !parsed().tree[child].has(Node::named)) continue;
      if (what == Kind::spread_element)
        partial = true;
      else
        steps.push_back({Step::Kind::value, child});
    }
    open(DataKind::list, node, std::move(steps), partial);
  }

  std::string key_text(NodeRef key) const {
    return is_string(program_, key) ? std::string(string_value(program_, key).text.text())
                                    : std::string(parsed().text_of(key));
  }

  static constexpr std::size_t max_depth = 40;
  const Program& program_;
};

}  // namespace

bool is_string(const Program& program, NodeRef node) {
  const Kind what = kind(program.parsed, node);
  return what == Kind::string || what == Kind::template_string;
}

StringValue string_value(const Program& program, NodeRef node) {
  const Parsed& parsed = program.parsed;
  const Span whole = parsed.tree[node].span;
  StringValue value;
  source::MappedText::Builder out(parsed.text.to_source({whole.begin, whole.begin}).begin);
  for (const NodeRef child : parsed.tree.children(node)) {
    switch (kind(parsed, child)) {
      case Kind::escape_sequence:
        out.replaced(decode_escape(parsed.text_of(child), Escapes::javascript), parsed.source(child));
        break;
      case Kind::template_substitution:
        value.literal = false;
        [[fallthrough]];
      case Kind::string_fragment:
      case Kind::html_character_reference:
        out.append(parsed.text.slice(parsed.tree[child].span));
        break;
      default:
        break;
    }
  }
  value.text = std::move(out).build();
  return value;
}

Data to_data(const Program& program, NodeRef value, const Limits& limits) {
  return Writer(program, limits).run(value);
}

Data attributes_data(const Program& program, const JsxElement& element, const Limits& limits) {
  return Writer(program, limits).run_attributes(element);
}

}  // namespace plumbline::syntax::typescript

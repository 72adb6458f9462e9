#include "analyzer/frontends/secrets.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/data_tools.h"
#include "analyzer/source/line_index.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

SecretScanner::SecretScanner(std::string_view yaml, Diagnostics& diagnostics) {
  const syntax::Data data = syntax::parse_yaml(yaml, Limits());
  const source::LineIndex lines(yaml);
  const auto tell = [&](Span at, std::string_view message) {
    diagnostics.add(diagnostic_at("rules/knowledge/secret_shapes.yaml", lines.locate(at.begin, yaml), Code::rule_error,
                                  Text(message)));
  };
  for (const syntax::SyntaxError& error : data.errors) tell(error.at, error.message);
  const auto keep = [&](std::string_view text) -> std::string_view { return texts_.emplace_back(text); };
  const auto keep_list = [&](const syntax::DataView& list) -> std::span<const std::string_view> {
    std::vector<std::string_view>& words = words_.emplace_back();
    for (const syntax::DataView& element : list.elements()) words.push_back(keep(element.text_or("")));
    return words;
  };
  if (!data.nodes.empty()) {
    const syntax::DataView root(data, yaml, 0);
    for (const syntax::DataView& entry : (root.is_map() ? root["shapes"] : root).elements()) {
      facts::SecretShape shape;
      shape.kind = keep(entry["kind"].text_or(""));
      shape.title = keep(entry["title"].text_or(""));
      shape.pattern = keep(entry["pattern"].text_or(""));
      shape.keywords = keep_list(entry["keywords"]);
      shape.requires_near = keep_list(entry["requires_near"]);
      shape.multiline = entry["multiline"].boolean().value_or(false);
      shape.public_prefix = static_cast<std::uint8_t>(entry["public_prefix"].integer().value_or(0));
      const auto validator = facts::shape_validator(entry["validator"].text_or("none"));
      const std::string_view grade = entry["class"].text_or("a");
      const std::size_t position = std::string_view("abcp").find(ascii::lower(grade.empty() ? 'a' : grade.front()));
      if (shape.kind.empty() || shape.pattern.empty() || shape.keywords.empty() || !validator ||
          position == std::string_view::npos) {
        tell(entry.span(), "a shape names kind, pattern, keywords, a known validator and a class of a b c p");
        continue;
      }
      shape.validator = *validator;
      shape.shape_class = static_cast<facts::ShapeClass>(position);
      shapes_.push_back(shape);
    }
  }
  matcher_ = std::make_unique<facts::SecretMatcher>(shapes_);
}

SecretScanner::~SecretScanner() = default;

namespace {

/// "ghp… (40 characters)": the most that may be shown of a secret.
std::string shown(std::string_view secret) {
  const std::size_t length = count_code_points(secret);
  if (length < 12) return fmt::format("({} characters)", length);
  std::size_t prefix = 0;
  for (int i = 0; i < 3; ++i) prefix += decode_utf8(secret, prefix).size;
  return fmt::format("{}… ({} characters)", secret.substr(0, prefix), length);
}

/// Folders and names of files whose values nobody deploys.
bool is_rehearsal_file(std::string_view path) {
  const std::string lower = ascii::lower(path);
  constexpr std::string_view folders[] = {"example",   "examples",  "sample", "samples",   "test",        "tests",
                                          "testdata",  "testfiles", "e2e",    "fixtures",  "__tests__",   "mocks",
                                          "__mocks__", "spec",      "docs",   "doc",       "i18n",        "locale",
                                          "locales",   "lang",      "langs",  "languages", "translations"};
  for (const std::string_view part : ascii::split(lower, '/')) {
    if (std::find(std::begin(folders), std::end(folders), part) != std::end(folders)) return true;
    for (const std::string_view word :
         {".example", ".sample", ".template", ".dist", ".test", "_test.", ".spec.", "_spec.", ".stories."}) {
      if (part.find(word) != std::string_view::npos) return true;
    }
  }
  return false;
}

/// A Compose file that its name gives to developers.
bool is_rehearsal_compose(const Input& input) {
  if (input.kind != source::FileKind::compose) return false;
  const std::string name = ascii::lower(input.path.substr(input.path.rfind('/') + 1));
  for (const std::string_view word : {"dev", "test", "local", "ci", "e2e", "example", "sample", "demo"}) {
    std::size_t begin = 0;
    for (std::size_t end = 0; begin < name.size(); begin = end + 1) {
      end = std::min(name.find_first_of(".-_", begin), name.size());
      if (name.substr(begin, end - begin) == word) return true;
    }
  }
  return false;
}

/// A password of words is what people write for a database that lives and dies on their machine.
bool is_of_words(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) { return ascii::is_digit(c); });
}

/// "changePassword", "change-this-key".
bool asks_to_change(std::string_view value) {
  constexpr std::string_view word = "change";
  return value.size() > word.size() && ascii::equal_ignoring_case(value.substr(0, word.size()), word) &&
         !ascii::is_lower(value[word.size()]) && is_of_words(value);
}

class SecretFinder {
 public:
  SecretFinder(const Input& input, Context& context, ir::FileIrBuilder& ir)
      : input_(input),
        context_(context),
        ir_(ir),
        rehearsal_(is_rehearsal_file(input.path) || is_rehearsal_compose(input)) {}

  void run() {
    by_shape();
    if (takes_names()) {
      const std::size_t variables = ir_.tables().table<ir::Variable>().rows.size();
      for (std::uint32_t i = 0; i < variables; ++i) by_name({i});
    }
  }

 private:
  bool takes_names() const {
    return input_.kind != source::FileKind::markdown && input_.kind != source::FileKind::lock_file;
  }

  bool in_comment(Span span) const {
    const auto& comments = ir_.tables().table<ir::Comment>().rows;
    return std::any_of(comments.begin(), comments.end(), [&](const ir::Comment& c) { return c.span.overlaps(span); });
  }

  void by_shape() {
    const facts::SecretMatcher& matcher = context_.secrets().matcher();
    for (const facts::ShapeHit& hit : matcher.find(input_.text)) {
      const facts::SecretShape& shape = matcher.shapes()[hit.shape];
      if (hit.validity == facts::Validity::test_only || shape.shape_class == facts::ShapeClass::p) continue;
      ir::Secret row;
      row.kind = ir_.str(shape.title.empty() ? shape.kind : shape.title);
      row.fixed_shape = true;
      row.confidence = shape.shape_class == facts::ShapeClass::a ? ir::Confidence::high : ir::Confidence::medium;
      row.placeholder = hit.validity == facts::Validity::placeholder || hit.validity == facts::Validity::invalid;
      row.in_comment = in_comment(hit.span);
      row.variable = variable_around(hit.span);
      row.throwaway = reaches_a_neighbour(hit.span);
      add(row, hit.span, hit.span.of(input_.text));
    }
  }

  /// In an address whose host has a name of this machine or network only: a database that starts beside the program.
  bool reaches_a_neighbour(Span secret) const {
    const std::size_t line = input_.text.rfind('\n', secret.begin) + 1;
    // Of this line only: no address goes on in the next one.
    const auto url = facts::find_url_credential(input_.text.substr(0, input_.text.find('\n', secret.begin)), line);
    if (!url || !url->password.overlaps(secret)) return false;
    std::string_view host = url->host.of(input_.text);
    host = host.substr(0, host.find(':'));
    return host.find('.') == std::string_view::npos || host == "127.0.0.1";
  }

  Ref<ir::Variable> variable_around(Span span) {
    auto& rows = ir_.tables().table<ir::Variable>().rows;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].value_span.overlaps(span)) continue;
      rows[i].secret_value = true;
      return {i};
    }
    return {};
  }

  void add(ir::Secret row, Span span, std::string_view value) {
    row.span = span;
    row.head = first_line(span, input_.text);
    row.length = static_cast<std::int64_t>(count_code_points(value));
    row.shown = ir_.str(shown(value));
    row.throwaway = row.throwaway || rehearsal_;
    ir_.add(row);
    covered_.push_back(span);
    // What has the shape of a token is masked whether or not its check digits are right.
    const bool everywhere = (row.fixed_shape || !row.placeholder) && value.size() >= 8;
    ir_.mask(span, value, everywhere);
    if (!everywhere || value.find('\n') == std::string_view::npos) return;
    // Its decoded copies have other indentation.
    constexpr std::size_t telling = 16;
    for (const std::string_view line : ascii::split(value, '\n')) {
      if (ascii::trim(line).size() >= telling) ir_.mask(span, ascii::trim(line), true);
    }
  }

  /// A variable whose name says that its value is secret, and whose value stands here.
  void by_name(Ref<ir::Variable> ref) {
    ir::Variable& variable = ir_[ref];
    const std::string name(ir_.text(variable.name));
    variable.secret_name = context_.tells_secret(name);
    if (!variable.secret_name || !variable.value.is_present() || variable.source == ir::VariableSource::label) return;
    const std::string value(ir_.text(variable.value.value));
    const std::optional<Span> fallback = facts::literal_default(value);
    const std::string secret = fallback ? std::string(fallback->of(value)) : value;
    if (secret.empty() || !is_secret_text(secret, !fallback)) return;
    const Span span = span_in_source(variable, value, fallback);
    if (std::any_of(covered_.begin(), covered_.end(), [&](Span other) { return other.overlaps(span); })) return;
    variable.placeholder = facts::is_placeholder_for(name, secret) || facts::is_wording(secret) ||
                           (variable.source == ir::VariableSource::program && is_word(secret)) ||
                           repeats_neighbour(variable, secret) || asks_to_change(secret);
    variable.secret_value = true;
    ir::Secret row;
    row.kind = ir_.str("literal under a telling name");
    const bool words = input_.kind == source::FileKind::compose && is_of_words(secret);
    row.confidence = variable.placeholder ? ir::Confidence::low : words ? ir::Confidence::medium : ir::Confidence::high;
    row.placeholder = variable.placeholder;
    row.variable = ref;
    row.path = variable.path;
    row.throwaway = of_test_service(variable);
    add(row, span, secret);
  }

  /// In a program a word under `password` is a label, a column or a kind as often as a secret.
  static bool is_word(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) { return ascii::is_alpha(c); });
  }

  /// In a Compose file: the password is, or holds, the name of the service, its user or its database.
  bool repeats_neighbour(const ir::Variable& variable, std::string_view secret) const {
    if (input_.kind != source::FileKind::compose) return false;
    const std::string_view path = ir_.text(variable.path);
    const std::string_view group = path.substr(0, path.rfind('.'));
    const std::string lower = ascii::lower(secret);
    const auto repeats = [&](std::string_view word) {
      return word.size() >= 3 && word != secret && lower.find(ascii::lower(word)) != std::string::npos;
    };
    for (const std::string_view part : ascii::split(group, '.')) {
      if (part != "services" && part != "environment" && (part == secret || repeats(part))) return true;
    }
    for (const ir::Variable& other : ir_.tables().table<ir::Variable>().rows) {
      const std::string_view other_path = ir_.text(other.path);
      if (other.path == variable.path || other_path.substr(0, other_path.rfind('.')) != group) continue;
      if (!other.value.is_present() || !other.literal) continue;
      if (context_.tells_secret(ir_.text(other.name))) continue;
      if (ir_.text(other.value.value) == secret || repeats(ir_.text(other.value.value))) return true;
    }
    return false;
  }

  bool of_test_service(const ir::Variable& variable) const {
    return variable.source == ir::VariableSource::ci_env &&
           ir_.text(variable.path).find("services.") != std::string_view::npos;
  }

  static bool is_secret_text(std::string_view value, bool may_refer) {
    if (may_refer && facts::is_reference(value)) return false;
    if (facts::is_encrypted(value)) return false;
    const std::string lower = ascii::lower(value);
    for (const std::string_view word : {"true", "false", "null", "none", "yes", "no"}) {
      if (lower == word) return false;
    }
    // A path or an address without credentials says where a secret is, or nothing.
    const bool path = value.front() == '/' || value.substr(0, 2) == "./" || value.substr(0, 2) == "~/";
    return !path && value.find("://") == std::string_view::npos;
  }

  Span span_in_source(const ir::Variable& variable, std::string_view value, std::optional<Span> fallback) const {
    const Span whole = variable.value_span;
    const std::string_view written = whole.of(input_.text);
    const std::string_view wanted = fallback ? fallback->of(value) : value;
    // Behind quotes, or decoded: then the whole of what is written.
    const std::size_t at = fallback ? written.find(wanted, fallback->begin) : written.find(wanted);
    if (at == std::string_view::npos) return whole;
    const auto begin = whole.begin + static_cast<std::uint32_t>(at);
    return {begin, begin + static_cast<std::uint32_t>(wanted.size())};
  }

  const Input& input_;
  Context& context_;
  ir::FileIrBuilder& ir_;
  bool rehearsal_;
  std::vector<Span> covered_;
};

}  // namespace

void add_secrets(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  SecretFinder(input, context, ir).run();
}

}  // namespace plumbline::frontends

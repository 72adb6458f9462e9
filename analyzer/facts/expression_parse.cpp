#include <algorithm>
#include <array>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/expression.h"
#include "analyzer/facts/expression_tokens.h"

namespace plumbline::facts::expression {
namespace {

struct Binary {
  Token token;
  Kind kind;
  int strength;
};
constexpr auto binaries = std::to_array<Binary>({{Token::disjunction, Kind::disjunction, 1},
                                                 {Token::conjunction, Kind::conjunction, 2},
                                                 {Token::equal, Kind::equal, 3},
                                                 {Token::not_equal, Kind::not_equal, 3},
                                                 {Token::less, Kind::less, 4},
                                                 {Token::less_equal, Kind::less_equal, 4},
                                                 {Token::greater, Kind::greater, 4},
                                                 {Token::greater_equal, Kind::greater_equal, 4}});
constexpr int negation_strength = 5;

const Binary* binary(Token token) {
  const auto* found = std::find_if(binaries.begin(), binaries.end(), [&](const Binary& b) { return b.token == token; });
  return found == binaries.end() ? nullptr : found;
}

/// What waits on the stack for its operands.
struct Pending {
  Kind kind = Kind::group;
  int strength = 0;            ///< 0: a bracket, which only its closing one takes away
  std::uint32_t begin = 0;     ///< of the construct
  std::uint32_t operands = 0;  ///< height of the operand stack when it was opened
  std::string text;            ///< call: name
};

/// Operator precedence with two stacks: depth costs memory, not stack.
class Parser {
 public:
  Parser(std::string_view text, std::vector<Lexeme> tokens, Expression& out)
      : size_(static_cast<std::uint32_t>(text.size())), tokens_(std::move(tokens)), out_(out) {}

  void run() {
    while (at_ < tokens_.size() && out_.errors.empty()) {
      if (operand_next_) {
        operand();
      } else {
        after_operand();
      }
    }
    if (!out_.errors.empty()) return;
    if (operand_next_)
      return fail({size_, size_}, tokens_.empty() ? "the expression is empty" : "an operand is missing");
    reduce(0);
    if (!pending_.empty())
      return fail({pending_.back().begin, pending_.back().begin + 1}, "this bracket is not closed");
  }

 private:
  void fail(Span at, std::string message) { out_.errors.push_back({at, std::move(message)}); }
  const Lexeme& now() const { return tokens_[at_]; }
  bool next_is(Token token, std::size_t ahead = 1) const {
    return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].token == token;
  }

  std::uint32_t add(Node node) {
    out_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(out_.nodes.size() - 1);
  }

  void push(Node node) {
    operands_.push_back(add(std::move(node)));
    operand_next_ = false;
  }

  /// Makes a node of all operands above `height`.
  void combine(Kind kind, std::uint32_t height, Span span, std::string text = {}) {
    Node node;
    node.kind = kind;
    node.span = span;
    node.text = std::move(text);
    for (std::size_t i = height; i < operands_.size(); ++i) {
      if (i == height) node.first_child = operands_[i];
      if (i + 1 < operands_.size()) out_.nodes[operands_[i]].next = operands_[i + 1];
    }
    operands_.resize(height);
    push(std::move(node));
  }

  std::uint32_t height() const { return static_cast<std::uint32_t>(operands_.size()); }

  void operand() {
    const Lexeme& token = now();
    switch (token.token) {
      case Token::name:
        name(token);
        return;
      case Token::number:
        push({Kind::number, token.span, Node::none, Node::none, token.text, token.number});
        break;
      case Token::string:
        push({Kind::string, token.span, Node::none, Node::none, token.text, 0});
        break;
      case Token::open_parenthesis:
        pending_.push_back({Kind::group, 0, token.span.begin, height(), {}});
        break;
      case Token::negation:
        pending_.push_back({Kind::negation, negation_strength, token.span.begin, height(), {}});
        break;
      default:
        fail(token.span, "an operand is missing before this");
        break;
    }
    ++at_;
  }

  void name(const Lexeme& token) {
    if (next_is(Token::open_parenthesis)) {
      pending_.push_back({Kind::call, 0, token.span.begin, height(), token.text});
      at_ += 2;
      if (at_ < tokens_.size() && now().token == Token::close_parenthesis) close_call();
      return;
    }
    const bool truth = token.text == "true";
    if (truth || token.text == "false") {
      push({Kind::boolean, token.span, Node::none, Node::none, token.text, truth ? 1.0 : 0.0});
    } else if (token.text == "null") {
      push({Kind::null, token.span, Node::none, Node::none, token.text, 0});
    } else {
      push({Kind::context, token.span, Node::none, Node::none, token.text, 0});
    }
    ++at_;
  }

  void after_operand() {
    const Lexeme& token = now();
    switch (token.token) {
      case Token::dot:
        property();
        return;
      case Token::open_bracket:
        index();
        return;
      case Token::close_bracket:
        close(Kind::index);
        return;
      case Token::close_parenthesis:
        close(Kind::group);
        return;
      case Token::comma:
        comma();
        return;
      default:
        break;
    }
    const Binary* op = binary(token.token);
    if (op == nullptr) return fail(token.span, "an operator is missing before this");
    reduce(op->strength);
    pending_.push_back({op->kind, op->strength, out_.nodes[operands_.back()].span.begin, height() - 1, {}});
    operand_next_ = true;
    ++at_;
  }

  Span from_operand(std::uint32_t end) const { return {out_.nodes[operands_.back()].span.begin, end}; }

  void property() {
    ++at_;
    const bool star = at_ < tokens_.size() && now().token == Token::star;
    if (at_ == tokens_.size() || (!star && now().token != Token::name)) {
      const Span dot = tokens_[at_ - 1].span;
      return fail(dot, "a name is missing behind the dot");
    }
    const std::string text = star ? std::string() : now().text;
    combine(star ? Kind::star : Kind::property, height() - 1, from_operand(now().span.end), text);
    ++at_;
  }

  void index() {
    if (next_is(Token::star) && next_is(Token::close_bracket, 2)) {
      combine(Kind::star, height() - 1, from_operand(tokens_[at_ + 2].span.end));
      at_ += 3;
      return;
    }
    pending_.push_back({Kind::index, 0, now().span.begin, height() - 1, {}});
    operand_next_ = true;
    ++at_;
  }

  /// Applies waiting operators that bind at least as strongly.
  void reduce(int strength) {
    while (!pending_.empty() && pending_.back().strength > 0 && pending_.back().strength >= strength) {
      const Pending top = std::move(pending_.back());
      pending_.pop_back();
      combine(top.kind, top.operands, {top.begin, out_.nodes[operands_.back()].span.end});
    }
  }

  void close(Kind kind) {
    reduce(0);
    const bool call = kind == Kind::group && !pending_.empty() && pending_.back().kind == Kind::call;
    if (call) return close_call();
    if (pending_.empty() || pending_.back().kind != kind) return fail(now().span, "this bracket was not opened");
    const Pending top = std::move(pending_.back());
    pending_.pop_back();
    const std::uint32_t end = now().span.end;
    combine(kind, top.operands,
            kind == Kind::index ? Span{out_.nodes[operands_[top.operands]].span.begin, end} : Span{top.begin, end});
    ++at_;
  }

  void close_call() {
    const Pending top = std::move(pending_.back());
    pending_.pop_back();
    Call call;
    call.name = ascii::lower(top.text);
    call.name_span = {top.begin, top.begin + static_cast<std::uint32_t>(top.text.size())};
    call.span = {top.begin, now().span.end};
    call.arguments = height() - top.operands;
    combine(Kind::call, top.operands, call.span, top.text);
    call.node = operands_.back();
    out_.calls.push_back(std::move(call));
    ++at_;
  }

  void comma() {
    reduce(0);
    if (pending_.empty() || pending_.back().kind != Kind::call)
      return fail(now().span, "a comma only parts the arguments of a function");
    operand_next_ = true;
    ++at_;
  }

  std::uint32_t size_;
  std::vector<Lexeme> tokens_;
  Expression& out_;
  std::size_t at_ = 0;
  bool operand_next_ = true;
  std::vector<std::uint32_t> operands_;
  std::vector<Pending> pending_;
};

bool is_path(Kind kind) {
  return kind == Kind::property || kind == Kind::index || kind == Kind::star;
}

/// The reference whose last step is `top`, if a context stands at its beginning.
std::optional<Reference> reference_at(const std::vector<Node>& nodes, std::uint32_t top) {
  Reference reference;
  reference.span = nodes[top].span;
  std::uint32_t at = top;
  while (true) {
    const Node& node = nodes[at];
    if (node.kind == Kind::context) {
      reference.path.push_back(ascii::lower(node.text));
      std::reverse(reference.path.begin(), reference.path.end());
      return reference;
    }
    if (!is_path(node.kind)) return std::nullopt;
    if (node.kind == Kind::property) {
      reference.path.push_back(ascii::lower(node.text));
    } else if (node.kind == Kind::star) {
      reference.path.push_back("*");
    } else {
      const Node& index = nodes[nodes[node.first_child].next];
      const bool literal = index.kind == Kind::string || index.kind == Kind::number;
      reference.path.push_back(literal ? ascii::lower(index.text) : "*");
      reference.computed = reference.computed || !literal;
    }
    at = node.first_child;
  }
}

void collect_references(Expression& expression) {
  const std::vector<Node>& nodes = expression.nodes;
  const auto count = static_cast<std::uint32_t>(nodes.size());
  std::vector<std::uint32_t> parent(count, Node::none);
  std::vector<std::uint32_t> call(count, Node::none);
  for (std::uint32_t i = 0; i < count; ++i)
    for (std::uint32_t child = nodes[i].first_child; child != Node::none; child = nodes[child].next) parent[child] = i;
  for (std::uint32_t i = count; i-- > 0;) {
    if (parent[i] == Node::none) continue;
    call[i] = nodes[parent[i]].kind == Kind::call ? parent[i] : call[parent[i]];
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const bool step = nodes[i].kind == Kind::context || is_path(nodes[i].kind);
    const bool goes_on = parent[i] != Node::none && is_path(nodes[parent[i]].kind) && nodes[parent[i]].first_child == i;
    if (!step || goes_on) continue;
    auto reference = reference_at(nodes, i);
    if (!reference) continue;
    if (call[i] != Node::none) reference->function = ascii::lower(nodes[call[i]].text);
    reference->whole = reference->function == "tojson";
    expression.references.push_back(std::move(*reference));
  }
}

}  // namespace

std::string Reference::dotted() const {
  std::string out;
  for (const std::string& part : path) {
    if (!out.empty()) out += '.';
    out += part;
  }
  return out;
}

Expression parse(std::string_view text) {
  Expression expression;
  auto tokens = tokenize(text);
  if (!tokens) {
    expression.errors.push_back(std::move(tokens.error()));
    return expression;
  }
  Parser(text, std::move(*tokens), expression).run();
  if (expression.errors.empty()) collect_references(expression);
  return expression;
}

bool reads(const Reference& reference, std::string_view pattern) {
  const std::vector<std::string_view> parts = ascii::split(pattern, '.');
  const std::size_t shared = std::min(parts.size(), reference.path.size());
  for (std::size_t i = 0; i < shared; ++i) {
    const bool any = parts[i] == "*" || reference.path[i] == "*";
    if (!any && !ascii::equal_ignoring_case(parts[i], reference.path[i])) return false;
  }
  if (reference.path.size() < parts.size()) return reference.whole;
  return reference.path.size() == parts.size() || parts.back() == "*";
}

}  // namespace plumbline::facts::expression

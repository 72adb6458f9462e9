#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/cel/ast.h"
#include "analyzer/cel/builder.h"
#include "analyzer/cel/lexer.h"
#include "analyzer/cel/literals.h"
#include "analyzer/cel/operators.h"

namespace plumbline::cel {

namespace {

using Parsed = Expected<NodeId>;

/// A Pratt parser. Recursion is bounded by `max_nesting`.
class Parser {
 public:
  Parser(Ast& ast, std::vector<Token> tokens) : builder_(ast), tokens_(std::move(tokens)) {}

  Expected<NodeId> run() {
    auto root = expression();
    if (root && peek().kind != TokenKind::end) return unexpected_token();
    return root;
  }

 private:
  // NOLINTBEGIN(misc-no-recursion): bounded by max_nesting
  class Nesting {
   public:
    explicit Nesting(int& depth) : depth_(depth) { ++depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --depth_; }

   private:
    int& depth_;
  };

  Parsed expression() {
    const Nesting nesting(depth_);
    if (depth_ > max_nesting) return error(peek().span, fmt::format("nested deeper than {} levels", max_nesting));
    auto condition = binary(1);
    if (!condition || !peek().is("?")) return condition;
    const Span mark = take().span;
    auto yes = binary(1);
    if (!yes) return yes;
    if (auto colon = expect(":"); !colon) return tl::unexpected(std::move(colon.error()));
    auto no = expression();
    if (!no) return no;
    Node node;
    node.kind = NodeKind::conditional;
    node.name_span = mark;
    return builder_.add(node, {*condition, *yes, *no});
  }

  const BinaryOperator* peek_operator() const {
    const Token& token = peek();
    if (token.kind != TokenKind::symbol && !token.is_word("in")) return nullptr;
    return binary_operator(token.text);
  }

  Parsed binary(int power) {
    auto left = unary();
    while (left) {
      const BinaryOperator* op = peek_operator();
      if (op == nullptr || op->power < power) return left;
      if (op->power <= 2) {
        left = logical(*left, *op);
        continue;
      }
      Node node;
      node.kind = NodeKind::binary;
      node.op = op->op;
      node.name_span = take().span;
      auto right = binary(op->power + 1);
      if (!right) return right;
      left = builder_.add(node, {*left, *right});
    }
    return left;
  }

  /// All operands of one run of && or ||, so that its height does not grow with its length.
  Parsed logical(NodeId left, const BinaryOperator& op) {
    Node node;
    node.kind = NodeKind::logical;
    node.op = op.op;
    node.name_span = peek().span;
    std::vector<NodeId> operands{left};
    while (peek().is(op.symbol)) {
      take();
      auto right = binary(op.power + 1);
      if (!right) return right;
      operands.push_back(*right);
    }
    return builder_.add(node, operands);
  }

  Parsed unary() {
    if (!peek().is("!") && !peek().is("-")) return member();
    const Token first = peek();
    std::size_t count = 0;
    while (peek().is(first.text)) {
      take();
      ++count;
    }
    const bool number = peek().kind == TokenKind::integer || peek().kind == TokenKind::real;
    if (first.is("-") && number) {  // the sign belongs to the literal
      negative_ = true;
      negative_begin_ = previous().span.begin;
      --count;
    }
    auto operand = member();
    if (!operand || count % 2 == 0) return operand;
    Node node;
    node.kind = NodeKind::unary;
    node.op = first.is("!") ? Operator::logical_not : Operator::negate;
    node.name_span = first.span;
    node.span = first.span;
    return builder_.add(node, {*operand});
  }

  Parsed member() {
    auto target = primary();
    while (target) {
      if (peek().is(".")) {
        take();
        target = selection(*target);
      } else if (peek().is("[")) {
        target = subscript(*target);
      } else if (peek().is("{")) {
        return error(peek().span, "messages are not supported");
      } else {
        break;
      }
    }
    return target;
  }

  Parsed selection(NodeId target) {
    Node node;
    node.kind = NodeKind::select;
    if (peek().is("?")) {
      take();
      node.flags |= Node::optional;
    }
    const Token name = peek();
    if (name.kind == TokenKind::quoted_identifier) {
      node.flags |= Node::quoted;
      node.name = builder_.keep(name.text.substr(1, name.text.size() - 2));
    } else if (name.kind == TokenKind::identifier && !is_keyword(name.text)) {
      node.name = builder_.keep(name.text);
    } else {
      return error(name.span, "expected a field name");
    }
    take();
    node.name_span = name.span;
    if (!peek().is("(") || node.has(Node::optional) || node.has(Node::quoted)) {
      node.span = {builder_.node(target).outer.begin, name.span.end};
      return builder_.add(node, {target});
    }
    return call(node, target);
  }

  Parsed subscript(NodeId target) {
    Node node;
    node.kind = NodeKind::index;
    node.name_span = take().span;
    if (peek().is("?")) {
      take();
      node.flags |= Node::optional;
    }
    auto index = expression();
    if (!index) return index;
    auto end = expect("]");
    if (!end) return tl::unexpected(std::move(end.error()));
    node.span = {builder_.node(target).outer.begin, end->end};
    return builder_.add(node, {target, *index});
  }

  /// `node` has the name; the next token is the opening parenthesis.
  Parsed call(Node node, NodeId target) {
    node.kind = NodeKind::call;
    std::vector<NodeId> operands;
    if (target != no_node) {
      node.flags |= Node::has_target;
      operands.push_back(target);
    }
    take();
    auto end = elements(operands, ")", false);
    if (!end) return tl::unexpected(std::move(end.error()));
    node.span.end = end->end;
    if (target != no_node) node.span.begin = builder_.node(target).outer.begin;
    return builder_.add_call(node, operands);
  }

  /// Up to and with `closing`; its span.
  Expected<Span> elements(std::vector<NodeId>& operands, std::string_view closing, bool optional_allowed) {
    while (!peek().is(closing)) {
      auto element = maybe_optional(optional_allowed);
      if (!element) return tl::unexpected(std::move(element.error()));
      operands.push_back(*element);
      if (peek().is(closing)) break;
      if (peek().kind == TokenKind::end) return expect(closing);
      if (auto comma = expect(","); !comma) return comma;
      if (!optional_allowed && peek().is(closing)) return tl::unexpected(unexpected_token().error());
    }
    return take().span;
  }

  Parsed maybe_optional(bool allowed) {
    if (!allowed || !peek().is("?")) return expression();
    Node node;
    node.kind = NodeKind::optional_entry;
    node.name_span = take().span;
    node.span = node.name_span;
    auto value = expression();
    return value ? builder_.add(node, {*value}) : value;
  }

  Parsed map(Span begin) {
    Node node;
    node.kind = NodeKind::map;
    node.span = begin;
    std::vector<NodeId> operands;
    while (!peek().is("}")) {
      auto key = maybe_optional(true);
      if (!key) return key;
      if (auto colon = expect(":"); !colon) return tl::unexpected(std::move(colon.error()));
      auto value = expression();
      if (!value) return value;
      const Node& key_node = builder_.node(*key);
      if (key_node.is(NodeKind::optional_entry)) {  // `{?k: v}`: it is the value that may be missing
        Node entry = key_node;
        const NodeId inner = builder_.operand(*key);
        entry.span = builder_.node(*value).outer;
        value = builder_.add(entry, {*value});
        if (!value) return value;
        key = inner;
      }
      operands.push_back(*key);
      operands.push_back(*value);
      if (!peek().is(",")) break;
      take();
    }
    auto end = expect("}");
    if (!end) return tl::unexpected(std::move(end.error()));
    node.span.end = end->end;
    return builder_.add(node, operands);
  }

  Parsed primary() {
    const Token token = take();
    switch (token.kind) {
      case TokenKind::integer:
      case TokenKind::unsigned_integer:
      case TokenKind::real:
        return number(token);
      case TokenKind::string:
      case TokenKind::bytes: {
        auto decoded = decode_string(token);
        if (!decoded) return tl::unexpected(std::move(decoded.error()));
        const std::string_view kept = builder_.keep(*decoded);
        return builder_.literal(token.span,
                                token.kind == TokenKind::bytes ? ir::Value::bytes(kept) : ir::Value::of(kept));
      }
      case TokenKind::identifier:
        return identifier(token, token.span.begin);
      case TokenKind::symbol:
        break;
      case TokenKind::end:
      case TokenKind::quoted_identifier:
        return unexpected_token_at(token);
    }
    if (token.is("(")) {
      auto inner = expression();
      if (!inner) return inner;
      auto end = expect(")");
      if (!end) return tl::unexpected(std::move(end.error()));
      builder_.parenthesize(*inner, {token.span.begin, end->end});
      return inner;
    }
    if (token.is("[")) {
      Node node;
      node.kind = NodeKind::list;
      node.span = token.span;
      std::vector<NodeId> operands;
      auto end = elements(operands, "]", true);
      if (!end) return tl::unexpected(std::move(end.error()));
      node.span.end = end->end;
      return builder_.add(node, operands);
    }
    if (token.is("{")) return map(token.span);
    if (token.is(".") && peek().kind == TokenKind::identifier) return identifier(take(), token.span.begin);
    return unexpected_token_at(token);
  }

  Parsed identifier(const Token& token, std::uint32_t begin) {
    if (token.text == "true" || token.text == "false")
      return builder_.literal(token.span, ir::Value::of(token.text == "true"));
    if (token.text == "null") return builder_.literal(token.span, ir::Value::null());
    if (is_reserved(token.text)) return error(token.span, fmt::format("'{}' is a reserved word", token.text));
    Node node;
    node.kind = NodeKind::identifier;
    node.span = {begin, token.span.end};
    node.name_span = token.span;
    node.name = builder_.keep(token.text);
    if (begin != token.span.begin) node.flags |= Node::absolute;
    if (peek().is("(")) return call(node, no_node);
    return builder_.add(node, {});
  }

  Parsed number(const Token& token) {
    const bool negative = std::exchange(negative_, false);
    const Span span{negative ? negative_begin_ : token.span.begin, token.span.end};
    auto value = decode_number(token, negative);
    if (!value) return error(span, std::move(value.error().message));
    return builder_.literal(span, *value);
  }
  // NOLINTEND(misc-no-recursion)

  const Token& peek() const { return tokens_[at_]; }
  const Token& previous() const { return tokens_[at_ - 1]; }
  Token take() {
    const Token token = tokens_[at_];
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  Expected<Span> expect(std::string_view symbol) {
    if (peek().is(symbol)) return take().span;
    return tl::unexpected(ExpressionError{peek().span, peek().kind == TokenKind::end
                                                           ? fmt::format("'{}' is missing at the end", symbol)
                                                           : fmt::format("expected '{}'", symbol)});
  }
  static Parsed error(Span at, std::string message) { return tl::unexpected(ExpressionError{at, std::move(message)}); }
  Parsed unexpected_token() const { return unexpected_token_at(peek()); }
  static Parsed unexpected_token_at(const Token& token) {
    if (token.kind == TokenKind::end) return error(token.span, "the expression ends too early");
    return error(token.span, fmt::format("unexpected '{}'", token.text));
  }

  Builder builder_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool negative_ = false;
  std::uint32_t negative_begin_ = 0;
};

}  // namespace

Expected<Ast> parse(std::string_view text) {
  if (text.size() > max_text) return tl::unexpected(ExpressionError{{0, 0}, "the expression is too long"});
  Ast ast;
  ast.text = ast.storage.copy(text);
  auto tokens = tokenize(ast.text);
  if (!tokens) return tl::unexpected(std::move(tokens.error()));
  auto root = Parser(ast, std::move(*tokens)).run();
  if (!root) return tl::unexpected(std::move(root.error()));
  ast.root = *root;
  return ast;
}

}  // namespace plumbline::cel

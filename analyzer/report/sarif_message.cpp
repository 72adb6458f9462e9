#include "analyzer/report/sarif_message.h"

#include <fmt/format.h>

#include "sarif/text.h"

namespace plumbline::report {

namespace {

constexpr std::size_t quote_limit = 200;

bool is_mark(char c) {
  return c == '\'' || c == '`' || c == '"';
}

/// Hands on the pieces with exactly one pair of single quotes around each value, whatever marks our words put there.
template <class Ours, class Value>
void for_pieces(const Text& message, Ours&& put_ours, Value&& put_value) {
  const auto& pieces = message.pieces();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].quoted) {
      put_ours(std::string_view("'"));
      put_value(std::string_view(pieces[i].text));
      put_ours(std::string_view("'"));
      continue;
    }
    std::string_view words = pieces[i].text;
    const auto marked = [&](std::size_t before, std::size_t after) {
      return before < pieces.size() && after < pieces.size() && !pieces[before].quoted && !pieces[after].quoted &&
             !pieces[before].text.empty() && !pieces[after].text.empty() && is_mark(pieces[before].text.back()) &&
             pieces[before].text.back() == pieces[after].text.front();
    };
    if (i + 2 < pieces.size() && pieces[i + 1].quoted && marked(i, i + 2)) words.remove_suffix(1);
    if (i >= 2 && pieces[i - 1].quoted && marked(i - 2, i) && !words.empty()) words.remove_prefix(1);
    put_ours(words);
  }
}

}  // namespace

SarifMessage sarif_message(const Text& message) {
  SarifMessage out;
  for_pieces(
      message,
      [&](std::string_view words) {
        const std::string escaped = sarif::escape_message(words);
        out.text += escaped;
        out.format += sarif::escape_template(escaped);
      },
      [&](std::string_view value) {
        const std::string escaped = sarif::escape_message(visible(value, quote_limit));
        out.text += escaped;
        fmt::format_to(std::back_inserter(out.format), "{{{}}}", out.arguments.size());
        out.arguments.push_back(escaped);
      });
  if (!out.text.empty() && std::string_view(".!?").find(out.text.back()) == std::string_view::npos) {
    out.text += '.';
    out.format += '.';
  }
  return out;
}

std::string plain_words(const Text& message) {
  std::string out;
  for_pieces(
      message, [&](std::string_view words) { out += words; },
      [&](std::string_view value) { out += visible(value, quote_limit); });
  return out;
}

}  // namespace plumbline::report

#include "analyzer/frontends/pragmas.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/knowledge_file.h"

namespace plumbline::frontends {

Pragmas::Pragmas(std::string_view yaml, Diagnostics& diagnostics) {
  KnowledgeFile file(yaml, "pragmas", diagnostics);
  for (const syntax::DataView& entry : file.entries()) {
    file.check_keys(entry, {"tool", "begins", "ends", "reason", "anywhere", "scope"});
    Form form;
    form.tool = file.text(entry, "tool");
    form.begins = file.text(entry, "begins");
    form.ends = entry["ends"].text_or("");
    form.reason = entry["reason"].text_or("");
    form.anywhere = entry["anywhere"].boolean().value_or(false);
    const auto& words = ir::Vocabulary<ir::SuppressionScope>::words;
    const auto scope = std::find(words.begin(), words.end(), entry["scope"].text_or("line"));
    if (scope == words.end()) file.tell(entry["scope"].span(), "no known scope");
    if (form.tool.empty() || form.begins.empty() || scope == words.end()) continue;
    form.scope = static_cast<ir::SuppressionScope>(scope - words.begin());
    forms_.push_back(std::move(form));
  }
}

namespace {

bool is_rule_name(char c) {
  return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/// Names at the beginning of `text`, between commas and blanks; `text` is left behind them.
std::vector<std::string_view> take_names(std::string_view& text, std::string_view end) {
  std::vector<std::string_view> names;
  while (true) {
    while (!text.empty() && (text.front() == ',' || (ascii::is_blank(text.front()) && !end.empty())))
      text.remove_prefix(1);
    std::size_t size = 0;
    while (size < text.size() && is_rule_name(text[size])) ++size;
    if (size == 0) break;
    names.push_back(text.substr(0, size));
    text.remove_prefix(size);
    if (end.empty() && (text.empty() || text.front() != ',')) break;
  }
  if (!end.empty() && text.substr(0, end.size()) == end) text.remove_prefix(end.size());
  return names;
}

/// `until=2027-03-31` somewhere in the text, which is cut out of it.
std::string_view take_until(std::string_view& text) {
  constexpr std::string_view key = "until=";
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  const std::string_view date = text.substr(at + key.size(), 10);
  const std::string_view before = ascii::trim(text.substr(0, at));
  const std::string_view after = ascii::trim(text.substr(std::min(text.size(), at + key.size() + date.size())));
  text = before.empty() ? after : before;
  return date;
}

}  // namespace

std::optional<Pragma> Pragmas::read(std::string_view comment) const {
  comment = ascii::trim(comment);
  for (const Form& form : forms_) {
    const std::size_t at = comment.find(form.begins);
    if (at == std::string_view::npos || (at > 0 && !form.anywhere)) continue;
    std::string_view rest = comment.substr(at + form.begins.size());
    Pragma pragma;
    pragma.tool = form.tool;
    pragma.scope = form.scope;
    pragma.rules = take_names(rest, form.ends);
    rest = ascii::trim(rest);
    pragma.until = take_until(rest);
    if (!form.reason.empty() && rest.substr(0, form.reason.size()) == form.reason) {
      pragma.reason = ascii::trim(rest.substr(form.reason.size()));
      if (pragma.until.empty()) pragma.until = take_until(pragma.reason);
    } else if (form.reason.empty()) {
      pragma.reason = rest;
    }
    return pragma;
  }
  return std::nullopt;
}

}  // namespace plumbline::frontends

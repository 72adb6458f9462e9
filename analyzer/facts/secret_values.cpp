#include "analyzer/facts/secret_values.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/templates.h"

namespace plumbline::facts {
namespace {

bool in_list(std::span<const std::string_view> list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), ascii::is_digit);
}

/// Index behind the words of `sequence` (blanks between them) when they stand at `at`, or 0.
std::size_t behind_sequence(const std::vector<std::string>& words, std::size_t at, std::string_view sequence) {
  for (; at < words.size(); ++at) {
    if (sequence.substr(0, words[at].size()) != words[at]) return 0;
    sequence.remove_prefix(words[at].size());
    if (sequence.empty()) return at + 1;
    if (sequence.front() != ' ') return 0;
    sequence.remove_prefix(1);
  }
  return 0;
}

/// Index behind the first place where the words of `sequence` stand, or 0.
std::size_t find_sequence(const std::vector<std::string>& words, std::string_view sequence) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const std::size_t behind = behind_sequence(words, i, sequence); behind != 0) return behind;
  return 0;
}

bool has_any(const std::vector<std::string>& words, std::span<const std::string_view> sequences) {
  return std::any_of(sequences.begin(), sequences.end(),
                     [&](std::string_view sequence) { return find_sequence(words, sequence) != 0; });
}

/// Does one of the sequences stand there without a word behind it that makes it something else?
bool names_secret(const std::vector<std::string>& words, std::span<const std::string_view> sequences,
                  std::span<const std::string_view> exclusions) {
  return std::any_of(sequences.begin(), sequences.end(), [&](std::string_view sequence) {
    const std::size_t behind = find_sequence(words, sequence);
    return behind != 0 && (behind == words.size() || !in_list(exclusions, words[behind]));
  });
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

/// Characters that only go on in an order everybody knows, from anywhere and round as often as it takes; numbers from
/// three digits on.
bool is_sequence(std::string_view value) {
  constexpr std::string_view orders[] = {"abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890", "0123456789abcdef",
                                         "qwertyuiopasdfghjklzxcvbnm"};
  const std::string lower = ascii::lower(value);
  if (lower.size() < (is_number(lower) ? 3U : 5U)) return false;
  return std::any_of(std::begin(orders), std::end(orders), [&](std::string_view order) {
    std::size_t at = order.find(lower.front());
    for (std::size_t i = 1; i < lower.size() && at != std::string_view::npos; ++i) {
      at = (at + 1) % order.size();
      if (order[at] != lower[i]) at = std::string_view::npos;
    }
    return at != std::string_view::npos;
  });
}

bool is_one_character(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [&](char c) { return c == value.front(); });
}

bool is_bracketed(std::string_view value) {
  if (value.size() < 2) return false;
  const char first = value.front();
  const char last = value.back();
  if ((first == '<' && last == '>') || (first == '[' && last == ']') || (first == '{' && last == '}')) return true;
  return value.size() > 4 && value.substr(0, 2) == "__" && value.substr(value.size() - 2) == "__";
}

std::string_view without_quotes(std::string_view value) {
  value = ascii::trim(value);
  if (value.size() >= 2 && value.front() == value.back() && (value.front() == '"' || value.front() == '\''))
    value = ascii::trim(value.substr(1, value.size() - 2));
  return value;
}

/// Behind `at`: blanks, then a quoted text; its inside.
std::optional<Span> quoted_at(std::string_view value, std::size_t at) {
  while (at < value.size() && ascii::is_space(value[at])) ++at;
  if (at >= value.size() || (value[at] != '"' && value[at] != '\'' && value[at] != '`')) return std::nullopt;
  const std::size_t end = value.find(value[at], at + 1);
  if (end == std::string_view::npos || end == at + 1) return std::nullopt;
  return Span{static_cast<std::uint32_t>(at + 1), static_cast<std::uint32_t>(end)};
}

/// `${X:-literal}`, the innermost of nested ones.
std::optional<Span> shell_default(std::string_view value) {
  std::size_t begin = value.find("${");
  std::size_t end = begin == std::string_view::npos ? 0 : template_end(value, begin);
  std::optional<Span> found;
  while (begin != std::string_view::npos && begin + 2 < end && value[begin + 2] != '{') {
    std::size_t at = begin + 2;
    while (at < end && ascii::is_name(value[at])) ++at;
    if (at < end && value[at] == ':') ++at;
    if (at + 1 >= end || value[at] != '-') return found;
    ++at;
    const std::size_t close = value[end - 1] == '}' ? end - 1 : end;
    const bool nested = value.substr(at, 2) == "${";
    if (!nested) {
      if (at < close && value[at] != '$') found = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(close)};
      return found;
    }
    begin = at;
    end = close;
  }
  return found;
}

/// `ENV.fetch("X", "literal")` and its like.
std::optional<Span> call_default(std::string_view value) {
  for (const std::string_view call : {"ENV.fetch(", "os.getenv(", "os.environ.get(", "getenv("}) {
    const std::size_t at = value.find(call);
    if (at == std::string_view::npos) continue;
    const std::size_t comma = value.find(',', at + call.size());
    if (comma == std::string_view::npos) continue;
    if (auto found = quoted_at(value, comma + 1)) return found;
  }
  return std::nullopt;
}

/// The literal behind the last `||`, `??` or `or` of something that reads from elsewhere.
std::optional<Span> operator_default(std::string_view value) {
  const bool reads = value.find("process.env") != std::string_view::npos ||
                     value.find("import.meta.env") != std::string_view::npos ||
                     value.find("ENV[") != std::string_view::npos || value.find("${{") != std::string_view::npos;
  if (!reads) return std::nullopt;
  for (const std::string_view op : {"||", "??"}) {
    const std::size_t at = value.rfind(op);
    if (at == std::string_view::npos) continue;
    if (auto found = quoted_at(value, at + op.size())) return found;
  }
  return std::nullopt;
}

/// `{{ .Values.x | default "literal" }}`, `{{ default "literal" .Values.x }}`.
std::optional<Span> template_default(std::string_view value) {
  if (value.find("{{") == std::string_view::npos) return std::nullopt;
  const std::size_t at = value.find("default ");
  return at == std::string_view::npos ? std::nullopt : quoted_at(value, at + 8);
}

// Bounds the time that text with many `://` and open brackets takes.
constexpr std::size_t longest_authority = 2048;

constexpr ascii::Set authority_ends(" \t\n\r\f\v/?#\"'`<>\\");

/// GOOGLE_API_KEY_VAL: the name of a value that a script puts in its place.
bool is_capital_name(std::string_view value) {
  return value.front() != '_' && value.find('_') != std::string_view::npos &&
         std::all_of(value.begin(), value.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

/// A value from every list, or that with a word of the writer's before it: `yourpassword`.
bool is_common(std::string_view word, const SecretWords& lists) {
  if (in_list(lists.common_values, word)) return true;
  for (const std::string_view owner : {"your", "my", "some", "the"}) {
    if (word.starts_with(owner) && in_list(lists.common_values, word.substr(owner.size()))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!ascii::is_alnum(c)) {
      flush();
      continue;
    }
    const char before = i > 0 ? name[i - 1] : '\0';
    const char after = i + 1 < name.size() ? name[i + 1] : '\0';
    const bool hump =
        ascii::is_upper(c) && (ascii::is_lower(before) || (ascii::is_upper(before) && ascii::is_lower(after)));
    if (hump || (ascii::is_digit(c) != ascii::is_digit(before) && ascii::is_alnum(before))) flush();
    word += ascii::lower(c);
  }
  flush();
  return words;
}

SecretName secret_name(std::string_view name, const SecretWords& lists) {
  std::vector<std::string> words = name_words(name);
  while (!words.empty() && is_number(words.back())) words.pop_back();
  if (words.empty() || in_list(lists.exclusions, words.back()) || in_list(lists.whole_names, joined(words)))
    return SecretName::none;
  if (has_any(words, lists.not_secret)) return SecretName::none;
  if (names_secret(words, lists.strong, lists.exclusions)) return SecretName::strong;
  return names_secret(words, lists.weak, lists.exclusions) ? SecretName::weak : SecretName::none;
}

bool is_placeholder(std::string_view value, const SecretWords& lists) {
  constexpr std::size_t distinctive = 7;  // letters of a word that no random text holds
  value = without_quotes(value);
  if (value.empty() || is_one_character(value) || is_bracketed(value) || is_sequence(value)) return true;
  if (value.find("...") != std::string_view::npos || value.find("\xe2\x80\xa6") != std::string_view::npos) return true;
  if (ascii::contains_ignoring_case(value, "xxxx") || value.find("****") != std::string_view::npos) return true;
  const std::vector<std::string> words = name_words(value);
  if (words.empty() || has_any(words, lists.placeholder_words)) return true;
  for (const std::string_view word : lists.placeholder_words)
    if (word.size() >= distinctive && word.find(' ') == std::string_view::npos &&
        ascii::contains_ignoring_case(value, word))
      return true;
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return is_common(word, lists) || (is_number(word) && (words.size() > 1 || is_sequence(word)));
  });
}

bool is_placeholder_for(std::string_view name, std::string_view value, const SecretWords& lists) {
  if (is_placeholder(value, lists)) return true;
  const std::vector<std::string> named = name_words(name);
  const std::vector<std::string> valued = name_words(without_quotes(value));
  return std::all_of(valued.begin(), valued.end(), [&](const std::string& word) {
    return std::find(named.begin(), named.end(), word) != named.end() || in_list(lists.common_values, word) ||
           (is_number(word) && word.size() <= 4 && valued.size() > 1);
  });
}

bool is_wording(std::string_view value) {
  constexpr ascii::Set separators("-_.:/");
  value = without_quotes(value);
  // No generator makes other characters.
  if (std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return true;
  bool separated = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool between =
        i > 0 && i + 1 < value.size() && ascii::is_alpha(value[i - 1]) && ascii::is_alpha(value[i + 1]);
    if (c == ' ' && between) return true;
    if (ascii::is_alpha(c)) continue;
    if (!between || !separators.has(c)) return false;
    separated = true;
  }
  return separated;
}

bool is_reference(std::string_view value, const SecretWords& lists) {
  value = without_quotes(value);
  if (value.empty()) return false;
  if (has_template(value) || is_capital_name(value)) return true;
  const char first = value.front();
  const bool wrapped = value.size() > 2 && value.back() == first && (first == '%' || first == '@' || first == '`');
  if (wrapped) return true;
  const std::string lower = ascii::lower(value.substr(0, 64));
  if (std::any_of(lists.reference_prefixes.begin(), lists.reference_prefixes.end(),
                  [&](std::string_view prefix) { return lower.rfind(prefix, 0) == 0; }))
    return true;
  return lower.rfind("projects/", 0) == 0 && value.find("/secrets/") != std::string_view::npos;
}

std::optional<Span> literal_default(std::string_view value) {
  if (auto found = shell_default(value)) return found;
  if (auto found = call_default(value)) return found;
  if (auto found = operator_default(value)) return found;
  return template_default(value);
}

bool is_encrypted(std::string_view value) {
  value = ascii::trim(value);
  for (const std::string_view prefix :
       {"ENC[AES256_GCM,", "ENC[PKCS7,", "$ANSIBLE_VAULT;", "-----BEGIN AGE ENCRYPTED FILE", "-----BEGIN PGP MESSAGE",
        "vault:v1:", "age1enc"})
    if (value.substr(0, prefix.size()) == prefix) return true;
  if (value.substr(0, 10) == std::string_view("\0GITCRYPT\0", 10)) return true;
  const bool kms = value.substr(0, 6) == "AQICAH" && value.size() > 100;
  // Sizes as CredSweeper tells sealed secrets.
  const auto sealed = [&](std::string_view front, std::size_t longer) {
    return value.substr(0, 2) == front && value.size() > longer && value[2] >= 'A' && value[2] <= 'D';
  };
  return kms || sealed("Ag", 700) || sealed("AQ", 350);
}

std::optional<UrlCredential> find_url_credential(std::string_view text, std::size_t begin) {
  for (std::size_t at = text.find("://", begin); at != std::string_view::npos; at = text.find("://", at + 3)) {
    std::size_t scheme = at;
    while (scheme > begin && (ascii::is_alnum(text[scheme - 1]) || text[scheme - 1] == '+' || text[scheme - 1] == '-'))
      --scheme;
    if (at - scheme < 2) continue;
    const std::size_t authority = at + 3;
    const std::string_view part = text.substr(0, authority + longest_authority);
    std::size_t end = authority;
    std::size_t sign = std::string_view::npos;
    std::size_t colon = std::string_view::npos;
    while (end < part.size()) {
      const std::size_t behind = template_end(part, end);
      if (behind != end) {
        end = behind;
        continue;
      }
      if (authority_ends.has(text[end])) break;
      if (text[end] == '@') sign = end;  // the last one: a password may hold it
      if (text[end] == ':' && colon == std::string_view::npos) colon = end;
      ++end;
    }
    if (sign == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= sign) continue;
    const auto span = [](std::size_t from, std::size_t to) {
      return Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    };
    return UrlCredential{span(scheme, end), span(authority, colon), span(colon + 1, sign), span(sign + 1, end)};
  }
  return std::nullopt;
}

}  // namespace plumbline::facts

#include "analyzer/facts/secret_validators.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/encoding.h"
#include "analyzer/facts/secret_values.h"

namespace plumbline::facts {
namespace {

using std::string_view;

Validity holds(bool condition) {
  return condition ? Validity::valid : Validity::invalid;
}

/// A body that somebody typed: one character over and over, a sequence, the word EXAMPLE.
bool is_sample(string_view body) {
  constexpr string_view runs[] = {"1234567890", "0123456789", "abcdefghij", "ABCDEFGHIJ",
                                  "deadbeef",   "xxxxxx",     "XXXXXX"};
  for (const string_view run : runs)
    if (body.find(run) != string_view::npos) return true;
  if (ascii::contains_ignoring_case(body, "example") || ascii::contains_ignoring_case(body, "placeholder") ||
      ascii::contains_ignoring_case(body, "redacted"))
    return true;
  std::size_t same = 1;
  for (std::size_t i = 1; i < body.size(); ++i) {
    same = body[i] == body[i - 1] ? same + 1 : 1;
    if (same >= 8) return true;
  }
  return body.size() >= 3 && shannon_entropy(body) < 1.5;
}

/// GitHub and npm: the last six of the characters behind the prefix are a checksum of the others.
Validity github(string_view token) {
  constexpr std::size_t checksum = 6;
  const std::size_t prefix = token.find('_') + 1;
  if (prefix == 0 || token.size() < prefix + checksum) return Validity::invalid;
  const string_view body = token.substr(prefix, token.size() - prefix - checksum);
  return holds(base62(crc32(body), checksum) == token.substr(token.size() - checksum));
}

Validity grafana(string_view token) {
  const std::size_t mark = token.rfind('_');
  if (mark == string_view::npos) return Validity::invalid;
  const std::uint32_t value = crc32(token.substr(0, mark));
  const std::string expected =
      fmt::format("{:02x}{:02x}{:02x}{:02x}", value & 0xffU, value >> 8U & 0xffU, value >> 16U & 0xffU, value >> 24U);
  return holds(ascii::lower(token.substr(mark + 1)) == expected);
}

bool is_credential(string_view encoded) {
  const auto decoded = decode_base64(encoded);
  if (!decoded) return false;
  const std::size_t colon = decoded->find(':');
  if (colon == std::string::npos || colon + 1 == decoded->size()) return false;
  return std::all_of(decoded->begin(), decoded->end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<Validity> credential(string_view encoded) {
  if (!is_credential(encoded)) return std::nullopt;
  const std::string decoded = *decode_base64(encoded);
  const string_view password = string_view(decoded).substr(decoded.find(':') + 1);
  return is_placeholder(password) ? Validity::placeholder : Validity::valid;
}

std::optional<Validity> jwt(string_view token) {
  const auto parts = ascii::split(token, '.');
  if (parts.size() < 3) return std::nullopt;
  const auto header = decode_base64(parts[0]);
  const auto payload = decode_base64(parts[1]);
  if (!header || !payload || header->find("\"alg\"") == std::string::npos) return std::nullopt;
  // The token of every tutorial, and Supabase's key for everybody.
  if (payload->find("\"1234567890\"") != std::string::npos) return Validity::placeholder;
  if (ascii::contains_ignoring_case(*header, "\"none\"") || payload->find("\"anon\"") != std::string::npos)
    return Validity::test_only;
  return Validity::valid;
}

std::optional<Validity> pem(string_view block) {
  constexpr std::size_t least = 64;
  constexpr string_view dashes = "-----";
  const std::size_t begin = block.find(dashes, block.find(dashes) + dashes.size());
  if (begin == string_view::npos) return std::nullopt;
  std::size_t characters = 0;
  std::size_t others = 0;
  string_view body = block.substr(begin + dashes.size());
  if (const std::size_t end = body.find(dashes); end != string_view::npos) body = body.substr(0, end);
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\\') {
      ++i;  // `\n` in a string
    } else if (ascii::is_alnum(body[i]) || body[i] == '+' || body[i] == '/') {
      ++characters;
    } else if (!ascii::is_space(body[i])) {
      ++others;
    }
  }
  // Prose between two mentions of the markers is no key.
  if (others > characters / 16 + 8) return std::nullopt;
  const bool cut = body.find("...") != string_view::npos || body.find('<') != string_view::npos;
  if (cut || characters < least) return Validity::placeholder;
  return is_sample(body) && shannon_entropy(body) < 4 ? Validity::placeholder : Validity::valid;
}

std::optional<Validity> decoded_size(string_view encoded, std::size_t size) {
  const auto decoded = decode_base64(encoded);
  if (!decoded || decoded->size() != size) return std::nullopt;
  // The storage emulator's key is published.
  return encoded.substr(0, 10) == "Eby8vdM02x" ? Validity::test_only : Validity::valid;
}

std::optional<Validity> discord(string_view token) {
  const auto id = decode_base64(token.substr(0, token.find('.')));
  if (!id || id->size() < 16 || !std::all_of(id->begin(), id->end(), ascii::is_digit)) return std::nullopt;
  return Validity::valid;
}

/// `before` ends in `scheme://user:`.
std::optional<Validity> url(string_view secret, string_view before) {
  if (is_reference(secret)) return std::nullopt;
  const std::size_t slashes = before.rfind("//");
  if (slashes != string_view::npos && !before.empty() && before.back() == ':') {
    const string_view user = before.substr(slashes + 2, before.size() - slashes - 3);
    if (!user.empty() && user == secret) return Validity::placeholder;
  }
  return is_placeholder(secret) ? Validity::placeholder : Validity::unchecked;
}

bool is_base32(string_view body) {
  return std::all_of(body.begin(), body.end(), [](char c) { return ascii::is_upper(c) || (c >= '2' && c <= '7'); });
}

}  // namespace

std::optional<Validity> validate_shape(ShapeValidator validator, string_view secret, string_view before,
                                       std::size_t public_prefix) {
  const string_view body = secret.substr(std::min(public_prefix, secret.size()));
  const bool structured = validator == ShapeValidator::jwt || validator == ShapeValidator::pem ||
                          validator == ShapeValidator::service_account || validator == ShapeValidator::url_credential;
  if (!structured && is_sample(body)) return Validity::placeholder;
  switch (validator) {
    case ShapeValidator::none:
      return Validity::unchecked;
    case ShapeValidator::github_checksum:
      return github(secret);
    case ShapeValidator::grafana_checksum:
      return grafana(secret);
    case ShapeValidator::aws_key_id:
      return holds(is_base32(body));
    case ShapeValidator::jwt:
      return jwt(secret);
    case ShapeValidator::pem:
    case ShapeValidator::service_account:
      return pem(secret);
    case ShapeValidator::docker_auth:
    case ShapeValidator::basic_auth:
      return credential(secret);
    case ShapeValidator::azure_key:
      return decoded_size(secret, 64);
    case ShapeValidator::base64_32:
      return decoded_size(secret, 32);
    case ShapeValidator::slack_webhook:
      return secret.find("T00000000") != string_view::npos ? Validity::placeholder : Validity::unchecked;
    case ShapeValidator::discord_bot:
      return discord(secret);
    case ShapeValidator::url_credential:
      return url(secret, before);
    case ShapeValidator::random:
      return looks_random(body) ? std::optional(Validity::unchecked) : std::nullopt;
  }
  return Validity::unchecked;
}

}  // namespace plumbline::facts

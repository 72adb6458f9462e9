#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::facts {

/// What must hold beyond the pattern. Names are those of rules/knowledge/secret_shapes.yaml.
enum class ShapeValidator : std::uint8_t {
  none,
  github_checksum,   ///< last six characters: CRC-32 of the body in base 62
  grafana_checksum,  ///< eight hexadecimal digits: CRC-32 of what stands before the last `_`
  aws_key_id,
  jwt,
  pem,
  docker_auth,  ///< base64 of `user:password`
  basic_auth,
  azure_key,        ///< base64 of 64 bytes
  base64_32,        ///< base64 of 32 bytes
  service_account,  ///< JSON that has a private key
  slack_webhook,
  discord_bot,
  url_credential,
  random,  ///< looks generated
};
inline constexpr std::array<std::string_view, 15> shape_validator_names{"none",
                                                                        "github_checksum",
                                                                        "grafana_checksum",
                                                                        "aws_key_id",
                                                                        "jwt",
                                                                        "pem",
                                                                        "docker_auth",
                                                                        "basic_auth",
                                                                        "azure_key",
                                                                        "base64_32",
                                                                        "service_account",
                                                                        "slack_webhook",
                                                                        "discord_bot",
                                                                        "url_credential",
                                                                        "random"};
std::optional<ShapeValidator> shape_validator(std::string_view name);

/// How sure the shape alone is. A: unmistakable prefix or checksum. B: a format. C: needs context. P: public by design.
enum class ShapeClass : std::uint8_t { a, b, c, p };

/// A secret of fixed shape. The views must outlive the matcher.
struct SecretShape {
  std::string_view kind;                       ///< `github-token`
  std::string_view title;                      ///< `GitHub token`
  std::span<const std::string_view> keywords;  ///< lower case; one of them stands in every match
  std::string_view pattern;                    ///< RE2; group 1, if any, is the secret
  ShapeValidator validator = ShapeValidator::none;
  ShapeClass shape_class = ShapeClass::a;
  std::uint8_t public_prefix = 0;                   ///< leading characters that may be shown: `ghp_`
  bool multiline = false;                           ///< matched in a window of 8 KiB, not in the line
  std::span<const std::string_view> requires_near;  ///< lower case; one must stand in the same line or the two above
};

enum class Validity : std::uint8_t {
  unchecked,    ///< nothing to check
  valid,        ///< checksum or structure holds
  invalid,      ///< checksum fails: a sample, most likely
  placeholder,  ///< `xxxx`, EXAMPLE, zeros
  test_only,    ///< the issuer's own test or public value
};
inline constexpr std::array<std::string_view, 5> validity_names{"unchecked", "valid", "invalid", "placeholder",
                                                                "test_only"};

struct ShapeHit {
  std::uint32_t shape = 0;
  Span span;  ///< the secret, in the text searched
  std::uint32_t public_prefix = 0;
  Validity validity = Validity::unchecked;
};

/// One pass over the text for all keywords; a shape's pattern is compiled at its first keyword hit and run on that
/// line. Usable from every thread at once.
class SecretMatcher {
 public:
  explicit SecretMatcher(std::span<const SecretShape> shapes);
  ~SecretMatcher();
  SecretMatcher(const SecretMatcher&) = delete;
  SecretMatcher& operator=(const SecretMatcher&) = delete;

  /// Sorted by place; of two that overlap the surer, then the longer one. What is no secret by its structure (a
  /// variable for a password, a token that does not decode) is left out.
  std::vector<ShapeHit> find(std::string_view text) const;
  std::span<const SecretShape> shapes() const { return shapes_; }
  /// Shapes whose pattern RE2 refuses; compiles all. Must be empty for built-in ones.
  std::vector<std::uint32_t> broken() const;

 private:
  struct Compiled;
  std::span<const SecretShape> shapes_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace plumbline::facts

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"
#include "analyzer/facts/secret_words.h"

namespace plumbline::facts {

enum class SecretName : std::uint8_t { none, weak, strong };
inline constexpr std::array<std::string_view, 3> secret_name_names{"none", "weak", "strong"};

/// `DB_PASSWORD`, `dbPassword`, `db-password` → db, password.
std::vector<std::string> name_words(std::string_view name);
SecretName secret_name(std::string_view name, const SecretWords& words = default_secret_words());

/// Is it a value nobody means: empty, `changeme`, `<your key>`, `xxxx`, `12345678`, a password everybody knows?
bool is_placeholder(std::string_view value, const SecretWords& words = default_secret_words());
/// The same where the name is known: a value equal to its name's last word is one too.
bool is_placeholder_for(std::string_view name, std::string_view value,
                        const SecretWords& words = default_secret_words());

/// Words for people, or a name of something: `Enter a password`, `label.change-password`. A secret is seldom only that.
bool is_wording(std::string_view value);

/// Does the value only say where the secret is: `$VAR`, `${{ secrets.X }}`, `{{ .Values.x }}`, `ENV["X"]`,
/// `process.env.X`, `/run/secrets/x`, `arn:aws:secretsmanager:…`? A default inside it (`literal_default`) still counts.
bool is_reference(std::string_view value, const SecretWords& words = default_secret_words());
/// The literal of `${X:-literal}`, `ENV.fetch("X", "literal")`, `process.env.X || "literal"`,
/// `${{ secrets.X || 'literal' }}`, `{{ .Values.x | default "literal" }}`: where it stands in `value`.
std::optional<Span> literal_default(std::string_view value);

/// SOPS, Ansible Vault, SealedSecret, age, eyaml: encrypted, thus good.
bool is_encrypted(std::string_view value);

/// Of `scheme://user:password@host`: the password's place in `text`, from `begin` on; user may be empty.
struct UrlCredential {
  Span url;
  Span user;
  Span password;
  Span host;
};
std::optional<UrlCredential> find_url_credential(std::string_view text, std::size_t begin = 0);

}  // namespace plumbline::facts

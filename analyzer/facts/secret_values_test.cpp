#include "analyzer/facts/secret_values.h"

#include <doctest/doctest.h>

namespace plumbline::facts {
namespace {

std::string_view default_of(std::string_view value) {
  const auto span = literal_default(value);
  return span ? span->of(value) : std::string_view("none");
}

}  // namespace

TEST_CASE("names are split into words at separators, humps and digits") {
  CHECK(name_words("DB_PASSWORD") == std::vector<std::string>{"db", "password"});
  CHECK(name_words("dbPassword2") == std::vector<std::string>{"db", "password", "2"});
  CHECK(name_words("JWTSecret") == std::vector<std::string>{"jwt", "secret"});
  CHECK(name_words("spring.datasource.pass-word") == std::vector<std::string>{"spring", "datasource", "pass", "word"});
}

TEST_CASE("names that hold secrets are told by their words") {
  for (const std::string_view name : {"POSTGRES_PASSWORD", "jwtSecret", "API_KEY", "apiKey", "SECRET_KEY_BASE",
                                      "DB_PASS", "client-secret", "NPM_TOKEN", "aws_secret_access_key", "PASSWORD1",
                                      "SESSION_SECRET", "redis.password", "DB_PWD", "MATCH_PASSWORD"}) {
    CAPTURE(name);
    CHECK(secret_name(name) == SecretName::strong);
  }
  for (const std::string_view name : {"SSH_KEY", "BASIC_AUTH", "TLS_CERT", "SESSION_COOKIE"}) {
    CAPTURE(name);
    CHECK(secret_name(name) == SecretName::weak);
  }
  for (const std::string_view name : {"PASSWORD_FILE",
                                      "secretName",
                                      "AWS_ACCESS_KEY_ID",
                                      "TOKEN_URL",
                                      "KMS_KEY_ALIAS",
                                      "PUBLIC_KEY",
                                      "monkey",
                                      "AUTHOR",
                                      "keyboard",
                                      "TOKENIZER",
                                      "USERNAME",
                                      "PWD",
                                      "imagePullSecrets",
                                      "CACHE_KEY",
                                      "SSH_AUTH_SOCK",
                                      "tokenTTL",
                                      "POSTGRES_HOST_AUTH_METHOD",
                                      "MYSQL_RANDOM_ROOT_PASSWORD",
                                      "secretKeyRef",
                                      "PASSWORD_MIN_LENGTH",
                                      ""}) {
    CAPTURE(name);
    CHECK(secret_name(name) == SecretName::none);
  }
}

TEST_CASE("values that nobody means or everybody knows are placeholders") {
  for (const std::string_view value : {"",
                                       "changeme",
                                       "change-me-please",
                                       "<your token>",
                                       "xxxxxxxx",
                                       "****",
                                       "password",
                                       "password123",
                                       "super-secret-key",
                                       "YOUR_API_KEY",
                                       "12345678",
                                       "abcdefgh",
                                       "admin",
                                       "postgres",
                                       "__TOKEN__",
                                       "...",
                                       "AKIAIOSFODNN7EXAMPLE",
                                       "null",
                                       "'secret'",
                                       "example-token-value",
                                       "aaaaaaaa",
                                       "my_secret",
                                       "Test1234",
                                       "yourpassword",
                                       "MySecret",
                                       "0123456789abcdef"}) {
    CAPTURE(value);
    CHECK(is_placeholder(value));
  }
  for (const std::string_view value :
       {"Tr0ub4dor&3", "f3a9c1d27be84605", "correct-horse-battery", "kJ8s!2nd", "9481267350417"}) {
    CAPTURE(value);
    CHECK_FALSE(is_placeholder(value));
  }
  for (const std::string_view value : {"0123456789abcdef0123456789abcdef01234567", "890123", "change-password"}) {
    CAPTURE(value);
    CHECK(is_placeholder(value));
  }
  CHECK(is_placeholder_for("WIKI_DB_PASSWORD", "wiki-db"));
  CHECK_FALSE(is_placeholder_for("WIKI_DB_PASSWORD", "zebra-db"));
}

TEST_CASE("values that name a secret elsewhere are references") {
  for (const std::string_view value :
       {"$TOKEN", "${TOKEN}", "${TOKEN:?missing}", "$(cat /x)", "${{ secrets.X }}", "{{ .Values.password }}",
        "<%= ENV['X'] %>", "ENV[\"X\"]", "process.env.X", "/run/secrets/db", "arn:aws:secretsmanager:eu:1:secret:x",
        "%TOKEN%", "@TOKEN@", "op://vault/item/field", "vault:secret/data/x#y", "projects/p/secrets/s/versions/1",
        "var.token", "#{ENV['X']}", "GOOGLE_API_KEY_VAL"}) {
    CAPTURE(value);
    CHECK(is_reference(value));
  }
  for (const std::string_view value :
       {"hunter2", "pa$$word", "", "50%", "a@b", "/etc/passwd", "GOOGLE", "A_1", "_A", "Ab_C"}) {
    CAPTURE(value);
    CHECK_FALSE(is_reference(value));
  }
}

TEST_CASE("the default inside a reference is found") {
  CHECK(default_of("${TOKEN:-s3cret}") == "s3cret");
  CHECK(default_of("${TOKEN-s3cret}") == "s3cret");
  CHECK(default_of("${A:-${B:-s3cret}}") == "s3cret");
  CHECK(default_of("${A:-$B}") == "none");
  CHECK(default_of("${A:-}") == "none");
  CHECK(default_of("${A:?s3cret}") == "none");
  CHECK(default_of("ENV.fetch(\"X\", \"s3cret\")") == "s3cret");
  CHECK(default_of("ENV.fetch(\"X\")") == "none");
  CHECK(default_of("process.env.X || 's3cret'") == "s3cret");
  CHECK(default_of("process.env.X ?? \"s3cret\"") == "s3cret");
  CHECK(default_of("${{ secrets.X || 's3cret' }}") == "s3cret");
  CHECK(default_of("{{ .Values.x | default \"s3cret\" }}") == "s3cret");
  CHECK(default_of("{{ default 's3cret' .Values.x }}") == "s3cret");
  CHECK(default_of("a || 'b'") == "none");
}

TEST_CASE("credentials in URLs have their parts") {
  const std::string_view text = "DATABASE_URL=postgresql://user:p@ss@db.example:5432/app?x=1";
  const auto found = find_url_credential(text);
  REQUIRE(found);
  CHECK(found->url.of(text) == "postgresql://user:p@ss@db.example:5432");
  CHECK(found->user.of(text) == "user");
  CHECK(found->password.of(text) == "p@ss");
  CHECK(found->host.of(text) == "db.example:5432");
  const std::string_view redis = "redis://:pw@cache";
  REQUIRE(find_url_credential(redis));
  CHECK(find_url_credential(redis)->password.of(redis) == "pw");
  const std::string_view variable = "amqp://u:${PASS:?a b}@h/";
  REQUIRE(find_url_credential(variable));
  CHECK(find_url_credential(variable)->password.of(variable) == "${PASS:?a b}");
  for (const std::string_view none : {"https://example.com/a:b@c", "git@github.com:a/b", "http://[::1]:80/",
                                      "http://u@h/", "http://u:@h/", "http://h:80/"}) {
    CAPTURE(none);
    CHECK_FALSE(find_url_credential(none));
  }
}

TEST_CASE("what is encrypted is told") {
  CHECK(is_encrypted("ENC[AES256_GCM,data:x,type:str]"));
  CHECK(is_encrypted("$ANSIBLE_VAULT;1.1;AES256"));
  CHECK(is_encrypted("AgB" + std::string(800, 'x')));
  CHECK_FALSE(is_encrypted("AgBx"));
  CHECK_FALSE(is_encrypted("plain"));
}

TEST_CASE("words for people and names of things are told from what a generator makes") {
  for (const std::string_view value : {"Enter a password", "label.change-password", "build-key", "\"ruff-linux-debug\"",
                                       "demo_account_password", "Bitte \xc3\xa4ndern"}) {
    CAPTURE(value);
    CHECK(is_wording(value));
  }
  for (const std::string_view value :
       {"vK9x2Qw7LmTz4", "hunter2", "mythical", "kJ8s!2nd", "a-", "-a", "s3cret-value", ""}) {
    CAPTURE(value);
    CHECK_FALSE(is_wording(value));
  }
}

TEST_CASE("a script's own argument is a reference") {
  for (const std::string_view value : {"$1", "\"$5\"", "$@"}) {
    CAPTURE(value);
    CHECK(is_reference(value));
  }
}

}  // namespace plumbline::facts

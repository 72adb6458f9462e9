#include "analyzer/facts/secret_words.h"

#include <array>

namespace plumbline::facts {
namespace {

using std::string_view;

constexpr auto strong = std::to_array<string_view>({
    "password",      "passwd",        "passphrase",     "passcode",        "pwd",         "secret",
    "token",         "apikey",        "api key",        "access key",      "accesskey",   "private key",
    "privatekey",    "client secret", "credential",     "credentials",     "creds",       "secretkey",
    "secret key",    "account key",   "encryption key", "encryption keys", "signing key", "master key",
    "shared key",    "auth key",      "deploy key",     "license key",     "db pass",     "user pass",
    "database pass", "mysql pass",    "postgres pass",  "redis pass",      "smtp pass",   "admin pass",
    "root pass",     "dbpass",        "dbpassword",     "authtoken",       "apitoken",    "clientsecret",
    "salt",          "hmac",          "pepper",         "webhook key",     "routing key", "integration key",
});
constexpr auto weak = std::to_array<string_view>({"key", "auth", "pass", "cert", "cookie", "session", "nonce", "pat",
                                                  "pin", "authorization", "bearer", "signature", "seed", "dsn"});
constexpr auto exclusions = std::to_array<string_view>({
    "name",      "names",     "id",         "ids",     "file",     "files",    "filename", "path",       "paths",
    "dir",       "directory", "ref",        "refs",    "url",      "uri",      "endpoint", "host",       "port",
    "arn",       "type",      "length",     "size",    "version",  "alias",    "policy",   "rotation",   "ttl",
    "expiry",    "expires",   "expiration", "enabled", "disabled", "required", "provider", "store",      "env",
    "var",       "namespace", "algorithm",  "alg",     "header",   "field",    "count",    "prefix",     "suffix",
    "format",    "hint",      "label",      "class",   "mode",     "method",   "timeout",  "interval",   "min",
    "max",       "limit",     "selector",   "mount",   "volume",   "image",    "issuer",   "audience",   "scope",
    "scopes",    "regex",     "pattern",    "index",   "status",   "lifetime", "duration", "age",        "validity",
    "generator", "manager",   "operator",   "plugin",  "engine",   "backend",  "driver",   "controller", "server",
    "service",   "chars",     "bytes",      "bits",    "usage",    "exists",   "present",  "reset",      "strategy",
});
constexpr auto whole_names = std::to_array<string_view>({"pwd", "oldpwd", "old pwd", "key", "pass", "auth"});
constexpr auto not_secret = std::to_array<string_view>({
    "public key",
    "publishable key",
    "primary key",
    "foreign key",
    "cache key",
    "sort key",
    "partition key",
    "key pair",
    "keyring",
    "csrf token",
    "xsrf token",
    "secret name",
    "secret ref",
    "secret key ref",
    "key ref",
    "image pull secret",
    "image pull secrets",
    "token review",
    "automount service account token",
    "host auth method",
    "allow empty password",
    "random root password",
    "auth sock",
    "kms key",
    "object key",
    "idempotency key",
    "key vault",
    "secret store",
    "secrets manager",
    "password policy",
    "max token",
    "max tokens",
    "host key checking",
    "key id",
    "restore keys",
    "map key",
    "lookup key",
    "sealed secret",
    "external secret",
    "token permissions",
    "id token",
    "verify password",
});
constexpr auto placeholder_words = std::to_array<string_view>({
    "changeme",     "change me",    "changeit",     "change it",  "change this",     "replaceme",      "replace me",
    "replace with", "replace this", "your",         "example",    "examplekey",      "sample",         "dummy",
    "fake",         "placeholder",  "todo",         "fixme",      "insert",          "redacted",       "secret here",
    "token here",   "key here",     "not a secret", "lorem",      "put your",        "enter your",     "to be filled",
    "mocked",       "mock",         "dummytoken",   "notasecret", "change password", "changepassword",
});
constexpr auto common_values = std::to_array<string_view>({
    "null",         "nil",        "none",     "undefined",   "true",      "false",      "yes",      "no",
    "on",           "off",        "password", "passwd",      "pass",      "passw",      "p4ssword", "pwd",
    "secret",       "secrets",    "token",    "key",         "admin",     "root",       "user",     "username",
    "test",         "testing",    "tests",    "demo",        "dev",       "local",      "default",  "guest",
    "postgres",     "postgresql", "mysql",    "mariadb",     "mongo",     "mongodb",    "redis",    "rabbitmq",
    "minio",        "minioadmin", "example",  "foo",         "bar",       "baz",        "foobar",   "qux",
    "hunter",       "letmein",    "welcome",  "qwerty",      "super",     "very",       "my",       "the",
    "some",         "a",          "an",       "top",         "strong",    "safe",       "secure",   "insecure",
    "random",       "string",     "value",    "for",         "in",        "production", "prod",     "staging",
    "app",          "api",        "db",       "database",    "jwt",       "auth",       "here",     "me",
    "development",  "empty",      "unset",    "na",          "not",       "set",        "only",     "use",
    "testpassword", "mypassword", "mysecret", "supersecret", "topsecret", "keycloak",   "grafana",  "elastic",
    "sa",           "master",     "system",
});
constexpr auto reference_prefixes = std::to_array<string_view>({
    "/run/secrets/",
    "/var/run/secrets/",
    "file://",
    "arn:aws",
    "ssm:",
    "sm://",
    "gcp:///",
    "op://",
    "vault:",
    "ref+",
    "doppler://",
    "awssm://",
    "secretsmanager:",
    "secret://",
    "keyring://",
    "berglas://",
    "sops:",
    "kms:",
    "@microsoft.keyvault(",
    "{{resolve:",
    "<path:",
    "!vault",
    "!ref",
    "!sub",
    "!getatt",
    "env[",
    "env.fetch(",
    "process.env",
    "import.meta.env",
    "deno.env",
    "os.environ",
    "os.getenv(",
    "system.getenv(",
    "var.",
    "local.",
    "data.",
    "module.",
    "random_password.",
    "secrets.",
    "valuefrom",
    "secretkeyref",
    "@env:",
    "akv://",
    "infisical://",
    "passwordstore:",
    "keychain:",
    "rails.application.credentials",
    "credentials.",
    "params[",
    "options[",
    "lookup(",
});

constexpr SecretWords table{
    strong, weak, exclusions, whole_names, not_secret, placeholder_words, common_values, reference_prefixes};

}  // namespace

const SecretWords& default_secret_words() {
  return table;
}

}  // namespace plumbline::facts

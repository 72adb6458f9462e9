#include "analyzer/facts/secret_shapes.h"

#include <deque>
#include <map>
#include <string>

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/aho_corasick.h"
#include "analyzer/facts/encoding.h"

namespace plumbline::facts {
namespace {

/// rules/knowledge/secret_shapes.yaml, and the texts that its shapes view.
class Shapes {
 public:
  Shapes() {
    const YAML::Node file = YAML::LoadFile(PLUMBLINE_ROOT "/rules/knowledge/secret_shapes.yaml");
    for (const YAML::Node& node : file["shapes"]) {
      SecretShape shape;
      shape.kind = keep(node["kind"].as<std::string>());
      shape.title = keep(node["title"].as<std::string>());
      shape.pattern = keep(node["pattern"].as<std::string>());
      shape.keywords = keep_all(node["keywords"]);
      if (node["requires_near"]) shape.requires_near = keep_all(node["requires_near"]);
      if (node["validator"]) shape.validator = shape_validator(node["validator"].as<std::string>()).value();
      shape.multiline = node["multiline"] && node["multiline"].as<bool>();
      if (node["public_prefix"]) shape.public_prefix = static_cast<std::uint8_t>(node["public_prefix"].as<unsigned>());
      shape.shape_class = static_cast<ShapeClass>(std::string_view("ABCP").find(node["class"].as<char>()));
      shapes.push_back(shape);
    }
  }
  std::vector<SecretShape> shapes;

 private:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  std::span<const std::string_view> keep_all(const YAML::Node& node) {
    std::vector<std::string_view>& list = lists_.emplace_back();
    for (const YAML::Node& each : node) list.push_back(keep(each.as<std::string>()));
    return list;
  }
  std::deque<std::string> texts_;
  std::deque<std::vector<std::string_view>> lists_;
};

const Shapes& all_shapes() {
  static const Shapes shapes;
  return shapes;
}

const SecretMatcher& matcher() {
  static const SecretMatcher built(all_shapes().shapes);
  return built;
}

/// Pseudo-random text, the same at every run.
class Random {
 public:
  std::string take(std::string_view alphabet, std::size_t count) {
    std::string text;
    while (text.size() < count) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      text += alphabet[(state_ >> 33U) % alphabet.size()];
    }
    return text;
  }

 private:
  std::uint64_t state_ = 2024;
};

constexpr std::string_view alnum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view lower_digits = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view upper_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view hex = "0123456789abcdef";
constexpr std::string_view digits = "0123456789";
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view bech32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

/// `ab<h32>` is `ab` and 32 hexadecimal digits: w alphanumeric, h hex, d digits, u upper and digits, l lower and
/// digits, a letters, b base 32, q bech32. Samples are made here, so that no file holds what looks like a live token.
std::string make(std::string_view pattern) {
  static Random random;
  const std::map<char, std::string_view> alphabets{{'w', alnum},   {'h', hex},    {'d', digits}, {'u', upper_digits},
                                                   {'a', letters}, {'b', base32}, {'q', bech32}, {'l', lower_digits}};
  std::string text;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '<') {
      text += pattern[at];
      continue;
    }
    const std::size_t end = pattern.find('>', at);
    const auto count = ascii::parse_int(pattern.substr(at + 2, end - at - 2)).value();
    text += random.take(alphabets.at(pattern[at + 1]), static_cast<std::size_t>(count));
    at = end;
  }
  return text;
}

std::string encoded(std::string_view bytes) {
  constexpr std::string_view table = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k <= bytes.size() ? table[bits >> (18 - 6 * k) & 63U] : '=';
  }
  return out;
}

std::string with_checksum(std::string_view prefix) {
  const std::string body = make("<w30>");
  return std::string(prefix) + body + base62(crc32(body), 6);
}

std::string grafana_token() {
  const std::string front = make("glsa_<w32>");
  const std::uint32_t value = crc32(front);
  std::string out = front + "_";
  for (int i = 0; i < 4; ++i) {
    const std::uint32_t byte = value >> static_cast<unsigned>(8 * i) & 0xffU;
    out += hex[byte >> 4U];
    out += hex[byte & 15U];
  }
  return out;
}

std::string pem(std::string_view line_end) {
  std::string out =
      "-----BEGIN RSA PRIVATE"
      " KEY-----";
  for (int i = 0; i < 4; ++i) out += std::string(line_end) + make("<w64>");
  return out + std::string(line_end) +
         "-----END RSA PRIVATE"
         " KEY-----";
}

struct Sample {
  std::string before, secret, after;
};

/// Kind → a line that holds one.
std::map<std::string, Sample, std::less<>> samples() {
  std::map<std::string, Sample, std::less<>> all;
  const auto add = [&](std::string kind, std::string_view before, std::string secret, std::string_view after = "") {
    all[std::move(kind)] = {make(before), std::move(secret), make(after)};
  };
  add("github-token", "token: ", with_checksum("ghp_"));
  add("npm-token", "x=", with_checksum("npm_"));
  add("grafana-service-token", "x: ", grafana_token());
  add("docker-config-auth", R"({"auth": ")", encoded("deploy:" + make("<w14>")), "\"}");
  add("azure-storage-key", "AccountName=x;AccountKey=", encoded(make("<w64>")), ";");
  add("azure-shared-access-key", "SharedAccessKey=", encoded(make("<w32>")));
  add("gcp-service-account", "{\"type\": \"service_account\",\n \"private_key\": \"", pem("\\n") + "\\n", "\"}");
  add("private-key", "key: |\n", pem("\n"), "\n");
  add("private-key-base64", "x: ", encoded(pem("\n")));
  add("jwt", "t=",
      encoded(R"({"alg":"HS256"})").substr(0, 20) + "." + encoded(R"({"sub":"me","iat":17})").substr(0, 28) + "." +
          make("<w43>"));
  add("basic-authorization", "Authorization: Basic ", encoded("deploy:" + make("<w14>")));
  add("discord-bot-token", "discord_token: ", encoded(make("<d18>")) + make(".<w6>.<w27>"));
  const std::pair<std::string_view, std::array<std::string_view, 3>> simple[] = {
      {"github-fine-grained-token", {"", "github_pat_<w22>_<w59>", ""}},
      {"gitlab-token", {"", "glpat-<w20>", ""}},
      {"gitlab-runner-registration-token", {"", "GR1348941<w20>", ""}},
      {"npm-legacy-auth", {"//r.example/:_authToken=", "<w36>", ""}},
      {"pypi-token", {"", "pypi-AgEIcHlwaS5vcmc<w70>", ""}},
      {"rubygems-key", {"", "rubygems_<h48>", ""}},
      {"nuget-key", {"", "oy2<l43>", ""}},
      {"docker-hub-token", {"", "dckr_pat_<w27>", ""}},
      {"jfrog-key", {"", "AKCp<w69>", ""}},
      {"jfrog-reference-token", {"", "cmVmd<w59>", ""}},
      {"octopus-key", {"", "API-<u26>", ""}},
      {"aws-access-key-id", {"", "AKIA<b16>", ""}},
      {"aws-secret-access-key", {"aws_secret_access_key = ", "<w40>", ""}},
      {"aws-session-token", {"aws_session_token=", "<w200>", ""}},
      {"aws-bedrock-key", {"", "ABSK<w120>", ""}},
      {"gcp-api-key", {"", "AIza<w35>", ""}},
      {"google-oauth-secret", {"", "GOCSPX-<w28>", ""}},
      {"google-oauth-access-token", {"", "ya29.<w60>", ""}},
      {"google-oauth-refresh-token", {"", "1//0<w40>", ""}},
      {"fcm-server-key", {"", "AAAA<w7>:APA91b<w134>", ""}},
      {"azure-sas", {"https://x.blob/y?sv=1&se=2&", "", ""}},
      {"azure-client-secret", {"secret: ", "<w3><d1>Q~<w32>", ""}},
      {"azure-devops-token", {"", "<w76>AZDO<w4>", ""}},
      {"digitalocean-token", {"", "dop_v1_<h64>", ""}},
      {"heroku-key", {"", "HRKU-AA<w58>", ""}},
      {"cloudflare-origin-ca-key", {"", "v1.0-<h24>-<h146>", ""}},
      {"cloudflare-token", {"CLOUDFLARE_API_TOKEN=", "<w40>", ""}},
      {"openshift-token", {"", "sha256~<w43>", ""}},
      {"planetscale-token", {"", "pscale_tkn_<w43>", ""}},
      {"fly-token", {"", "fo1_<w43>", ""}},
      {"databricks-token", {"", "dapi<h32>", ""}},
      {"vault-token", {"", "hvs.<w95>", ""}},
      {"terraform-cloud-token", {"", "<w14>.atlasv1.<w67>", ""}},
      {"pulumi-token", {"", "pul-<h40>", ""}},
      {"doppler-token", {"", "dp.pt.<w43>", ""}},
      {"onepassword-service-token", {"", "ops_eyJ<w260>", ""}},
      {"onepassword-secret-key", {"", "A3-<u6>-<u6>-<u5>-<u5>-<u5>-<u5>", ""}},
      {"age-secret-key", {"", "AGE-SECRET-KEY-1<q58>", ""}},
      {"harness-token", {"", "pat.<w22>.<h24>.<w20>", ""}},
      {"infracost-key", {"", "ico-<w32>", ""}},
      {"slack-token", {"", "xoxb-<d12>-<d12>-<w24>", ""}},
      {"slack-config-token", {"", "xoxe.xoxp-1-<w166>", ""}},
      {"slack-app-token", {"", "xapp-1-A<u10>-<d13>-<h64>", ""}},
      {"slack-webhook", {"https://hooks.slack.com/", "services/T<u9>/B<u9>/<w24>", ""}},
      {"discord-webhook", {"https://discord.com/api/webhooks/", "<d18>/<w68>", ""}},
      {"teams-webhook",
       {"https://x.webhook.office.com/",
        "webhookb2/<h8>-<h4>-<h4>-<h4>-<h12>@<h8>-<h4>-<h4>-<h4>-<h12>/IncomingWebhook/<h32>/<h8>-<h4>-<h4>-<h4>-<h12>",
        ""}},
      {"telegram-bot-token", {"TELEGRAM_TOKEN=", "<d10>:A<w34>", ""}},
      {"sendgrid-key", {"", "SG.<w22>.<w43>", ""}},
      {"mailgun-key", {"MAILGUN_KEY=", "key-<h32>", ""}},
      {"mailchimp-key", {"mailchimp: ", "<h32>-us12", ""}},
      {"twilio-api-key", {"TWILIO_KEY=", "SK<h32>", ""}},
      {"stripe-key", {"", "sk_live_<w24>", ""}},
      {"stripe-test-key", {"", "sk_test_<w24>", ""}},
      {"stripe-webhook-secret", {"", "whsec_<w32>", ""}},
      {"shopify-token", {"", "shpat_<h32>", ""}},
      {"square-token", {"", "sq0atp-<w22>", ""}},
      {"newrelic-key", {"", "NRAK-<u27>", ""}},
      {"newrelic-licence", {"", "<h36>NRAL", ""}},
      {"newrelic-browser-key", {"", "NRJS-<h19>", ""}},
      {"datadog-key", {"DD_API_KEY=", "<h32>", ""}},
      {"pagerduty-key", {"pagerduty_key: ", "<h32>", ""}},
      {"opsgenie-key", {"Authorization: GenieKey ", "<h8>-<h4>-<h4>-<h4>-<h12>", ""}},
      {"sentry-org-token", {"", "sntrys_eyJ<w90>_<w43>", ""}},
      {"sentry-user-token", {"", "sntryu_<h64>", ""}},
      {"sentry-dsn", {"https://", "<h32>", "@o1.ingest.us.sentry.io/42"}},
      {"sentry-dsn-secret", {"https://<h32>:", "<h32>", "@sentry.example.com/42"}},
      {"grafana-cloud-token", {"", "glc_eyJ<w100>", ""}},
      {"grafana-api-key", {"", "eyJrIjoi<w80>", ""}},
      {"dynatrace-token", {"", "dt0c01.<u24>.<u64>", ""}},
      {"sonar-token", {"", "squ_<h40>", ""}},
      {"openai-key", {"", "sk-proj-<w40>T3BlbkFJ<w40>", ""}},
      {"anthropic-key", {"", "sk-ant-api03-<w93>AA", ""}},
      {"huggingface-token", {"", "hf_<a34>", ""}},
      {"postman-key", {"", "PMAK-<h24>-<h34>", ""}},
      {"linear-key", {"", "lin_api_<w40>", ""}},
      {"notion-token", {"", "ntn_<d11><w35>", ""}},
      {"url-credential", {"postgres://app:", "<w14>", "@db:5432/x"}},
  };
  for (const auto& [kind, parts] : simple) add(std::string(kind), parts[0], make(parts[1]), parts[2]);
  all["azure-sas"] = {"https://x.blob/y?sv=1&se=2&sig=", make("<w43>%3D"), ""};
  return all;
}

std::string_view kind_of(const ShapeHit& hit) {
  return matcher().shapes()[hit.shape].kind;
}

}  // namespace

TEST_CASE("every shape's pattern compiles, and every shape has a sample") {
  CHECK(matcher().broken().empty());
  const auto all = samples();
  for (const SecretShape& shape : all_shapes().shapes) {
    CAPTURE(shape.kind);
    CHECK(all.count(shape.kind) == 1);
  }
  CHECK(all.size() == all_shapes().shapes.size());
}

TEST_CASE("every shape finds its sample, at its place") {
  for (const auto& one : samples()) {
    const auto& kind = one.first;
    const auto& sample = one.second;
    CAPTURE(kind);
    const std::string text = "a: b\n" + sample.before + sample.secret + sample.after + "\nc: d\n";
    CAPTURE(text);
    const auto hits = matcher().find(text);
    REQUIRE(hits.size() == 1);
    CHECK(kind_of(hits[0]) == kind);
    CHECK(hits[0].span.of(text) == sample.secret);
    CHECK(hits[0].validity != Validity::invalid);
    CHECK(hits[0].validity != Validity::placeholder);
    CHECK(hits[0].public_prefix < sample.secret.size());
  }
}

TEST_CASE("checksums tell real tokens from invented ones") {
  const std::string token = with_checksum("ghp_");
  CHECK(matcher().find(token).at(0).validity == Validity::valid);
  CHECK(matcher().find(make("ghp_<w36>")).at(0).validity == Validity::invalid);
  CHECK(matcher().find("ghp_" + std::string(36, 'x')).at(0).validity == Validity::placeholder);
  CHECK(matcher().find("AKIAIOSFODNN7EXAMPLE").at(0).validity == Validity::placeholder);
  CHECK(matcher().find(grafana_token()).at(0).validity == Validity::valid);
  CHECK(matcher().find(make("glsa_<w32>_<h8>")).at(0).validity == Validity::invalid);
}

TEST_CASE("what is no secret by its structure is left out") {
  for (const std::string& text :
       {std::string("postgres://user:${PASSWORD}@db/x"), std::string("https://example.com:8080/a@b"),
        std::string("eyJhbGciOi.not.token"), std::string("npm_config_registry=x npm_package_version"),
        "sha256:" + make("<h64>"), std::string("-----BEGIN PUBLIC KEY-----\n") + make("<w64>"),
        "commit " + make("<h40>"), "image: app@sha256:" + make("<h64>"),
        std::string("//registry.example.org/:_authToken=${NPM_TOKEN}"), std::string("Authorization: Basic $AUTH"),
        "key-" + make("<h32>")}) {
    CAPTURE(text);
    CHECK(matcher().find(text).empty());
  }
}

TEST_CASE("placeholders of structured kinds are told") {
  CHECK(matcher().find("postgres://user:password123@db/x").at(0).validity == Validity::placeholder);
  CHECK(matcher().find("postgres://app:app@db/x").at(0).validity == Validity::placeholder);
  const std::string hook = "https://hooks.slack.com/services/T00000000/B00000000/" + std::string(24, 'X');
  CHECK(matcher().find(hook).at(0).validity == Validity::placeholder);
  const std::string key =
      "-----BEGIN PRIVATE"
      " KEY-----\n...\n-----END PRIVATE"
      " KEY-----";
  CHECK(matcher().find(key).at(0).validity == Validity::placeholder);
}

TEST_CASE("several secrets are found in order, also in one line and one window") {
  const std::string first = with_checksum("ghp_");
  const std::string second = with_checksum("gho_");
  const std::string text =
      first + " " + second + "\n" + pem("\n") + "\n" + pem("\n") + "\nDB=redis://:" + make("<w12>") + "@h\n";
  const auto hits = matcher().find(text);
  REQUIRE(hits.size() == 5);
  CHECK(hits[1].span.of(text) == second);
  CHECK(kind_of(hits[2]) == "private-key");
  CHECK(kind_of(hits[3]) == "private-key");
  CHECK(kind_of(hits[4]) == "url-credential");
}

TEST_CASE("the automaton finds overlapping literals, ignoring case") {
  constexpr std::string_view literals[] = {"he", "she", "hers", "his"};
  const AhoCorasick automaton(literals);
  std::string found;
  automaton.search("uSHErs", [&](std::uint32_t pattern, std::uint32_t end) {
    found += std::string(literals[pattern]) + std::to_string(end) + " ";
  });
  CHECK(found == "she4 he4 hers6 ");
  int none = 0;
  AhoCorasick({}).search("abc", [&](std::uint32_t, std::uint32_t) { ++none; });
  CHECK(none == 0);
}

TEST_CASE("text that is nothing but keywords ends in time") {
  std::string text;
  while (text.size() < 2'000'000) text += "-----BEGIN PRIVATE KEY----- sk_live_ ghp_ :// ";
  CHECK(matcher().find(text).empty());
}

}  // namespace plumbline::facts

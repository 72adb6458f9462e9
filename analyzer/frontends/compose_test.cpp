#include <doctest/doctest.h>

#include "tests/support/ir_of.h"

namespace plumbline::frontends {

namespace {

using source::FileKind;
using support::IrOf;

IrOf compose(std::string text, std::string path = "compose.yaml") {
  return IrOf(std::move(path), std::move(text), FileKind::compose);
}

std::string shown(const ir::Maybe<std::int64_t>& number) {
  return number.is_unknown() ? "?" : number.is_absent() ? "-" : std::to_string(number.value);
}

/// "address|outside>inside/protocol" of every port.
std::string ports(const IrOf& file) {
  std::string all;
  for (const ir::Port& port : file.rows<ir::Port>()) {
    if (!all.empty()) all += ' ';
    all +=
        file.text(port.address) + '|' + shown(port.number) + '>' + shown(port.target) + '/' + file.text(port.protocol);
  }
  return all;
}

std::string commands(const IrOf& file) {
  std::string all;
  for (const ir::Command& command : file.rows<ir::Command>()) {
    if (!all.empty()) all += " ; ";
    all += file.text(command.program) + '(' + file.joined(command.args) + ')';
  }
  return all;
}

std::string needs(const IrOf& file) {
  std::string all;
  for (const ir::Need& need : file.rows<ir::Need>()) {
    if (!all.empty()) all += ' ';
    all += std::string(ir::name(need.kind)) + ':' + file.text(need.name);
    if (!need.condition.size) continue;
    all += '=' + file.text(need.condition);
  }
  return all;
}

}  // namespace

TEST_CASE("a service is a workload with one container") {
  const IrOf file = compose(
      "x-common: &common\n  restart: always\n  user: '1000:1000'\n"
      "services:\n  web:\n    <<: *common\n    image: ghcr.io/acme/web:1.4.0\n    privileged: true\n    read_only: "
      "true\n"
      "    network_mode: host\n    pid: host\n    profiles: [dev]\n    cap_add: [NET_ADMIN]\n"
      "    security_opt: [no-new-privileges:true]\n"
      "    deploy: {replicas: 3, resources: {limits: {memory: 64m, cpus: '0.5'}}}\n");
  REQUIRE(file.rows<ir::Workload>().size() == 1);
  const ir::Workload& web = file.rows<ir::Workload>().front();
  CHECK(web.platform == ir::Platform::compose);
  CHECK(file.text(web.name) == "web");
  CHECK(file.head(web) == "web");
  CHECK(web.replicas.value == 3);
  CHECK(web.host_network.value);
  CHECK(web.host_pid.value);
  CHECK(file.joined(web.profiles) == "dev");
  const ir::Container& container = file.rows<ir::Container>().front();
  CHECK(container.privileged.value);
  CHECK(container.read_only_root.value);
  CHECK_FALSE(container.allow_privilege_escalation.value);
  CHECK(container.allow_privilege_escalation.is_present());
  CHECK(container.run_as_user.value == 1000);
  CHECK(container.memory_limit.value == 64 * 1024 * 1024);
  CHECK(container.cpu_limit.value == 500);
  CHECK(file.joined(container.capabilities_added) == "NET_ADMIN");
  CHECK(file.text(file.repo()[container.image].repository) == "acme/web");
}

TEST_CASE("ports are read from both forms, defaults filled in") {
  CHECK(ports(compose("services:\n  a:\n    ports: [80, '8080:81', '127.0.0.1:53:53/udp', '3000-3001:4000-4001']\n")) ==
        "|->80/ |8080>81/ 127.0.0.1|53>53/udp |3000>4000/ |3001>4001/");
  CHECK(ports(compose("services:\n  a:\n    ports: ['${P:-9}:80', '${Q}:81', '0.0.0.0:1:1']\n    expose: [82]\n")) ==
        "|9>80/ |?>81/ |1>1/ |->82/");
  CHECK(ports(compose("services:\n  a:\n    ports: [{published: '80', target: 8080, host_ip: 10.0.0.1, protocol: tcp}, "
                      "{target: 9}]\n")) == "10.0.0.1|80>8080/ |->9/");
}

TEST_CASE("mounts are read from both forms") {
  const IrOf file = compose(
      "services:\n  a:\n    volumes: ['db:/data', './src:/src:ro', '/var/run/docker.sock:/s', '${DIR}:/x', "
      "{type: bind, source: ./b, target: /b, read_only: true}, {type: volume, source: v, target: /v}]\n");
  const auto& rows = file.rows<ir::Mount>();
  REQUIRE(rows.size() == 6);
  CHECK(file.text(rows[0].id) == "db");
  CHECK(file.text(rows[1].type) == "bind");
  CHECK(rows[1].read_only);
  CHECK(file.text(rows[1].id) == "");
  CHECK(file.text(rows[2].source) == "/var/run/docker.sock");
  CHECK(file.text(rows[3].type) == "");
  CHECK(rows[4].read_only);
  CHECK(file.text(rows[5].id) == "v");
  CHECK(needs(file) == "volume:db volume:v variable:DIR");
}

TEST_CASE("variables have their values, their places and their defaults") {
  const IrOf file = compose(
      "services:\n  a:\n    environment:\n      - A=1$$2\n      - \"B=${X:-two}\"\n      - C\n  b:\n    environment: "
      "{D: 4, "
      "E: null, F: '${Y}'}\n");
  const auto& rows = file.rows<ir::Variable>();
  REQUIRE(rows.size() == 6);
  CHECK(file.text(rows[0].value) == "1$2");
  CHECK(rows[0].literal);
  CHECK(file.at(rows[0], rows[0].value_span) == "1$$2");
  CHECK(file.head(rows[0]) == "A");
  CHECK(file.text(rows[1].value) == "${X:-two}");
  CHECK(file.text(rows[1].fallback) == "two");
  CHECK_FALSE(rows[1].literal);
  CHECK(rows[2].value.is_absent());
  CHECK(rows[2].reference == ir::Reference::variable);
  CHECK(file.text(rows[3].value) == "4");
  CHECK(rows[3].source == ir::VariableSource::workload_env);
  CHECK(rows[4].value.is_absent());
  CHECK(rows[5].fallback.is_absent());
}

TEST_CASE("a command is words, and what a shell among them reads is commands") {
  CHECK(commands(compose("services:\n  a: {command: serve --port 80}\n")) == "serve(--port 80)");
  CHECK(commands(compose("services:\n  a: {command: [sh, -c, 'migrate && serve $$PORT']}\n")) ==
        "sh(-c migrate && serve $PORT) ; migrate() ; serve($PORT)");
  CHECK(commands(compose("services:\n  a:\n    command: |\n      --one\n      --two\n")) == "--one(--two)");
  CHECK(commands(compose("services:\n  a: {entrypoint: [/run.sh], command: [x]}\n")) == "run.sh() ; x()");
}

TEST_CASE("a healthcheck is a probe with a command") {
  const IrOf file = compose(
      "services:\n  a:\n    healthcheck: {test: [CMD-SHELL, 'curl -f localhost || exit 1'], interval: 1m30s, timeout: "
      "5s, "
      "retries: 3, start_period: 10s}\n");
  REQUIRE(file.rows<ir::Probe>().size() == 1);
  const ir::Probe& probe = file.rows<ir::Probe>().front();
  CHECK(file.text(probe.target) == "curl");
  CHECK(probe.period.value == 90);
  CHECK(probe.timeout.value == 5);
  CHECK(probe.failure_threshold.value == 3);
  CHECK(probe.initial_delay.value == 10);
  CHECK(commands(file) == "curl(-f localhost) ; exit(1)");
  CHECK(file.rows<ir::Container>().front().readiness.has_value());
  CHECK(commands(compose("services:\n  a: {healthcheck: {test: [CMD, pg_isready, -U, x]}}\n")) == "pg_isready(-U x)");
  CHECK(commands(compose("services:\n  a: {healthcheck: {test: pg_isready}}\n")) == "pg_isready()");
  for (const std::string_view off : {"{test: [NONE]}", "{disable: true}"}) {
    CAPTURE(off);
    CHECK(compose("services:\n  a: {healthcheck: " + std::string(off) + "}\n").rows<ir::Probe>().empty());
  }
}

TEST_CASE("what is asked for by name is a need") {
  CHECK(
      needs(compose("services:\n  a: {depends_on: [b], links: ['c:d'], networks: [n], network_mode: 'service:e'}\n")) ==
      "service:b=service_started service:c service:e network:n");
  CHECK(needs(compose("services:\n  a: {depends_on: {b: {condition: service_healthy}}, networks: {n: {}}, "
                      "secrets: [s, {source: t}], configs: [c]}\n")) ==
        "service:b=service_healthy network:n secret:s secret:t config:c");
  CHECK(needs(compose("services:\n  a: {env_file: [x.env, {path: y.env, required: false}]}\n",
                      "deploy/compose.yaml")) == "file:deploy/x.env file:deploy/y.env");
  CHECK(needs(compose("services:\n  a: {image: 'x:${T}${U:-1}${V:?no}'}\n")) ==
        "variable:T variable:U=default variable:V=required");
}

TEST_CASE("a build names its file, its folder, its stage and its arguments") {
  const IrOf file = compose(
      "services:\n  a: {build: ../web}\n  b: {build: {context: ., dockerfile: x/Dockerfile, target: dev, args: [A=1]}, "
      "image: shop}\n  c: {build: 'https://example.org/c.git'}\n",
      "deploy/compose.yaml");
  const auto& rows = file.rows<ir::Container>();
  REQUIRE(rows.size() == 3);
  CHECK(file.text(rows[0].build_file) == "web/Dockerfile");
  CHECK(file.text(rows[0].build_context) == "web");
  CHECK(file.text(rows[1].build_file) == "deploy/x/Dockerfile");
  CHECK(file.text(rows[1].build_target) == "dev");
  REQUIRE(rows[1].build_arguments.count == 1);
  const ir::Image& built = file.repo()[rows[1].image];
  CHECK(built.role == ir::ImageRole::builds);
  CHECK(file.path(built) == "deploy/x/Dockerfile");
  CHECK(file.text(rows[2].build_file) == "");
}

TEST_CASE("tags of an override do not break the file") {
  const IrOf file = compose("services:\n  a:\n    ports: !reset []\n    environment: !override {A: 1}\n");
  CHECK(file.rows<ir::Port>().empty());
  CHECK(file.rows<ir::Variable>().size() == 1);
  CHECK(file.rows<ir::Problem>().empty());
}

TEST_CASE("an environment file's names are variables") {
  const IrOf file(".env", "# note\nA=1\nexport B='$x'\nC=${A:-3}\nD\n", FileKind::dotenv);
  const auto& rows = file.rows<ir::Variable>();
  REQUIRE(rows.size() == 4);
  CHECK(file.text(rows[0].value) == "1");
  CHECK(rows[0].source == ir::VariableSource::dotenv);
  CHECK(rows[1].literal == false);
  CHECK(file.text(rows[2].fallback) == "3");
  CHECK(rows[3].value.is_absent());
  CHECK(file.rows<ir::Comment>().size() == 1);
}

}  // namespace plumbline::frontends

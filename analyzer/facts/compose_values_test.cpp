#include "analyzer/facts/compose_values.h"

#include <string>

#include <doctest/doctest.h>

namespace plumbline::facts {

TEST_CASE("a short port has up to four parts") {
  const auto shown = [](std::string_view text) {
    const ComposePort port = split_compose_port(text);
    std::string all(port.address);
    for (const std::string_view part : {port.published, port.target, port.protocol}) all.append("|").append(part);
    return all;
  };
  CHECK(shown("80") == "||80|");
  CHECK(shown("8080:80") == "|8080|80|");
  CHECK(shown("8000-8010:9000-9010") == "|8000-8010|9000-9010|");
  CHECK(shown("127.0.0.1:53:53/udp") == "127.0.0.1|53|53|udp");
  CHECK(shown("127.0.0.1::80") == "127.0.0.1||80|");
  CHECK(shown("[::1]:80:81") == "::1|80|81|");
  CHECK(shown("::1:80:81") == "::1|80|81|");
  CHECK(shown("${PORT:-8080}:80/${PROTO:-tcp}") == "|${PORT:-8080}|80|${PROTO:-tcp}");
}

TEST_CASE("a port or a range of them is two numbers") {
  CHECK(parse_port_range("80") == std::pair<std::int64_t, std::int64_t>(80, 80));
  CHECK(parse_port_range("80-82") == std::pair<std::int64_t, std::int64_t>(80, 82));
  for (const std::string_view text : {"", "x", "82-80", "70000", "80-", "-80", "${A}"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_port_range(text));
  }
}

TEST_CASE("a short volume has up to three parts, and a drive letter is none") {
  const auto shown = [](std::string_view text) {
    const ComposeVolume volume = split_compose_volume(text);
    return std::string(volume.source).append("|").append(volume.target).append("|").append(volume.mode);
  };
  CHECK(shown("/data") == "|/data|");
  CHECK(shown("db:/data") == "db|/data|");
  CHECK(shown("./a:/b:ro,z") == "./a|/b|ro,z");
  CHECK(shown("${DIR:-./a}:/b") == "${DIR:-./a}|/b|");
  CHECK(shown("C:\\a:/b:ro") == "C:\\a|/b|ro");
}

TEST_CASE("a path on the machine is told from a volume's name") {
  for (const std::string_view path : {".", "./a", "/a", "~/a", "a/b", "C:\\a"}) {
    CAPTURE(path);
    CHECK(is_host_path(path));
  }
  for (const std::string_view name : {"", "db", "db-data_1.2"}) {
    CAPTURE(name);
    CHECK_FALSE(is_host_path(name));
  }
}

}  // namespace plumbline::facts

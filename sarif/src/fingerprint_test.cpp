#include "sarif/fingerprint.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace plumbline::sarif {

namespace {

using namespace std::string_literals;

constexpr std::string_view end_of_file = "c129715d7a2bc9a3:1";

std::vector<std::string> hashes(std::string_view file) {
  std::vector<std::string> out;
  for (const LineHash& hash : line_hashes(file)) out.push_back(to_string(hash));
  return out;
}

/// Expected hashes; one without a number is the first of its kind.
std::vector<std::string> expected(const std::vector<std::string>& values) {
  std::vector<std::string> out;
  for (const std::string& value : values) {
    out.push_back(value == "E"                           ? std::string(end_of_file)
                  : value.find(':') == std::string::npos ? value + ":1"
                                                         : value);
  }
  return out;
}

struct Vector {
  std::string file;
  std::vector<std::string> hashes;
};

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("line hashes are those of the upload action's own tests") {
  const std::vector<std::string> greeting{"e9496ae3ebfced30",
                                          "fb7c023a8b9ccb3f",
                                          "ce8ba1a563dcdaca",
                                          "e20e36e16fcb0cc8",
                                          "b3edc88f2938467e",
                                          "c8e28b0b4002a3a0",
                                          "E"};
  const std::vector<Vector> vectors{
      {"", {"E"}},
      {" a\nb\n  \t\tc\n d", {"271789c17abda88f", "54703d4cd895b18", "180aee12dab6264", "a23a3dc5e078b07b"}},
      {" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greeting},
      {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greeting},
      {" hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End\r", greeting},
      {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greeting},
      {"x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
       {"e54938cc54b302f1", "bb609acbe9138d60", "1131fd5871777f34", "5c482a0f8b35ea28", "54517377da7028d2",
        "2c644846cb18d53e", "f1b89f20de0d133", "E"}},
      {repeated("Lorem ipsum dolor sit amet.\n", 10),
       {"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5",
        "a7f2ff13bc495cf2:6", "a7f2ff1481e87703", "a9cf91f7bbf1862b", "55ec222b86bcae53", "cc97dc7b1d7d8f7b", "E"}},
  };
  for (const Vector& vector : vectors) {
    CAPTURE(vector.file);
    CHECK(hashes(vector.file) == expected(vector.hashes));
  }
}

TEST_CASE("line hashes of infrastructure files are those of the upload action") {
  const std::vector<Vector> vectors{
      {"FROM alpine:latest\n", {"40ef2d099722b971", "E"}},
      {"FROM alpine:latest", {"4b3560cfb306dc43"}},
      {"\xef\xbb\xbf"
       "FROM alpine:latest\n",
       {"11b4a5c42387a900", "E"}},
      {"FROM alpine:latest\nRUN apk add curl\n", {"e4f349c3fedd04c3", "d34d9ed1604a06a5", "E"}},
      {"a:\n  b: 1\n\tc: 2\n", {"b09b64fe9e379630", "9c68a0d91a6411b", "e7009e062fd4f238", "E"}},
      {"a:\nb:1\nc:2\n", {"b09b64fe9e379630", "9c68a0d91a6411b", "e7009e062fd4f238", "E"}},
      {"key: 1\nkey: 1\nkey: 1\n", {"f0382d125f3ac3e9", "f52e4ebb88b683b7", "d21fa24c446a5c75", "E"}},
  };
  for (const Vector& vector : vectors) {
    CAPTURE(vector.file);
    CHECK(hashes(vector.file) == expected(vector.hashes));
  }
}

TEST_CASE("blank lines, odd line ends and wide characters hash as the upload action reads them") {
  const std::vector<Vector> vectors{
      {"\n", {"3c5bef55b72b93c9", "E"}},
      {"\r\n", {"3c5bef55b72b93c9", "E"}},
      {"  \n", {"3c5bef55b72b93c9", "E"}},
      {"\n\n", {"5b5d4caf73a13177", "3c5bef55b72b93c9", "E"}},
      {"a\r \nb", {"67c066a59e652f5e", "cc4c43d77869440f", "8ee5a81e681643c1"}},
      {"\xc3\xa9\n", {"46b47b20627f8c7a", "E"}},
      {"\xf0\x9f\x98\x80\n", {"49e42825ed591e1a", "E"}},
      {"\xc2\xa0x\n", {"454fe322df360bc9", "E"}},
      {"x\xe2\x80\xa8y\n", {"ffc9df0190f29c5a", "E"}},
      {"x\fy\n", {"bf23f62d46ac309e", "E"}},
      {"x\0y\n"s, {"131ebbf1779a272", "E"}},
      {"x\xef\xbf\xbdy\n", {"3d3e97bd1785fee7", "E"}},
      {"x\xffy\n", {"3d3e97bd1785fee7", "E"}},
      {"x\xe2\x82y\n", {"3d3e97bd1785fee7", "E"}},
  };
  for (const Vector& vector : vectors) {
    CAPTURE(vector.file);
    CHECK(hashes(vector.file) == expected(vector.hashes));
  }
}

TEST_CASE("only a line's first 100 non-blank units count") {
  const std::string hundred = repeated("a", 100);
  CHECK(hashes(repeated("a", 99)) == expected({"871f6af4d0d5dd1a"}));
  CHECK(hashes(hundred) == expected({"871f6af4d0d4dd7c"}));
  CHECK(hashes(repeated("a", 101)) == expected({"871f6af4d0d4dd7c"}));
  CHECK(hashes(repeated(hundred + "\n", 2)) == expected({"871f6af4d0d4dd7c:1", "871f6af4d0d4dd7c:2", "E"}));
}

TEST_CASE("every line of a file has one hash, whatever its line ends") {
  for (const std::string_view end : {"\n", "\r", "\r\n"}) {
    std::string file;
    for (int i = 0; i < 250; ++i) file += fmt::format("{}{}", i % 3 == 0 ? "" : "word", end);
    CHECK(line_hashes(file).size() == 251);
  }
}

TEST_CASE("a fingerprint is half of the SHA-256 of its parts with a NUL between them") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(fingerprint({"abc"}) == "ba7816bf8f01cfea414140de5dae2223");
  CHECK(fingerprint({"a", "b"}) == sha256("a\0b"s).substr(0, 32));
  CHECK(fingerprint({"a", "b"}) == fingerprint(std::vector<std::string>{"a", "b"}));
}

TEST_CASE("the parts of a fingerprint do not run into one another") {
  CHECK(fingerprint({"ab", "c"}) != fingerprint({"a", "bc"}));
  CHECK(fingerprint({"a", ""}) != fingerprint({"a"}));
  CHECK(fingerprint({"a\0b"s}) != fingerprint({"a", "b"}));
}

}  // namespace plumbline::sarif

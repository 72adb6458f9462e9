#include "analyzer/facts/encoding.h"

#include <doctest/doctest.h>

namespace plumbline::facts {

TEST_CASE("base64 is decoded in both alphabets, with and without padding") {
  CHECK(decode_base64("TUlTU0lORw==") == "MISSING");
  CHECK(decode_base64("TUlTU0lORw") == "MISSING");
  CHECK(decode_base64("_-8") == "\xff\xef");
  CHECK(decode_base64("/+8=") == "\xff\xef");
  CHECK_FALSE(decode_base64("a"));
  CHECK_FALSE(decode_base64("ab=c"));
  CHECK_FALSE(decode_base64("a b c d "));
  CHECK_FALSE(decode_base64("TUlTU0lORw="));
  CHECK_FALSE(decode_base64(""));
}

TEST_CASE("hex is decoded") {
  CHECK(decode_hex("00fFa1") == std::string("\0\xff\xa1", 3));
  CHECK_FALSE(decode_hex("0"));
  CHECK_FALSE(decode_hex("0g"));
}

TEST_CASE("checksums agree with their published vectors") {
  CHECK(crc32("123456789") == 0xcbf43926U);
  CHECK(crc32("") == 0);
  CHECK(base62(0, 6) == "000000");
  CHECK(base62(61, 1) == "z");
  CHECK(base62(62, 2) == "10");
  CHECK(base62(0xffffffffU, 6) == "4gfFC3");
}

TEST_CASE("entropy measures bits a character") {
  CHECK(shannon_entropy("aaaa") == doctest::Approx(0));
  CHECK(shannon_entropy("abab") == doctest::Approx(1));
  CHECK(relative_entropy("0123456789abcdef") == doctest::Approx(1));
  CHECK(relative_entropy("") == doctest::Approx(0));
}

TEST_CASE("generated text is told from names") {
  for (const std::string_view text : {"f3a9c1d27be84605", "Zx9Kq2LmT7vRb4Wd", "8sHf72kQpLx0ZbNw1TcR"}) {
    CAPTURE(text);
    CHECK(looks_random(text));
  }
  for (const std::string_view text :
       {"kubernetes-cluster-1", "production-database-01", "aaaaaaaaaaaaaaaa1", "my_service_account_2", "short1A",
        "2024-01-01T00:00:00", "ConfigurationManager2", "s3-bucket-logs-2024", "my-app-prod-eu-west-1"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_random(text));
  }
}

}  // namespace plumbline::facts

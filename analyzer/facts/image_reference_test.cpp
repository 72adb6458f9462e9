#include "analyzer/facts/image_reference.h"

#include <doctest/doctest.h>

namespace plumbline::facts {
namespace {

std::string canonical(std::string_view text) {
  const auto image = parse_image_reference(text);
  return image ? image->canonical() : "error: " + std::string(image.error().at.of(text));
}

}  // namespace

TEST_CASE("references are normalised as Docker does") {
  struct Row {
    std::string_view text, canonical;
  };
  const std::string digest(64, 'a');
  for (const Row& row : {Row{"nginx", "docker.io/library/nginx"},
                         {"nginx:1.27", "docker.io/library/nginx:1.27"},
                         {"bitnami/redis", "docker.io/bitnami/redis"},
                         {"docker.io/nginx", "docker.io/library/nginx"},
                         {"index.docker.io/a/b:1", "docker.io/a/b:1"},
                         {"host:5000/img", "host:5000/img"},
                         {"localhost/img:x", "localhost/img:x"},
                         {"ghcr.io/acme/app/web:1.2", "ghcr.io/acme/app/web:1.2"},
                         {"Nginx", "error: N"},
                         {"nginx:", "error: :"},
                         {"nginx:a b", "error:  "},
                         {"nginx@sha256:12", "error: sha256:12"},
                         {"a//b", "error: /"},
                         {"", "error: "}}) {
    CAPTURE(row.text);
    CHECK(canonical(row.text) == row.canonical);
  }
  CHECK(canonical("a:1@sha256:" + digest) == "docker.io/library/a:1@sha256:" + digest);
}

TEST_CASE("parts say where they stand and whether they are written") {
  const std::string_view text = "ghcr.io/acme/app:1.2";
  const auto image = parse_image_reference(text);
  REQUIRE(image);
  CHECK(image->registry.span.of(text) == "ghcr.io");
  CHECK(image->repository.span.of(text) == "acme/app");
  CHECK(image->tag.span.of(text) == "1.2");
  CHECK_FALSE(image->has_digest());
  CHECK_FALSE(parse_image_reference("nginx")->registry.given);
}

TEST_CASE("an expression makes unknown what it may hold and nothing else") {
  const auto tag = parse_image_reference("ghcr.io/acme/app:${{ github.sha }}");
  REQUIRE(tag);
  CHECK(tag->tag.unknown);
  CHECK(tag->has_tag());
  CHECK_FALSE(tag->registry.unknown);
  CHECK_FALSE(tag->repository.unknown);

  const auto all = parse_image_reference("${IMAGE:-nginx:1.2}");
  REQUIRE(all);
  CHECK(all->registry.unknown);
  CHECK(all->tag.unknown);

  const auto registry = parse_image_reference("${REGISTRY}/app:1");
  REQUIRE(registry);
  CHECK(registry->registry.unknown);
  CHECK(registry->repository.text == "app");
  CHECK(registry->tag.text == "1");

  const auto suffix = parse_image_reference("nginx$SUFFIX");
  REQUIRE(suffix);
  CHECK(suffix->tag.unknown);
  CHECK_FALSE(suffix->has_tag());

  const auto helm = parse_image_reference("{{ .Values.repo }}:{{ .Values.tag | default \"x\" }}");
  REQUIRE(helm);
  CHECK(helm->tag.given);
  CHECK(helm->repository.unknown);
  CHECK(helm->registry.unknown);
}

}  // namespace plumbline::facts

#include "analyzer/facts/image_reference.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/templates.h"

namespace plumbline::facts {
namespace {

constexpr std::string_view default_registry = "docker.io";
constexpr std::string_view index_registry = "index.docker.io";

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool is_host_byte(char c) {
  return ascii::is_alnum(c) || c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
}
bool is_path_byte(char c) {
  return ascii::is_lower(c) || ascii::is_digit(c) || c == '.' || c == '_' || c == '-';
}
bool is_tag_byte(char c) {
  return ascii::is_name(c) || c == '.' || c == '-';
}

/// The reference's text with the bytes of templates marked: separators inside them do not separate.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), templates_(find_templates(text)) {}

  bool in_template(std::size_t at) const {
    return std::any_of(templates_.begin(), templates_.end(),
                       [&](Span t) { return t.contains(static_cast<std::uint32_t>(at)); });
  }
  bool has_template(std::size_t begin, std::size_t end) const {
    return std::any_of(templates_.begin(), templates_.end(), [&](Span t) { return t.overlaps(span_of(begin, end)); });
  }
  bool is_template(std::size_t begin, std::size_t end) const {
    return std::any_of(templates_.begin(), templates_.end(), [&](Span t) { return t == span_of(begin, end); });
  }
  std::size_t find(char c, std::size_t begin, std::size_t end) const {
    for (std::size_t at = begin; at < end; ++at)
      if (text_[at] == c && !in_template(at)) return at;
    return std::string_view::npos;
  }
  std::size_t find_last(char c, std::size_t begin, std::size_t end) const {
    for (std::size_t at = end; at > begin; --at)
      if (text_[at - 1] == c && !in_template(at - 1)) return at - 1;
    return std::string_view::npos;
  }
  ImagePart part(std::size_t begin, std::size_t end) const {
    return {std::string(text_.substr(begin, end - begin)), span_of(begin, end), true, has_template(begin, end)};
  }
  /// First byte in the range, outside templates, that `allowed` refuses.
  template <class Allowed>
  std::size_t first_bad(std::size_t begin, std::size_t end, Allowed allowed) const {
    for (std::size_t at = begin; at < end; ++at)
      if (!in_template(at) && !allowed(text_[at])) return at;
    return std::string_view::npos;
  }

 private:
  std::string_view text_;
  std::vector<Span> templates_;
};

std::optional<Error> check_digest(std::string_view text, const Reader& reader, const ImagePart& digest) {
  if (digest.unknown) return std::nullopt;
  const std::size_t colon = digest.text.find(':');
  if (colon == std::string::npos || colon == 0) return Error{digest.span, "a digest is `algorithm:hexadecimal`"};
  const std::size_t begin = digest.span.begin + colon + 1;
  const auto is_hex = [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (const std::size_t bad = reader.first_bad(begin, text.size(), is_hex); bad != std::string_view::npos)
    return Error{span_of(bad, bad + 1), "a digest holds lower-case hexadecimal digits"};
  const std::size_t digits = text.size() - begin;
  const bool short_known = digest.text.rfind("sha256:", 0) == 0 ? digits != 64 : digits < 32;
  if (short_known) return Error{digest.span, "the digest has the wrong length"};
  return std::nullopt;
}

std::optional<Error> check_repository(std::string_view text, const Reader& reader, std::size_t begin, std::size_t end) {
  const auto allowed = [](char c) { return is_path_byte(c) || c == '/'; };
  if (const std::size_t bad = reader.first_bad(begin, end, allowed); bad != std::string_view::npos) {
    return Error{span_of(bad, bad + 1), ascii::is_upper(text[bad]) ? "the repository of an image is lower case"
                                                                   : "this cannot stand in an image reference"};
  }
  for (std::size_t at = begin; at <= end; ++at) {
    const bool edge = at == begin || at == end || (text[at] == '/' && !reader.in_template(at));
    if (!edge) continue;
    const bool ends = at > begin && !reader.in_template(at - 1) && !ascii::is_alnum(text[at - 1]);
    const std::size_t next = at == begin ? at : at + 1;
    const bool begins = next < end && !reader.in_template(next) && !ascii::is_alnum(text[next]);
    if (ends || begins || (at != begin && at < end && next == end))
      return Error{span_of(std::min(at, text.size()), std::min(at + 1, text.size())),
                   "a component of the repository begins and ends with a letter or a digit"};
  }
  return std::nullopt;
}

/// Where the registry ends, or `begin` if the reference has none: as Docker decides, by a dot, a colon, `localhost`
/// or an upper-case letter in the first component.
std::size_t registry_end(std::string_view text, const Reader& reader, std::size_t begin, std::size_t end) {
  const std::size_t slash = reader.find('/', begin, end);
  if (slash == std::string_view::npos) return begin;
  const std::string_view first = text.substr(begin, slash - begin);
  const auto decides = [&](std::size_t at) {
    return !reader.in_template(at) && (text[at] == '.' || text[at] == ':' || ascii::is_upper(text[at]));
  };
  for (std::size_t at = begin; at < slash; ++at)
    if (decides(at)) return slash;
  return first == "localhost" || reader.is_template(begin, slash) ? slash : begin;
}

void normalise(ImageReference& image) {
  if (!image.registry.given) image.registry.text = default_registry;
  if (image.registry.text == index_registry) image.registry.text = default_registry;
  const bool official = image.registry.text == default_registry && !image.repository.unknown &&
                        image.repository.text.find('/') == std::string::npos;
  if (official) image.repository.text.insert(0, "library/");
}

}  // namespace

Parsed<ImageReference> parse_image_reference(std::string_view text) {
  const Reader reader(text);
  ImageReference image;
  if (text.empty()) return error_at({0, 0}, "an image reference cannot be empty");
  if (reader.is_template(0, text.size())) {
    // One expression may stand for everything.
    image.repository = reader.part(0, text.size());
    image.registry.unknown = image.tag.unknown = image.digest.unknown = true;
    return image;
  }
  std::size_t end = text.size();
  if (const std::size_t at = reader.find('@', 0, end); at != std::string_view::npos) {
    image.digest = reader.part(at + 1, end);
    if (auto error = check_digest(text, reader, image.digest)) return tl::unexpected(std::move(*error));
    end = at;
  }
  const std::size_t slash = reader.find_last('/', 0, end);
  const std::size_t name_begin = slash == std::string_view::npos ? 0 : slash + 1;
  if (const std::size_t colon = reader.find(':', name_begin, end); colon != std::string_view::npos) {
    image.tag = reader.part(colon + 1, end);
    if (colon + 1 == end) return error_at(span_of(colon, end), "the tag is missing");
    const std::size_t bad = reader.first_bad(colon + 1, end, is_tag_byte);
    if (bad != std::string_view::npos) return error_at(span_of(bad, bad + 1), "this cannot stand in a tag");
    const bool odd_start = !reader.in_template(colon + 1) && !ascii::is_name(text[colon + 1]);
    if (odd_start || (!image.tag.unknown && image.tag.text.size() > 128))
      return error_at(image.tag.span, "a tag has at most 128 characters and begins with a letter, a digit or `_`");
    end = colon;
  }
  const std::size_t registry = registry_end(text, reader, 0, end);
  if (registry > 0) {
    image.registry = reader.part(0, registry);
    const std::size_t bad = reader.first_bad(0, registry, is_host_byte);
    if (bad != std::string_view::npos) return error_at(span_of(bad, bad + 1), "this cannot stand in a registry's name");
  }
  const std::size_t begin = registry > 0 ? registry + 1 : 0;
  if (begin == end) return error_at(span_of(begin, end), "the repository is missing");
  image.repository = reader.part(begin, end);
  if (auto error = check_repository(text, reader, begin, end)) return tl::unexpected(std::move(*error));
  // `$IMAGE` at the front may bring a registry, a last one a tag.
  if (!image.registry.given && reader.in_template(begin)) image.registry.unknown = true;
  if (reader.in_template(end - 1) && !image.tag.given && !image.digest.given)
    image.tag.unknown = image.digest.unknown = true;
  normalise(image);
  return image;
}

std::string ImageReference::name() const {
  return registry.text.empty() ? repository.text : fmt::format("{}/{}", registry.text, repository.text);
}

std::string ImageReference::canonical() const {
  std::string out = name();
  if (tag.given) fmt::format_to(std::back_inserter(out), ":{}", tag.text);
  if (digest.given) fmt::format_to(std::back_inserter(out), "@{}", digest.text);
  return out;
}

}  // namespace plumbline::facts

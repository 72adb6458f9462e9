#include "analyzer/facts/secret_shapes.h"

#include <algorithm>
#include <mutex>

#include <re2/re2.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/aho_corasick.h"
#include "analyzer/facts/secret_validators.h"

namespace plumbline::facts {
namespace {

constexpr std::uint32_t window = 8192;
// Windows of one shape in one text: bounds the time on text that is nothing but keywords.
constexpr std::uint32_t most_windows = 2000;

/// The keywords of all shapes and whose they are.
struct Keywords {
  std::vector<std::string_view> texts;
  std::vector<std::uint32_t> shape;
};

Keywords keywords_of(std::span<const SecretShape> shapes) {
  Keywords all;
  for (std::uint32_t i = 0; i < shapes.size(); ++i) {
    for (const std::string_view keyword : shapes[i].keywords) {
      all.texts.push_back(keyword);
      all.shape.push_back(i);
    }
  }
  return all;
}

Span line_around(std::string_view text, std::uint32_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t behind = std::min(text.find('\n', at), text.size());
  return {before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1),
          static_cast<std::uint32_t>(behind)};
}

/// What stands around a match in its line and the two above it, within reach.
std::string_view near_text(std::string_view text, Span match) {
  constexpr std::uint32_t reach = 2048;
  const std::uint32_t least = match.begin > reach ? match.begin - reach : 0;
  std::uint32_t begin = match.begin;
  for (int lines = 0; begin > least; --begin)
    if (text[begin - 1] == '\n' && ++lines == 3) break;
  const std::size_t end = std::min({text.find('\n', match.end), std::size_t{match.end} + reach, text.size()});
  return text.substr(begin, end - begin);
}

/// What stands before a match in its line, within reach.
std::string_view text_before(std::string_view text, std::uint32_t at) {
  constexpr std::uint32_t reach = 512;
  std::uint32_t begin = at;
  while (begin > 0 && at - begin < reach && text[begin - 1] != '\n') --begin;
  return text.substr(begin, at - begin);
}

}  // namespace

struct SecretMatcher::Compiled {
  struct Pattern {
    std::once_flag once;
    std::unique_ptr<RE2> expression;
  };

  explicit Compiled(std::span<const SecretShape> all)
      : shapes(all), keywords(keywords_of(all)), automaton(keywords.texts), patterns(new Pattern[all.size()]) {}

  const RE2& pattern(std::uint32_t shape) const {
    Pattern& pattern = patterns[shape];
    std::call_once(pattern.once, [&] {
      RE2::Options options;
      options.set_log_errors(false);
      const std::string_view text = shapes[shape].pattern;
      pattern.expression = std::make_unique<RE2>(re2::StringPiece(text.data(), text.size()), options);
    });
    return *pattern.expression;
  }

  std::span<const SecretShape> shapes;
  Keywords keywords;
  AhoCorasick automaton;
  std::unique_ptr<Pattern[]> patterns;
};

namespace {

/// One search through one text.
template <class Compiled>
class Search {
 public:
  Search(std::string_view text, const Compiled& compiled)
      : text_(text), compiled_(compiled), done_until_(compiled.shapes.size(), 0), windows_(compiled.shapes.size(), 0) {}

  std::vector<ShapeHit> run() {
    compiled_.automaton.search(text_, [&](std::uint32_t keyword, std::uint32_t end) {
      const std::uint32_t shape = compiled_.keywords.shape[keyword];
      if (end <= done_until_[shape]) return;
      if (compiled_.shapes[shape].multiline) {
        in_window(shape, end - static_cast<std::uint32_t>(compiled_.keywords.texts[keyword].size()));
      } else {
        in_line(shape, end - 1);
      }
    });
    return without_overlaps();
  }

 private:
  void in_line(std::uint32_t shape, std::uint32_t at) {
    if (!line_.contains(at)) line_ = line_around(text_, at);
    match(shape, line_);
    // The line was searched as a whole; its keywords that follow have nothing new.
    done_until_[shape] = line_.end;
  }

  void in_window(std::uint32_t shape, std::uint32_t at) {
    if (++windows_[shape] > most_windows) return;
    const std::uint32_t begin = at > window / 2 ? at - window / 2 : 0;
    const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(text_.size(), std::size_t{at} + window));
    done_until_[shape] = std::max(done_until_[shape], match(shape, {std::max(begin, done_until_[shape]), end}));
  }

  /// Returns the end of the last match.
  std::uint32_t match(std::uint32_t shape, Span part) {
    const RE2& pattern = compiled_.pattern(shape);
    if (!pattern.ok()) return 0;
    const int groups = std::min(pattern.NumberOfCapturingGroups(), 1);
    // The part is all that the pattern sees: its `$` and `\b` hold at the ends of the line.
    const re2::StringPiece whole(text_.data() + part.begin, part.size());
    re2::StringPiece found[2];
    std::uint32_t last = 0;
    std::size_t at = 0;
    while (at < whole.size() && pattern.Match(whole, at, whole.size(), RE2::UNANCHORED, found, groups + 1)) {
      const re2::StringPiece& secret = found[groups];
      const auto begin = static_cast<std::uint32_t>(secret.data() - text_.data());
      const Span span{begin, begin + static_cast<std::uint32_t>(secret.size())};
      const auto end = static_cast<std::size_t>(found[0].data() - whole.data()) + found[0].size();
      at = std::max(end, at + 1);
      last = part.begin + static_cast<std::uint32_t>(end);
      if (secret.data() != nullptr && !span.empty()) take(shape, span);
    }
    return last;
  }

  void take(std::uint32_t index, Span span) {
    const SecretShape& shape = compiled_.shapes[index];
    if (!shape.requires_near.empty()) {
      const std::string_view context = near_text(text_, span);
      const auto stands = [&](std::string_view word) { return ascii::contains_ignoring_case(context, word); };
      if (std::none_of(shape.requires_near.begin(), shape.requires_near.end(), stands)) return;
    }
    const auto validity =
        validate_shape(shape.validator, span.of(text_), text_before(text_, span.begin), shape.public_prefix);
    if (validity) hits_.push_back({index, span, std::min<std::uint32_t>(shape.public_prefix, span.size()), *validity});
  }

  std::vector<ShapeHit> without_overlaps() {
    const auto surer = [&](const ShapeHit& a, const ShapeHit& b) {
      const ShapeClass class_a = compiled_.shapes[a.shape].shape_class;
      const ShapeClass class_b = compiled_.shapes[b.shape].shape_class;
      if (class_a != class_b) return class_a < class_b;
      return a.span.size() != b.span.size() ? a.span.size() > b.span.size() : a.shape < b.shape;
    };
    std::sort(hits_.begin(), hits_.end(), [&](const ShapeHit& a, const ShapeHit& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : surer(a, b);
    });
    std::vector<ShapeHit> kept;
    for (const ShapeHit& hit : hits_) {
      if (kept.empty() || !kept.back().span.overlaps(hit.span)) {
        kept.push_back(hit);
      } else if (surer(hit, kept.back())) {
        kept.back() = hit;
      }
    }
    return kept;
  }

  std::string_view text_;
  const Compiled& compiled_;
  std::vector<std::uint32_t> done_until_;
  std::vector<std::uint32_t> windows_;
  Span line_;
  std::vector<ShapeHit> hits_;
};

}  // namespace

std::optional<ShapeValidator> shape_validator(std::string_view name) {
  const auto* found = std::find(shape_validator_names.begin(), shape_validator_names.end(), name);
  if (found == shape_validator_names.end()) return std::nullopt;
  return static_cast<ShapeValidator>(found - shape_validator_names.begin());
}

SecretMatcher::SecretMatcher(std::span<const SecretShape> shapes)
    : shapes_(shapes), compiled_(std::make_unique<Compiled>(shapes)) {}

SecretMatcher::~SecretMatcher() = default;

std::vector<ShapeHit> SecretMatcher::find(std::string_view text) const {
  return Search<Compiled>(text, *compiled_).run();
}

std::vector<std::uint32_t> SecretMatcher::broken() const {
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < shapes_.size(); ++i)
    if (!compiled_->pattern(i).ok()) all.push_back(i);
  return all;
}

}  // namespace plumbline::facts

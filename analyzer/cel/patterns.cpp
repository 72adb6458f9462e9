#include "analyzer/cel/patterns.h"

#include <re2/re2.h>

namespace plumbline::cel {

Pattern::Pattern(std::string_view text) : text_(text) {}

Pattern::~Pattern() = default;

const re2::RE2& Pattern::compiled() const {
  std::call_once(once_, [this] {
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(1 << 20);
    compiled_ = std::make_unique<re2::RE2>(re2::StringPiece(text_.data(), text_.size()), options);
  });
  return *compiled_;
}

std::optional<bool> Pattern::occurs_in(std::string_view text) const {
  const re2::RE2& re = compiled();
  if (!re.ok()) return std::nullopt;
  const re2::StringPiece piece(text.data(), text.size());
  return re.Match(piece, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

std::string Pattern::problem() const {
  return compiled().ok() ? std::string() : compiled().error();
}

}  // namespace plumbline::cel

#include "analyzer/base/ascii.h"
#include "analyzer/base/utf8.h"
#include "analyzer/syntax/dockerfile_internal.h"

namespace plumbline::syntax::dockerfile::internal {
namespace {

// Go's encoding/json refuses to go deeper.
constexpr std::size_t json_depth = 10'000;

/// A reader of strict JSON. What is inside nested arrays and objects is only checked.
class JsonReader {
 public:
  JsonReader(const source::MappedText& base, Span part)
      : base_(base), text_(base.text()), at_(part.begin), end_(part.end) {}

  JsonArray run() {
    blanks();
    if (at_ == end_ || text_[at_] != '[') return {};
    ++at_;
    result_.array = elements();
    blanks();
    if (at_ != end_) result_.array = false;
    return std::move(result_);
  }

 private:
  bool more() const { return at_ < end_; }
  void blanks() {
    while (more() && (ascii::is_blank(text_[at_]) || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  bool take(char c) {
    blanks();
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool elements() {
    if (take(']')) return true;
    while (true) {
      blanks();
      const std::uint32_t begin = at_;
      if (more() && text_[at_] == '"') {
        source::MappedText::Builder text(base_.to_source({begin, begin}).begin);
        if (!string(&text)) return false;
        result_.elements.push_back(std::move(text).build());
        result_.spans.push_back({begin, at_});
      } else {
        if (!value()) return false;
        if (result_.all_strings) result_.offender = {begin, at_};
        result_.all_strings = false;
      }
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  /// Any value that is no string at top level: brackets are kept on a stack.
  bool value() {
    std::vector<char> open;
    while (true) {
      blanks();
      if (!more()) return false;
      const char c = text_[at_];
      if (c == '[' || c == '{') {
        ++at_;
        if (open.size() == json_depth) return false;
        open.push_back(c == '[' ? ']' : '}');
        if (!take(open.back())) {
          if (c == '{' && !key()) return false;
          continue;
        }
        open.pop_back();
      } else if (c == '"' ? !string(nullptr) : !literal()) {
        return false;
      }
      if (!close(open)) return false;
      if (open.empty()) return true;
    }
  }

  /// Behind a value: closes what ends here and takes the comma before the next value.
  bool close(std::vector<char>& open) {
    while (!open.empty()) {
      if (take(',')) return open.back() == ']' || key();
      if (!take(open.back())) return false;
      open.pop_back();
    }
    return true;
  }

  bool key() {
    blanks();
    return more() && text_[at_] == '"' && string(nullptr) && take(':');
  }

  bool literal() {
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += static_cast<std::uint32_t>(word.size());
      return at_ <= end_;
    }
    return number();
  }

  bool digits() {
    const std::uint32_t begin = at_;
    while (more() && ascii::is_digit(text_[at_])) ++at_;
    return at_ > begin;
  }

  bool number() {
    if (more() && text_[at_] == '-') ++at_;
    if (more() && text_[at_] == '0') {
      ++at_;
    } else if (!digits()) {
      return false;
    }
    if (more() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (more() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (more() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return false;
    }
    return true;
  }

  std::optional<char32_t> hex4(std::uint32_t at) const {
    if (at + 4 > end_) return std::nullopt;
    char32_t value = 0;
    for (const char c : text_.substr(at, 4)) {
      const char l = ascii::lower(c);
      const bool letter = l >= 'a' && l <= 'f';
      if (!letter && !ascii::is_digit(c)) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(letter ? l - 'a' + 10 : c - '0');
    }
    return value;
  }

  bool string(source::MappedText::Builder* out) {
    ++at_;
    std::uint32_t kept = at_;
    const auto keep = [&] {
      if (out != nullptr && kept < at_) out->append(base_.slice({kept, at_}));
    };
    while (more()) {
      const char c = text_[at_];
      if (c == '"') {
        keep();
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        ++at_;
        continue;
      }
      keep();
      if (!escape(out)) return false;
      kept = at_;
    }
    return false;
  }

  bool escape(source::MappedText::Builder* out) {
    const std::uint32_t begin = at_;
    if (at_ + 1 >= end_) return false;
    const char kind = text_[at_ + 1];
    at_ += 2;
    std::string decoded;
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    const std::size_t simple = names.find(kind);
    if (simple != std::string_view::npos) {
      decoded = values[simple];
    } else {
      auto value = kind == 'u' ? hex4(at_) : std::nullopt;
      if (!value) return false;
      at_ += 4;
      if (*value >= 0xd800 && *value < 0xdc00 && text_.substr(at_, 2) == "\\u") {
        const auto low = hex4(at_ + 2);
        if (low && *low >= 0xdc00 && *low < 0xe000) {
          value = 0x10000 + ((*value - 0xd800) << 10U) + (*low - 0xdc00);
          at_ += 6;
        }
      }
      if (*value >= 0xd800 && *value < 0xe000) value = 0xfffd;
      append_utf8(decoded, *value);
    }
    if (out != nullptr) out->replaced(decoded, base_.to_source({begin, at_}));
    return true;
  }

  const source::MappedText& base_;
  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t end_;
  JsonArray result_;
};

}  // namespace

JsonArray parse_json_array(const source::MappedText& base, Span part) {
  return JsonReader(base, part).run();
}

}  // namespace plumbline::syntax::dockerfile::internal

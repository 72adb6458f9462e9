#include "analyzer/base/text.h"

#include <iterator>

#include <fmt/format.h>

#include "analyzer/base/utf8.h"

namespace plumbline {

Text::Text(std::string_view ours_text) {
  ours(ours_text);
}

Text& Text::ours(std::string_view text) {
  if (text.empty()) return *this;
  if (!pieces_.empty() && !pieces_.back().quoted) {
    pieces_.back().text += text;
  } else {
    pieces_.push_back({std::string(text), false});
  }
  return *this;
}

Text& Text::quoted(std::string_view text) {
  pieces_.push_back({std::string(text), true});
  return *this;
}

Text& Text::append(const Text& other) {
  for (const Piece& piece : other.pieces_) {
    if (piece.quoted) {
      quoted(piece.text);
    } else {
      ours(piece.text);
    }
  }
  return *this;
}

namespace {

bool is_deceptive(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) return true;                      // C0, DEL, C1
  if (c == 0x061c || c == 0xfeff || c == 0x2060 || c == 0x00ad) return true;  // marks that take no room
  if (c >= 0x200b && c <= 0x200f) return true;                                // zero width, direction marks
  if (c >= 0x2028 && c <= 0x202e) return true;                                // separators, embeddings, overrides
  if (c >= 0x2066 && c <= 0x2069) return true;                                // isolates
  if (c >= 0xfff9 && c <= 0xfffb) return true;                                // interlinear annotation
  return c >= 0xe0000 && c <= 0xe007f;  // tags: invisible to people, not to models
}

}  // namespace

std::string visible(std::string_view bytes) {
  return visible(bytes, ~std::size_t{0});
}

std::string visible(std::string_view bytes, std::size_t limit) {
  std::string out;
  out.reserve(bytes.size());
  std::size_t shown = 0;
  for (std::size_t at = 0; at < bytes.size(); ++shown) {
    if (shown == limit) {
      out += "\u2026";
      break;
    }
    const Utf8Char c = decode_utf8(bytes, at);
    if (!c.valid) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(bytes[at]));
    } else if (c.value == '\n') {
      out += "\\n";
    } else if (c.value == '\r') {
      out += "\\r";
    } else if (c.value == '\t') {
      out += "\\t";
    } else if (is_deceptive(c.value)) {
      if (c.value < 0x80) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(c.value));
      } else {
        fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<unsigned>(c.value));
      }
    } else {
      out += bytes.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

}  // namespace plumbline

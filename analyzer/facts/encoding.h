#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Encodings and checksums of tokens, and how random a text looks.
namespace plumbline::facts {

/// Standard or URL alphabet, padding optional; none unless the whole text is base64.
std::optional<std::string> decode_base64(std::string_view text);
std::optional<std::string> decode_hex(std::string_view text);

/// CRC-32 (IEEE 802.3).
std::uint32_t crc32(std::string_view bytes);
/// Base 62 with the alphabet 0-9A-Za-z, padded with `0` on the left.
std::string base62(std::uint32_t value, std::size_t width);

/// Bits a character, over the bytes of the text.
double shannon_entropy(std::string_view text);
/// Entropy divided by the most a text of this length over its own alphabet (hex, letters, base64 …) can have: 0…1.
double relative_entropy(std::string_view text);
/// Does it look generated: near maximal entropy, two kinds of characters, a digit, no words?
bool looks_random(std::string_view text);

}  // namespace plumbline::facts

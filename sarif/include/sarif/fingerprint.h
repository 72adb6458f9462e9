#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// What recognises a result in the next run.
namespace plumbline::sarif {

/// Key in Result::partial_fingerprints; the only fingerprint that GitHub reads.
inline constexpr std::string_view line_hash_key = "primaryLocationLineHash";
/// Key in Result::fingerprints. The version is part of the name: a new algorithm is written beside the old.
inline constexpr std::string_view fingerprint_key = "plumbline/v1";

struct LineHash {
  std::uint64_t hash = 0;
  std::uint32_t occurrence = 1;  ///< Counts the equal hashes of a file in line order.

  friend bool operator==(const LineHash&, const LineHash&) = default;
};

/// `hash:occurrence`, the hash in lower-case hexadecimal without leading zeros.
std::string to_string(const LineHash& hash);

/// primaryLocationLineHash of every line of a file, as the upload action computes it (src/fingerprints.ts of
/// github/codeql-action): 100 non-blank UTF-16 units from the line's start, across line ends. Lines end in CR, LF or
/// CRLF; the text behind the last line end is a line even if empty. Line n is element n - 1. Linear in the file.
std::vector<LineHash> line_hashes(std::string_view file);

/// 32 hexadecimal digits of SHA-256 over the parts with a NUL between them (a NUL inside a part counts as U+FFFD).
/// For plumbline/v1: rule id, path, logical path, key fact (never a secret), ordinal among equals.
std::string fingerprint(std::initializer_list<std::string_view> parts);
std::string fingerprint(const std::vector<std::string>& parts);

/// 64 lower-case hexadecimal digits; for Artifact::sha256.
std::string sha256(std::string_view bytes);

}  // namespace plumbline::sarif

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumbline {

/// A message as a list of pieces, each either *ours* or *quoted* from the repository under analysis. An emitter prints
/// quoted pieces only through the escaping of its format: nothing here joins the two without a function that escapes.
class Text {
 public:
  struct Piece {
    std::string text;
    bool quoted = false;
    friend bool operator==(const Piece&, const Piece&) = default;
  };

  Text() = default;
  /// Ours. Only for literals and text that plumbline or a rule file wrote.
  Text(std::string_view ours);  // NOLINT(google-explicit-constructor): a literal message reads as a message
  Text(const char* ours) : Text(std::string_view(ours)) {}  // NOLINT(google-explicit-constructor)

  Text& ours(std::string_view text);
  /// Bytes of the repository: names, commands, paths, what a parser of foreign text found.
  Text& quoted(std::string_view text);
  Text& append(const Text& other);

  const std::vector<Piece>& pieces() const { return pieces_; }
  bool empty() const { return pieces_.empty(); }
  /// Joins the pieces, each quoted one passed through `escape`.
  template <class Escape>
  std::string joined(Escape&& escape) const {
    std::string out;
    for (const Piece& piece : pieces_)
      out += piece.quoted ? std::string(escape(std::string_view(piece.text))) : piece.text;
    return out;
  }

  friend bool operator==(const Text&, const Text&) = default;

 private:
  std::vector<Piece> pieces_;
};

/// Escaping that every channel wants first: control characters (C0, C1, DEL), bidirectional and zero-width characters,
/// tag characters, line separators and invalid UTF-8 become visible `\x1b` / `\u{202e}`; a line feed becomes `\n`.
std::string visible(std::string_view bytes);

/// `visible`, cut to `limit` code points with an ellipsis.
std::string visible(std::string_view bytes, std::size_t limit);

}  // namespace plumbline

#include "analyzer/syntax/yaml_scalar.h"

#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/base/utf8.h"
#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::syntax {

namespace {

/// A scalar as a writer puts it into a file, remembering where each byte of its text went.
struct Written {
  std::string file;
  std::string text;
  std::vector<Span> places;  ///< of each byte of `text`

  void raw(std::string_view bytes) { file += bytes; }
  /// `decoded` is written as `source`.
  void put(std::string_view decoded, std::string_view source) {
    const auto begin = static_cast<std::uint32_t>(file.size());
    file += source;
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      const auto at = begin + static_cast<std::uint32_t>(i);
      const bool verbatim = decoded == source;
      places.push_back(verbatim ? Span{at, at + 1} : Span{begin, begin + static_cast<std::uint32_t>(source.size())});
    }
    text += decoded;
  }
};

class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
  std::string pick(const std::vector<std::string>& from) {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }

  std::string line_end() { return crlf_ ? "\r\n" : "\n"; }
  void choose_line_end() { crlf_ = below(3) == 0; }
  std::string spaces(std::uint32_t count) { return std::string(count, ' '); }

  /// Parents around the scalar; returns the indentation of the innermost key.
  std::uint32_t open(Written& out) {
    if (below(4) == 0) out.raw("\xef\xbb\xbf");
    if (below(3) == 0) out.raw("# \xc3\xa4 comment" + line_end());
    std::uint32_t indent = 0;
    for (std::uint32_t depth = below(4); depth > 0; --depth) {
      out.raw(spaces(indent) + pick({"key", "\"quoted\"", "k\xc3\xa9y"}) + ":" + line_end());
      indent += 1 + below(4);
    }
    out.raw(spaces(indent) + "value: ");
    return indent;
  }

  void block(Written& out, bool folded) {
    const std::uint32_t parent = open(out);
    const std::uint32_t step = 1 + below(4);
    const bool explicit_indent = below(2) == 0;
    const std::string chomp = pick({"", "-", "+"});
    const std::string digit = explicit_indent ? std::to_string(step) : "";
    out.raw(std::string(folded ? ">" : "|") + (below(2) == 0 ? digit + chomp : chomp + digit));
    out.raw(pick({"", "  ", " # header"}) + line_end());
    const std::string indent = spaces(parent + step);
    const std::uint32_t lines = 1 + below(5);
    const std::uint32_t blank_tail = below(3);
    bool before_blank = true;  // starts with a blank, or there is none
    for (std::uint32_t i = 0; i < lines; ++i) {
      const bool starts_blank = i > 0 && below(4) == 0;
      std::string line = starts_blank ? pick({" ", "  ", "\t"}) : (i == 0 && explicit_indent ? pick({"", " "}) : "");
      const bool blank_first = !line.empty();
      line += pick({"kubectl apply -f x", "# no comment", "a: b", "\xc3\xa9\xe2\x82\xac", "- 'x' \"y\"", "x  "});
      const std::uint32_t gaps = i == 0 ? 0 : below(3);
      if (i > 0) {
        const bool folds = folded && !before_blank && !blank_first;
        if (!folds) {
          out.put("\n", line_end());
        } else if (gaps == 0) {
          out.put(" ", line_end());
        } else {
          out.raw(line_end());
        }
        for (std::uint32_t gap = 0; gap < gaps; ++gap) {
          out.raw(spaces(below(parent + step + 1)));
          out.put("\n", line_end());
        }
      }
      before_blank = blank_first;
      out.raw(indent);
      out.put(line, line);
    }
    if (chomp == "-") {
      out.raw(line_end());
    } else {
      out.put("\n", line_end());
    }
    for (std::uint32_t i = 0; i < blank_tail; ++i) {
      if (chomp == "+") {
        out.put("\n", line_end());
      } else {
        out.raw(line_end());
      }
    }
    out.raw("next: 1" + line_end());
  }

  /// A folded line break inside plain or quoted text.
  void fold(Written& out, std::uint32_t indent) {
    const std::uint32_t gaps = below(3);
    out.raw(pick({"", " ", "  "}));
    if (gaps == 0) {
      out.put(" ", line_end());
    } else {
      out.raw(line_end());
      for (std::uint32_t gap = 0; gap < gaps; ++gap) {
        out.raw(pick({"", " "}));
        out.put("\n", line_end());
      }
    }
    out.raw(spaces(indent + 1 + below(3)));
  }

  void flow(Written& out, char quote) {
    const std::uint32_t indent = open(out);
    if (quote != 0) out.raw(std::string(1, quote));
    const std::uint32_t words = 1 + below(6);
    for (std::uint32_t i = 0; i < words; ++i) {
      if (i > 0 && below(3) == 0) {
        fold(out, indent);
      } else if (i > 0) {
        const std::string blank = pick({" ", "  "});
        out.put(blank, blank);
      }
      const std::string word = pick({"deploy", "\xe2\x82\xac\xf0\x9f\x98\x80", "a-b", "x"});
      out.put(word, word);
      if (quote == '\'' && below(2) == 0) out.put("'", "''");
      if (quote == '"') escape(out, indent);
    }
    if (quote != 0) out.raw(std::string(1, quote));
    out.raw(line_end() + "next: 1" + line_end());
  }

  void escape(Written& out, std::uint32_t indent) {
    switch (below(8)) {
      case 0:
        out.put("\n", "\\n");
        break;
      case 1:
        out.put("\"", "\\\"");
        break;
      case 2:
        out.put("\xe2\x82\xac", "\\u20AC");
        break;
      case 3:
        out.put("\xf0\x9f\x98\x80", "\\U0001F600");
        break;
      case 4:
        out.put("\xc2\xa0", "\\_");
        break;
      case 5:
        out.put("A", "\\x41");
        break;
      case 6:
        out.raw("\\" + line_end() + spaces(indent + 1));
        out.put("z", "z");  // blanks at the start of a line would go
        break;
      default:
        out.put("\\", "\\\\");
        break;
    }
  }

 private:
  std::mt19937 random_;
  bool crlf_ = false;
};

DataView innermost(DataView map) {
  while (map && !map["value"]) map = map.children().empty() ? DataView{} : map.children().front();
  return map["value"];
}

void check(const Written& written) {
  CAPTURE(written.file);
  const Data data = parse_yaml(written.file, Limits{});
  REQUIRE(data.errors.empty());
  CHECK(find_broken_promise(data, written.file) == "");
  const DataView value = innermost(first_document(data, written.file));
  REQUIRE(value);
  REQUIRE(value.text() == written.text);
  const source::MappedText mapped = value.mapped();
  for (std::uint32_t i = 0; i < written.text.size(); ++i) {
    CAPTURE(i);
    CHECK(mapped.to_source({i, i + 1}) == written.places[i]);
  }
}

}  // namespace

TEST_CASE("each byte of a block scalar maps to the byte that it was written as") {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    Writer writer(seed);
    writer.choose_line_end();
    Written written;
    writer.block(written, seed % 2 == 0);
    check(written);
  }
}

TEST_CASE("each byte of a plain or quoted scalar of several lines maps to the byte that it was written as") {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    Writer writer(seed);
    writer.choose_line_end();
    Written written;
    writer.flow(written, "\0'\""[seed % 3]);
    check(written);
  }
}

TEST_CASE("a map is exact for what libyaml accepts, with every kind of line break") {
  const std::vector<std::string> breaks{"\n", "\r\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
  for (const char* shape :
       {"a: |@  x@@  y@", "a: >@  x@  y@@   z@  w@", "a: >+@@  x@@@", "a: x@  y@@  z@b: 1@", "a: 'x@  y@@  z'@",
        "a: \"x@  y\\@   z@@  w\"@", "|@ x@  y", ">@x@y", "a: |2@    x@   y@", "- >-@@    @   x@", "- |@   @  x@"}) {
    for (const std::string& line_break : breaks) {
      std::string file;
      for (const char* c = shape; *c != 0; ++c) file += *c == '@' ? line_break : std::string(1, *c);
      CAPTURE(file);
      const Data data = parse_yaml(file, Limits{});
      CHECK(find_broken_promise(data, file) == "");
      for (std::uint32_t i = 0; i < data.nodes.size(); ++i) {
        const auto pieces = data.pieces_of(data.nodes[i]);
        // The coarse map has one piece for the whole scalar.
        CHECK_FALSE((pieces.size() == 1 && !pieces[0].verbatim && data.nodes[i].text.size > 3));
      }
    }
  }
}

TEST_CASE("a block scalar ends with its text, not with the blank lines behind it") {
  const std::string file = "a: |\n  x\n\n\nb: |-\n  y\n\nc: |+\n  z\n\nd: >\n\ne: |\n  w";
  const Data data = parse_yaml(file, Limits{});
  const DataView root = first_document(data, file);
  CHECK(root["a"].span().of(file) == "|\n  x\n");
  CHECK(root["b"].span().of(file) == "|-\n  y");
  CHECK(root["c"].span().of(file) == "|+\n  z\n\n");
  CHECK(root["d"].span().of(file) == ">");
  CHECK(root["e"].span().of(file) == "|\n  w");
}

TEST_CASE("a quoted scalar whose escape is as long as its character is not taken for its source") {
  const std::string file = "a: \"x\\_y\"\nb: \"\\L\"\n";
  const Data data = parse_yaml(file, Limits{});
  CHECK(first_document(data, file)["a"].text() == "x\xc2\xa0y");
  CHECK(first_document(data, file)["b"].text() == "\xe2\x80\xa8");
}

TEST_CASE("YAML inside YAML inside YAML has places in the outermost file") {
  const std::string file =
      "data:\n  inner.yaml: |\n    # c\n    text: \"x\\ty\"\n    deep: >-\n      [one,\n      'two']\n    end: 1\n";
  const Data outer = parse_yaml(file, Limits{});
  const DataView field = first_document(outer, file)["data"]["inner.yaml"];
  const Data middle = parse_yaml(field.mapped(), Limits{});
  CHECK(find_broken_promise(middle, file) == "");
  const DataView root = first_document(middle, file);
  CHECK(root["text"].text() == "x\ty");
  CHECK(root["text"].span().of(file) == "\"x\\ty\"");
  CHECK(root["text"].mapped().to_source({1, 2}).of(file) == "\\t");
  CHECK(root["end"].key_span().of(file) == "end");
  CHECK(root["end"].key() == "end");
  REQUIRE(middle.comments.size() == 1);
  CHECK(middle.comments[0].span.of(file) == "# c");
  const Data inner = parse_yaml(root["deep"].mapped(), Limits{});
  CHECK(find_broken_promise(inner, file) == "");
  const DataView list = first_document(inner, file);
  CHECK(list.span().of(file) == "[one,\n      'two']");
  CHECK(list.children()[1].span().of(file) == "'two'");
  CHECK(list.children()[1].mapped().to_source({0, 3}).of(file) == "two");
}

}  // namespace plumbline::syntax

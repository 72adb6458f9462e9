#include "analyzer/report/frame.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "analyzer/base/utf8.h"
#include "analyzer/report/escape.h"
#include "analyzer/report/width.h"

namespace plumbline::report {

std::string painted(std::string_view text, Ink ink, bool colour) {
  if (!colour || ink == Ink::none) return std::string(text);
  std::string_view code = "1";
  switch (ink) {
    case Ink::none:
    case Ink::bold:
      break;
    case Ink::error:
      code = "1;31";
      break;
    case Ink::warning:
      code = "1;33";
      break;
    case Ink::note:
      code = "1;36";
      break;
    case Ink::frame:
      code = "1;34";
      break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

namespace {

constexpr std::uint32_t tab_width = 4;
constexpr std::uint32_t lines_of_a_span = 6;
constexpr std::size_t label_limit = 60;
constexpr std::uint32_t longest_line = 4096;    // bytes that are looked at; a window of them is shown
constexpr std::size_t combined_limit = 8 * 4U;  // bytes of one character with its marks

/// A character with what combines with it, as it is shown.
struct Cell {
  std::string shown;
  std::uint32_t column = 0;  // from 0
  std::uint32_t width = 0;
  std::uint32_t begin = 0;  // bytes in the file
};

struct Line {
  std::vector<Cell> cells;
  std::uint32_t width = 0;
  std::uint32_t end = 0;  // bytes in the file
};

std::uint32_t shown_width(std::string_view text) {
  std::uint32_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Char c = decode_utf8(text, at);
    width += column_width(c.value);
    at += c.size;
  }
  return width;
}

/// The part of a line around `place`, on borders of characters; all of an ordinary one.
Span part_around(Span line, std::uint32_t place, std::string_view text) {
  if (line.size() <= longest_line) return line;
  const auto border = [&](std::uint32_t at) {
    while (at < line.end && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) ++at;
    return at;
  };
  const std::uint32_t wanted = place > longest_line / 2 ? place - longest_line / 2 : 0;
  const std::uint32_t begin = border(std::clamp(wanted, line.begin, line.end - longest_line));
  return {begin, border(std::min(line.end, begin + longest_line))};
}

Line line_of(const source::SourceFile& file, std::uint32_t number, std::uint32_t place) {
  const std::string_view text = file.text();
  const Span whole = file.lines().line_span(number, text);
  const Span span = part_around(whole, place, text);
  Line line;
  line.end = span.end;
  const auto add_left_out = [&](std::uint32_t at) {
    line.cells.push_back({"\u2026", line.width, 1, at});
    ++line.width;
  };
  if (span.begin > whole.begin) add_left_out(whole.begin);
  for (std::uint32_t at = span.begin; at < span.end;) {
    const Utf8Char c = decode_utf8(text, at);
    const std::string_view bytes = text.substr(at, c.size);
    if (at == 0 && c.value == 0xfeff) {
      at += c.size;
      continue;
    }
    if (c.valid && column_width(c.value) == 0 && !line.cells.empty()) {
      if (line.cells.back().shown.size() < combined_limit) line.cells.back().shown += bytes;
    } else {
      Cell cell{"", line.width, 0, at};
      if (c.value == '\t') {
        cell.shown.assign(tab_width - line.width % tab_width, ' ');
      } else if (at > span.begin && begins_server_command(text, at - 1)) {
        cell.shown = "\\x23";  // the second mark of a build server's command
      } else {
        cell.shown = visible(bytes);
      }
      cell.width = shown_width(cell.shown);
      line.width += cell.width;
      line.cells.push_back(std::move(cell));
    }
    at += c.size;
  }
  if (span.end < whole.end) add_left_out(span.end);
  return line;
}

std::uint32_t column_at(const Line& line, std::uint32_t offset) {
  const auto after =
      std::find_if(line.cells.begin(), line.cells.end(), [&](const Cell& cell) { return cell.begin > offset; });
  if (offset >= line.end) return line.width;
  return after == line.cells.begin() ? 0 : (after - 1)->column;
}

/// Columns [begin, end) of a line; never empty.
struct Carets {
  std::uint32_t begin = 0;
  std::uint32_t end = 1;
  const FrameLabel* label = nullptr;
};

struct Window {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// The part of a long line that is shown: around the carets.
Window window_of(const Line& line, const std::vector<Carets>& carets, std::uint32_t room) {
  if (line.width <= room) return {0, line.width};
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  if (!carets.empty()) {
    low = carets.front().begin;
    high = carets.front().end;
    for (const Carets& each : carets) {
      if (std::max(each.end, high) - std::min(each.begin, low) > room) continue;
      low = std::min(low, each.begin);
      high = std::max(high, each.end);
    }
  }
  const std::uint32_t middle = (low + std::min(high, low + room)) / 2;
  std::uint32_t begin = middle > room / 2 ? middle - room / 2 : 0;
  begin = std::min(begin, line.width - room);
  begin = std::min(begin, low > 4 ? low - 4 : 0);
  return {begin, begin + room};
}

std::string cut_out(const Line& line, Window window) {
  if (window.begin == 0 && window.end >= line.width) {
    std::string out;
    for (const Cell& cell : line.cells) out += cell.shown;
    return out;
  }
  const bool left = window.begin > 0;
  const bool right = window.end < line.width;
  std::string out;
  std::uint32_t column = window.begin;
  if (left) {
    out += "\u2026";
    ++column;
  }
  for (const Cell& cell : line.cells) {
    if (cell.column < column && cell.column + cell.width > column) {  // cut through: its room stays
      out.append(cell.column + cell.width - column, ' ');
      column = cell.column + cell.width;
    }
    if (cell.column < column) continue;
    if (cell.column + cell.width > window.end - (right ? 1U : 0U)) break;
    out += cell.shown;
    column = cell.column + cell.width;
  }
  if (right) out += "\u2026";
  return out;
}

class Painter {
 public:
  Painter(const source::SourceFile& file, const FrameStyle& style) : file_(file), style_(style) {}

  std::string paint(std::vector<FrameLabel> labels) {
    std::stable_sort(labels.begin(), labels.end(),
                     [](const FrameLabel& a, const FrameLabel& b) { return a.span.begin < b.span.begin; });
    for (FrameLabel& label : labels) {
      const auto size = static_cast<std::uint32_t>(file_.text().size());
      label.span.begin = std::min(label.span.begin, size);
      label.span.end = std::clamp(label.span.end, label.span.begin, size);
      label.text = shortened(label.text);
      if (!tall_ && first_line(label) != last_line(label)) tall_ = &label;
    }
    for (const std::uint32_t number : lines_shown(labels)) line(number, labels);
    return std::move(out_);
  }

  std::uint32_t first_line(const FrameLabel& label) const { return file_.lines().line_of(label.span.begin); }
  std::uint32_t last_line(const FrameLabel& label) const {
    return file_.lines().line_of(label.span.empty() ? label.span.begin : label.span.end - 1);
  }

 private:
  static std::string shortened(const std::string& text) {
    if (count_code_points(text) <= label_limit) return text;
    std::size_t at = 0;
    for (std::size_t shown = 0; shown + 1 < label_limit; ++shown) at += decode_utf8(text, at).size;
    return text.substr(0, at) + "\u2026";
  }

  std::vector<std::uint32_t> lines_shown(const std::vector<FrameLabel>& labels) const {
    std::vector<std::uint32_t> numbers;
    for (const FrameLabel& label : labels) numbers.push_back(first_line(label));
    if (tall_ != nullptr) {
      const std::uint32_t first = first_line(*tall_);
      const std::uint32_t last = last_line(*tall_);
      const bool all = last - first < lines_of_a_span;
      for (std::uint32_t i = first; all && i < last; ++i) numbers.push_back(i);
      numbers.push_back(last);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
  }

  std::string gutter(std::optional<std::uint32_t> number) const {
    const std::string digits = number ? fmt::format("{:>{}}", *number, style_.gutter) : std::string(style_.gutter, ' ');
    return painted(digits + " |", Ink::frame, style_.colour);
  }

  /// Where the first label of a line begins; the line's own begin without one.
  std::uint32_t first_place(std::uint32_t number, const std::vector<FrameLabel>& labels) const {
    for (const FrameLabel& label : labels) {
      if (first_line(label) == number) return label.span.begin;
    }
    return 0;
  }

  Ink ink(const FrameLabel& label) const { return label.primary ? style_.primary : Ink::frame; }

  std::string bar(std::uint32_t number) const {
    if (tall_ == nullptr) return {};
    const std::uint32_t first = first_line(*tall_);
    if (number < first || number > last_line(*tall_)) return "  ";
    return painted(number == first ? "/ " : "| ", ink(*tall_), style_.colour);
  }

  void line(std::uint32_t number, const std::vector<FrameLabel>& labels) {
    if (previous_ != 0 && number > previous_ + 1) out_ += painted("...", Ink::frame, style_.colour) + "\n";
    previous_ = number;
    const Line source = line_of(file_, number, first_place(number, labels));
    std::vector<Carets> carets;
    for (const FrameLabel& label : labels) {
      if (&label == tall_ || first_line(label) != number) continue;
      const std::uint32_t begin = column_at(source, label.span.begin);
      const std::uint32_t end = label.span.empty() ? begin : column_at(source, std::min(label.span.end, source.end));
      carets.push_back({begin, std::max(end, begin + 1), &label});
    }
    const std::uint32_t before = style_.gutter + 3 + (tall_ != nullptr ? 2 : 0);
    const Window window = window_of(source, carets, std::max(style_.width, before + 20) - before);
    const std::string text = cut_out(source, window);
    out_ += text.empty() && bar(number).empty() ? gutter(number) : gutter(number) + " " + bar(number) + text;
    out_ += '\n';
    for (const Carets& each : carets) carets_row(each, window, number);
    if (tall_ != nullptr && number == last_line(*tall_)) close_bar(source, window);
  }

  void carets_row(const Carets& each, Window window, std::uint32_t number) {
    const std::uint32_t begin = std::max(each.begin, window.begin) - window.begin;
    const std::uint32_t end =
        std::max(std::min(each.end, std::max(window.end, each.begin + 1)), window.begin + begin + 1);
    std::string marks(end - window.begin - begin, each.label->primary ? '^' : '-');
    if (!each.label->text.empty()) marks += " " + each.label->text;
    const bool inside = tall_ != nullptr && number < last_line(*tall_);
    const std::string left =
        tall_ == nullptr ? "" : (inside ? bar(number == first_line(*tall_) ? number + 1 : number) : "  ");
    out_ += gutter({}) + " " + left + std::string(begin, ' ') + painted(marks, ink(*each.label), style_.colour) + "\n";
  }

  void close_bar(const Line& source, Window window) {
    const std::uint32_t end = std::clamp(column_at(source, tall_->span.end), window.begin + 1, window.end + 1);
    std::string mark = "|" + std::string(end - window.begin, '_') + (tall_->primary ? "^" : "-");
    if (!tall_->text.empty()) mark += " " + tall_->text;
    out_ += gutter({}) + " " + painted(mark, ink(*tall_), style_.colour) + "\n";
  }

  const source::SourceFile& file_;
  const FrameStyle& style_;
  std::string out_;
  const FrameLabel* tall_ = nullptr;  // the first label of several lines
  std::uint32_t previous_ = 0;
};

}  // namespace

std::string frame(const source::SourceFile& file, std::vector<FrameLabel> labels, const FrameStyle& style) {
  return Painter(file, style).paint(std::move(labels));
}

std::uint32_t gutter_of(const source::SourceFile& file, const std::vector<FrameLabel>& labels) {
  std::uint32_t largest = 1;
  for (const FrameLabel& label : labels) {
    const auto size = static_cast<std::uint32_t>(file.text().size());
    const std::uint32_t last = label.span.empty() ? label.span.begin : label.span.end - 1;
    largest = std::max(largest, file.lines().line_of(std::min(last, size)));
  }
  return static_cast<std::uint32_t>(fmt::formatted_size("{}", largest));
}

}  // namespace plumbline::report

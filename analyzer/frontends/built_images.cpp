#include "analyzer/frontends/built_images.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/images.h"

namespace plumbline::frontends {

namespace {

constexpr std::string_view with_value[] = {"-t",
                                           "--tag",
                                           "-f",
                                           "--file",
                                           "--build-arg",
                                           "--target",
                                           "--platform",
                                           "--cache-from",
                                           "--cache-to",
                                           "--secret",
                                           "--ssh",
                                           "--label",
                                           "--output",
                                           "-o",
                                           "--network",
                                           "--add-host",
                                           "--builder",
                                           "--progress",
                                           "--iidfile",
                                           "--annotation",
                                           "--attest",
                                           "--allow",
                                           "--metadata-file",
                                           "--shm-size",
                                           "--ulimit",
                                           "-m",
                                           "--memory",
                                           "--cpuset-cpus",
                                           "--isolation",
                                           "--build-context",
                                           "--provenance-mode",
                                           "--format",
                                           "--layers-cache",
                                           "--call"};

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// An image build as its command states it.
struct BuildCommand {
  std::vector<Str> tags;
  std::string_view file;
  std::string_view context;
};

class BuildReader {
 public:
  explicit BuildReader(const ir::FileIrBuilder& ir) : ir_(ir) {}

  /// Reads the words of one command; false when it builds no image.
  bool read(const ir::Command& command, BuildCommand& build) const {
    const auto args = ir_.tables().list(command.args);
    std::size_t at = 0;
    if (!is_build(ir_.text(command.program), args, at)) return false;
    for (; at < args.size(); ++at) {
      const std::string_view word = ir_.text(args[at]);
      const std::size_t equals = word.find('=');
      const std::string_view option = word.substr(0, equals);
      const bool joined = equals != std::string_view::npos && word.substr(0, 2) == "--";
      if (word.empty() || word.front() != '-' || word == "-") {
        build.context = word;
      } else if (joined) {
        take(option, part(args[at], equals + 1), build);
      } else if (std::find(std::begin(with_value), std::end(with_value), option) != std::end(with_value)) {
        if (at + 1 < args.size()) take(option, args[at + 1], build);
        ++at;
      } else if (word.size() > 2 && (word.substr(0, 2) == "-t" || word.substr(0, 2) == "-f")) {
        take(word.substr(0, 2), part(args[at], 2), build);
      }
    }
    return true;
  }

 private:
  static Str part(Str whole, std::size_t from) {
    const auto skipped = static_cast<std::uint32_t>(std::min<std::size_t>(from, whole.size));
    return {whole.offset + skipped, whole.size - skipped};
  }

  void take(std::string_view option, Str value, BuildCommand& build) const {
    if (option == "-t" || option == "--tag") build.tags.push_back(value);
    if (option == "-f" || option == "--file") build.file = ir_.text(value);
  }

  bool is_build(std::string_view program, std::span<const Str> args, std::size_t& first) const {
    const auto word = [&](std::size_t i) { return i < args.size() ? ir_.text(args[i]) : std::string_view(); };
    if (is_any_of(program, {"docker", "podman", "nerdctl"})) {
      if (is_any_of(word(0), {"build"})) {
        first = 1;
        return true;
      }
      first = 2;
      return is_any_of(word(0), {"buildx", "image", "builder"}) && is_any_of(word(1), {"build", "b"});
    }
    first = 1;
    return program == "buildah" && is_any_of(word(0), {"build", "bud", "build-using-dockerfile"});
  }

  const ir::FileIrBuilder& ir_;
};

bool is_part_of_word(char c) {
  return !ascii::is_space(c) && c != '"' && c != '\'' && c != '=' && c != '\\';
}

/// Where a word of a command stands in the file: itself, or the command when it is written differently.
Span place_of(std::string_view word, const ir::Command& command, const ir::FileIrBuilder& ir) {
  const std::string_view text = command.span.of(ir.file_text());
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool joined = at >= 2 && text.substr(at - 2, 2) == "-t";
    if (at > 0 && is_part_of_word(text[at - 1]) && !joined) continue;
    if (end < text.size() && is_part_of_word(text[end])) continue;
    const std::uint32_t begin = command.span.begin + static_cast<std::uint32_t>(at);
    return {begin, begin + static_cast<std::uint32_t>(word.size())};
  }
  return command.head;
}

bool is_literal_path(std::string_view path) {
  return path.find('$') == std::string_view::npos && path.find("{{") == std::string_view::npos &&
         path.find('`') == std::string_view::npos;
}

}  // namespace

std::string build_file_path(std::string_view folder, std::string_view context, std::string_view file) {
  const auto below = [&](std::string_view path) {
    return folder.empty() || folder == "." ? std::string(path) : fmt::format("{}/{}", folder, path);
  };
  if (!is_literal_path(folder) || !is_literal_path(context) || !is_literal_path(file)) return {};
  if (!file.empty()) return file == "-" ? std::string() : below(file);
  const bool elsewhere = context == "-" || context.find("://") != std::string_view::npos ||
                         context.substr(0, 4) == "git@" || (!context.empty() && context.front() == '/');
  if (elsewhere) return {};
  while (!context.empty() && context.back() == '/') context.remove_suffix(1);
  return below(context.empty() || context == "." ? std::string("Dockerfile") : fmt::format("{}/Dockerfile", context));
}

std::vector<Ref<ir::Image>> add_built_images(std::span<const Ref<ir::Command>> commands, const BuildPlace& place,
                                             ir::FileIrBuilder& ir) {
  std::vector<Ref<ir::Image>> images;
  for (const Ref<ir::Command> ref : commands) {
    const ir::Command command = ir[ref];
    BuildCommand build;
    if (!BuildReader(ir).read(command, build)) continue;
    const std::string path = build_file_path(place.folder, build.context, build.file);
    for (const Str tag : build.tags) {
      if (tag.empty()) continue;
      const std::string text(ir.text(tag));  // adding strings moves the pool
      images.push_back(add_image(text, place_of(text, command, ir), ir::ImageRole::builds, path, ir));
      ir[images.back()].job = place.job;
      ir[images.back()].step = place.step;
    }
  }
  return images;
}

}  // namespace plumbline::frontends

#include "analyzer/frontends/github_images.h"

#include <string>

#include "analyzer/base/ascii.h"
#include "analyzer/frontends/images.h"

namespace plumbline::frontends {

using syntax::DataView;

namespace {

/// The entries of an input that is a list by lines or commas, each with its place in the text.
std::vector<Span> entries(std::string_view text) {
  std::vector<Span> found;
  std::uint32_t begin = 0;
  bool fenced = false;
  for (std::uint32_t i = 0; i <= text.size(); ++i) {
    if (text.substr(i, 3) == "${{") fenced = true;
    if (i < text.size() && text.substr(i, 2) == "}}") fenced = false;
    if (i < text.size() && (fenced || (text[i] != '\n' && text[i] != ','))) continue;
    Span entry{begin, i};
    while (!entry.empty() && ascii::is_space(text[entry.begin])) ++entry.begin;
    while (!entry.empty() && ascii::is_space(text[entry.end - 1])) --entry.end;
    if (!entry.empty() && text[entry.begin] != '#') found.push_back(entry);
    begin = i + 1;
  }
  return found;
}

/// `${{ steps.meta.outputs.tags }}`, where `meta` makes tags for the images that it names: those images.
std::vector<std::string_view> named_by_metadata(std::string_view entry, const GithubFile& file) {
  std::vector<std::string_view> images;
  if (!holds_github_expression(entry)) return images;
  for (const GithubMetadata& metadata : file.metadata) {
    if (entry.find(metadata.output) == std::string_view::npos) continue;
    const std::string_view text = metadata.images.text();
    for (const Span image : entries(text)) images.push_back(image.of(text));
  }
  return images;
}

/// May the inputs of a build push what it builds?
bool pushes(const DataView& with) {
  const DataView push = with["push"];
  if (push && push.text() != "false") return true;
  const std::string_view outputs = with["outputs"].text();
  return outputs.find("type=registry") != std::string_view::npos || outputs.find("push=true") != std::string_view::npos;
}

}  // namespace

BuildAction built_by_action(std::string_view action, const DataView& step, const BuildPlace& place, GithubFile& file) {
  BuildAction result;
  if (action != "docker/build-push-action") return result;
  const DataView with = step["with"];
  if (pushes(with)) result.roles.add(ir::Role::publish);
  // The file is seen from the root, not from the context.
  const std::string path = build_file_path({}, with["context"].text(), with["file"].text());
  const DataView tags = with["tags"];
  if (!tags.is_scalar()) return result;
  const auto add = [&](std::string_view reference, Span at) {
    const Ref<ir::Image> image = add_image(reference, at, ir::ImageRole::builds, path, file.ir);
    file.ir[image].job = place.job;
    file.ir[image].step = place.step;
    result.images.push_back(image);
    return image;
  };
  const source::MappedText mapped = tags.mapped();
  for (const Span entry : entries(mapped.text())) {
    const Span at = mapped.to_source(entry);
    const std::string_view written = entry.of(mapped.text());
    const std::vector<std::string_view> named = named_by_metadata(written, file);
    for (const std::string_view image : named) {
      ir::Image& row = file.ir[add(image, at)];
      row.literal = false;
      row.tag_is_literal = false;
    }
    if (!named.empty()) continue;
    const std::string_view in_file = at.of(file.input.text);
    add(in_file == written ? in_file : written, at);
  }
  return result;
}

Ref<ir::Image> github_image(const DataView& node, std::string_view path, ir::ImageRole role, Ref<ir::Job> job,
                            GithubFile& file) {
  const DataView image = node.is_map() ? node["image"] : node;
  if (!image.is_scalar() || ascii::trim(image.text()).empty()) return {};
  constexpr std::string_view docker = "docker://";
  std::string_view reference = ascii::trim(image.text());
  if (reference.substr(0, docker.size()) == docker) reference.remove_prefix(docker.size());
  const Ref<ir::Image> ref = add_image(reference, image.mapped().source_span(), role, path, file.ir);
  file.ir[ref].job = job;
  return ref;
}

}  // namespace plumbline::frontends

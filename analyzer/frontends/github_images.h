#pragma once

#include <vector>

#include "analyzer/frontends/built_images.h"
#include "analyzer/frontends/github_file.h"

namespace plumbline::frontends {

/// What an action that builds images makes.
struct BuildAction {
  std::vector<Ref<ir::Image>> images;
  ir::EnumSet<ir::Role> roles;
};

/// For docker/build-push-action: an image for each of its tags. Nothing for other actions. `step` is the step's map.
BuildAction built_by_action(std::string_view action, const syntax::DataView& step, const BuildPlace& place,
                            GithubFile& file);

/// The image of a `container:` or of one of `services:`, as text or as a map; none when it is not stated.
Ref<ir::Image> github_image(const syntax::DataView& node, std::string_view path, ir::ImageRole role, Ref<ir::Job> job,
                            GithubFile& file);

}  // namespace plumbline::frontends

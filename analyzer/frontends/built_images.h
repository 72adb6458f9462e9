#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/ir/file_ir.h"

namespace plumbline::frontends {

/// What stands around the commands.
struct BuildPlace {
  Ref<ir::Job> job;
  Ref<ir::Step> step;
  std::string_view folder;  ///< where the commands run, from the root; empty there or when it is not known
};

/// Images that commands build (`docker build -t …`, buildx, podman, buildah, nerdctl): one a tag, of role *builds*.
/// `Image::path` is the path of the build file as far as the command tells it, empty when that is not known.
std::vector<Ref<ir::Image>> add_built_images(std::span<const Ref<ir::Command>> commands, const BuildPlace& place,
                                             ir::FileIrBuilder& ir);

/// The path of the build file: `file` if given, else the one in `context`, both seen from `folder`. Empty when a part
/// is not literal or the context lies elsewhere.
std::string build_file_path(std::string_view folder, std::string_view context, std::string_view file);

}  // namespace plumbline::frontends

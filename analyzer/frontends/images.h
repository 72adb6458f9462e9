#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// An image reference's row, taken apart; `text` as written, `place` where it stands. A reference that depends on an
/// expression is not literal; what of it is known is filled in all the same.
Ref<ir::Image> add_image(std::string_view text, Span place, ir::ImageRole role, std::string_view path,
                         ir::FileIrBuilder& ir);

/// Who the processes of an image run as when nothing says otherwise; unknown for images that are not in
/// rules/knowledge/base-images.yaml.
class BaseImages {
 public:
  BaseImages(std::string_view yaml, Diagnostics& diagnostics);
  /// `repository` normalised (`library/node`), `tag` may be empty. None: not known.
  std::optional<bool> runs_as_root(std::string_view registry, std::string_view repository, std::string_view tag) const;

 private:
  std::vector<std::string> root_;
  std::vector<std::string> non_root_;
  std::vector<std::string> non_root_tags_;
};

}  // namespace plumbline::frontends

#pragma once

#include <string>
#include <string_view>

namespace plumbline::frontends {

/// What a page's or layout's path says.
struct NextRoute {
  std::string root;      ///< folder of the site: above `app`, `pages`, `src/app` or `src/pages`
  std::string route;     ///< "/blog/[slug]", without groups, slots and marks of interception
  bool dynamic = false;  ///< has parameters
  bool app = false;      ///< of the app router: metadata is exported
  bool at_root = false;  ///< directly in `app`
};
NextRoute next_route(std::string_view path);

}  // namespace plumbline::frontends

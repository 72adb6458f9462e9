#pragma once

#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// next.config.* → site, whose root is its folder, beside what every program gives.
void nextjs_config(const Input& input, Context& context, ir::FileIrBuilder& ir);

/// Pages and layouts → page; the root layout gives a site as well: link joins the two.
void nextjs_page(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends

#pragma once

#include <string_view>
#include <vector>

#include "analyzer/frontends/commands.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/source/mapped_text.h"

namespace plumbline::frontends {

/// `#{…}` in a text that a shell gets.
struct RubyHoles {
  std::vector<Filled> filled;
  std::vector<Ref<ir::Expression>> expressions;
};

/// Adds an expression for each `#{…}`: what it reads (`options.version`, `ENV.TOKEN`), what it calls (`shellescape`).
RubyHoles add_ruby_holes(const source::MappedText& text, Ref<ir::Job> job, Ref<ir::Step> step, std::string_view path,
                         ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends

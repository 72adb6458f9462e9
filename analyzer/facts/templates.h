#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "analyzer/base/location.h"

namespace plumbline::facts {

/// Places of a value that something else fills in before it is used: `${{ … }}`, `{{ … }}`, `<% … %>`, `#{…}`, `${…}`,
/// `$(…)`, `$NAME`, `$[[ … ]]`, `%(name)s`. In order, without overlap; an open one ends with the text.
std::vector<Span> find_templates(std::string_view text);

/// End of the template that begins at `at`, or `at` if none does.
std::size_t template_end(std::string_view text, std::size_t at);

/// Is there any?
bool has_template(std::string_view text);

}  // namespace plumbline::facts

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

/// The short forms of a Compose file. Parts are views of the given text, with variables as written: `${…}` holds no
/// separator.
namespace plumbline::facts {

/// `[[address:]published:]target[/protocol]`.
struct ComposePort {
  std::string_view address;
  std::string_view published;  ///< empty when there is none
  std::string_view target;
  std::string_view protocol;
};
ComposePort split_compose_port(std::string_view text);

/// `8080` or `8000-8010`, first and last; none for what is neither.
std::optional<std::pair<std::int64_t, std::int64_t>> parse_port_range(std::string_view text);

/// `[source:]target[:mode]`; a drive letter is part of its path.
struct ComposeVolume {
  std::string_view source;  ///< a path or a volume's name; empty when there is none
  std::string_view target;
  std::string_view mode;  ///< `ro`, `rw,z`
};
ComposeVolume split_compose_volume(std::string_view text);

/// Is it a path on the machine, not the name of a volume?
bool is_host_path(std::string_view source);

}  // namespace plumbline::facts

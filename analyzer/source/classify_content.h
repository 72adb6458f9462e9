#pragma once

#include <cstdint>
#include <string_view>

/// What the bytes of a file say about its kind: scans of lines, no parsing. Linear in the text.
namespace plumbline::source {

/// Keys at the left margin of a YAML text, or at the first level of a JSON text, and what else tells its kind.
struct DataShape {
  bool kubernetes = false;  ///< a document with `apiVersion` and `kind`
  bool kustomization = false;
  bool kubeconfig = false;
  bool compose = false;         ///< services that have an image or are built
  bool helm = false;            ///< an action of Helm: `{{ … .Values … }}`
  bool template_text = false;   ///< any `{{ … }}` that is no `${{ … }}`
  bool alert_rules = false;     ///< `groups` with `rules` that have `alert`, `record` and `expr`
  bool scrapes = false;         ///< `scrape_configs`
  bool alert_routes = false;    ///< `route` and `receivers`
  bool contact_points = false;  ///< Grafana's: `contactPoints` or `policies` of its version 1
  bool collector_part = false;  ///< what is merged into a collector's configuration
  bool collector = false;       ///< `receivers`, `exporters` and `service`
  bool action = false;          ///< `runs`
  bool gitlab = false;          ///< an entry with `script` and what else a job of GitLab has
  bool cloud = false;           ///< CloudFormation, App Engine, a list of container definitions
};
DataShape data_shape(std::string_view text);

/// Does the first line that is neither empty nor a comment begin with a Dockerfile's instruction?
/// Docker takes small letters too; where no name speaks for a Dockerfile, they are more likely prose.
bool looks_like_dockerfile(std::string_view text, bool capitals_only = false);

enum class Interpreter : std::uint8_t { none, shell, ruby, javascript, other };
/// By the `#!` line.
Interpreter interpreter(std::string_view text);

}  // namespace plumbline::source

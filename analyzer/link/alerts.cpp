#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/alert_matchers.h"
#include "analyzer/link/link.h"
#include "analyzer/link/paths.h"

namespace plumbline::link {

namespace {

using facts::AlertMatcher;
using ir::Alert;
using ir::AlertRoute;
using ir::Receiver;

enum class Answer : std::uint8_t { no, yes, maybe };

/// Routes with their matchers read once.
class RouteTable {
 public:
  explicit RouteTable(const ir::RepoIr& repo) : repo_(repo), matchers_(repo.rows<AlertRoute>().size()) {
    const auto& routes = repo.rows<AlertRoute>();
    for (std::uint32_t i = 0; i < routes.size(); ++i) {
      for (const Str text : repo.list(routes[i].matchers)) {
        const auto read = facts::parse_alert_matchers(repo.text(text));
        if (read) matchers_[i].insert(matchers_[i].end(), read->begin(), read->end());
      }
      if (routes[i].root && !routes[i].scoped) roots_.push_back({i});
    }
  }

  const std::vector<Ref<AlertRoute>>& roots() const { return roots_; }

  Answer takes(Ref<AlertRoute> route, const Alert& alert) const {
    Answer answer = repo_[route].matchers.incomplete != 0 ? Answer::maybe : Answer::yes;
    for (const AlertMatcher& matcher : matchers_[route.index]) {
      const std::optional<std::string_view> value = label(alert, matcher.label);
      if (!value)
        answer = Answer::maybe;
      else if (!matcher.accepts(*value))
        return Answer::no;
    }
    return answer;
  }

 private:
  /// Nothing where the value comes from the series, from the server, or from a template.
  std::optional<std::string_view> label(const Alert& alert, std::string_view name) const {
    if (name == "alertname") return repo_.text(alert.name);
    for (const Ref<ir::Label> label : repo_.list(alert.labels)) {
      if (repo_.text(repo_[label].key) != name) continue;
      if (!repo_[label].value.is_present()) return std::nullopt;
      return repo_.text(repo_[label].value.value);
    }
    return std::nullopt;
  }

  const ir::RepoIr& repo_;
  std::vector<std::vector<AlertMatcher>> matchers_;
  std::vector<Ref<AlertRoute>> roots_;
};

/// Follows one alert down the trees, as Alertmanager does it: the first route that takes it, further ones after
/// `continue`, and the route above where none does.
class Delivery {
 public:
  Delivery(const ir::RepoIr& repo, const RouteTable& routes, const Alert& alert)
      : repo_(repo), routes_(routes), alert_(alert) {}

  void from(Ref<AlertRoute> root) {
    const Answer first = routes_.takes(root, alert_);
    if (first == Answer::maybe) open = true;
    std::vector<Ref<AlertRoute>> todo{root};
    while (!todo.empty()) {
      const Ref<AlertRoute> at = todo.back();
      todo.pop_back();
      bool certain = false;
      for (const Ref<AlertRoute> child : repo_.list(repo_[at].routes)) {
        const Answer answer = routes_.takes(child, alert_);
        if (answer == Answer::no) continue;
        todo.push_back(child);
        if (answer == Answer::maybe) {
          open = true;
          continue;
        }
        certain = true;
        if (!repo_[child].continues) break;
      }
      if (!certain) arrive(at);
    }
  }

  std::vector<Ref<Receiver>> found;
  bool open = false;

 private:
  void arrive(Ref<AlertRoute> route) {
    const Ref<Receiver> receiver = repo_[route].receiver;
    if (!receiver) {
      open = true;
    } else if (std::find(found.begin(), found.end(), receiver) == found.end()) {
      found.push_back(receiver);
    }
  }

  const ir::RepoIr& repo_;
  const RouteTable& routes_;
  const Alert& alert_;
};

/// Components of the collectors of one folder: their files are merged when one starts.
void resolve_components(ir::RepoIr& repo) {
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name;
  const auto& rows = repo.rows<ir::Component>();
  const auto key = [&](std::uint32_t i, ir::ComponentKind kind) {
    return std::string(folder_of(repo.text(repo[rows[i].file].name))) + '\0' + std::string(ir::name(kind)) + '\0' +
           std::string(repo.text(rows[i].name));
  };
  for (std::uint32_t i = 0; i < rows.size(); ++i) by_name[key(i, rows[i].kind)].push_back(i);
  const auto other_side = [&](std::uint32_t i, ir::ComponentKind kind) {
    const auto found = by_name.find(key(i, kind));
    return found != by_name.end() && std::any_of(found->second.begin(), found->second.end(),
                                                 [&](std::uint32_t j) { return rows[j].declares != rows[i].declares; });
  };
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    using ir::ComponentKind;
    bool found = other_side(i, rows[i].kind);
    // A connector ends one pipeline as an exporter and begins another as a receiver.
    const bool end = rows[i].kind == ComponentKind::receiver || rows[i].kind == ComponentKind::exporter;
    if (!rows[i].declares && end) found = found || other_side(i, ComponentKind::connector);
    if (rows[i].declares && rows[i].kind == ComponentKind::connector)
      found = other_side(i, ComponentKind::receiver) || other_side(i, ComponentKind::exporter);
    repo.edit(Ref<ir::Component>{i}).found = found;
  }
}

}  // namespace

void resolve_alerts(ir::RepoIr& repo) {
  const RouteTable routes(repo);
  for (std::uint32_t i = 0; i < repo.rows<Alert>().size(); ++i) {
    Delivery delivery(repo, routes, repo.rows<Alert>()[i]);
    for (const Ref<AlertRoute> root : routes.roots()) delivery.from(root);
    const bool open = delivery.open || routes.roots().empty();
    repo.edit(Ref<Alert>{i}).receivers = repo.tables().add_list(delivery.found, open);
  }
  resolve_components(repo);
}

}  // namespace plumbline::link

#include "analyzer/cli/ci_revision.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace plumbline::cli {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? std::string() : std::string(value);
}

/// Without the user and password that CI puts into addresses which it clones from; empty when it is no web address.
std::string public_address(std::string address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string::npos || address.substr(0, 4) != "http") return {};
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(address.find('/', begin), address.size());
  const std::size_t at = std::string_view(address).substr(0, end).rfind('@');
  if (at != std::string::npos && at >= begin) address.erase(begin, at + 1 - begin);
  return address.substr(0, address.find_first_of("?#"));
}

}  // namespace

report::Revision revision_of_ci() {
  report::Revision revision;
  if (const std::string repository = variable("GITHUB_REPOSITORY"); !repository.empty()) {
    revision.repository = public_address(variable("GITHUB_SERVER_URL") + "/" + repository);
    revision.commit = variable("GITHUB_SHA");
    revision.branch = variable("GITHUB_REF_NAME");
  } else if (const std::string project = variable("CI_PROJECT_URL"); !project.empty()) {
    revision.repository = public_address(project);
    revision.commit = variable("CI_COMMIT_SHA");
    revision.branch = variable("CI_COMMIT_REF_NAME");
  }
  return revision.repository.empty() ? report::Revision() : revision;
}

}  // namespace plumbline::cli

#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/secret_shapes.h"
#include "analyzer/frontends/frontend.h"

namespace plumbline::frontends {

/// Secrets by their shape alone, from rules/knowledge/secret_shapes.yaml. Usable from every thread.
class SecretScanner {
 public:
  SecretScanner(std::string_view yaml, Diagnostics& diagnostics);
  ~SecretScanner();
  SecretScanner(const SecretScanner&) = delete;
  SecretScanner& operator=(const SecretScanner&) = delete;

  const facts::SecretMatcher& matcher() const { return *matcher_; }

 private:
  // The matcher's shapes are views into these.
  std::deque<std::string> texts_;
  std::deque<std::vector<std::string_view>> words_;
  std::vector<facts::SecretShape> shapes_;
  std::unique_ptr<facts::SecretMatcher> matcher_;
};

/// Finds the file's secrets: texts of a fixed shape anywhere, and literals under telling names among its variables.
/// Marks the variables, adds Secret rows, and has every value masked before the block leaves. Runs last.
void add_secrets(const Input& input, Context& context, ir::FileIrBuilder& ir);

}  // namespace plumbline::frontends

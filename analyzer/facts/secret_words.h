#pragma once

#include <span>
#include <string_view>

namespace plumbline::facts {

/// What names and values say about being a secret. All words in lower case; a name is split at `_ - . /` and humps, and
/// words are compared, never parts of words. An entry with blanks is a sequence of words.
struct SecretWords {
  std::span<const std::string_view> strong;       ///< a literal under such a name is a secret
  std::span<const std::string_view> weak;         ///< only with evidence in the value
  std::span<const std::string_view> exclusions;   ///< last words that make it something else: name, file, url, …
  std::span<const std::string_view> whole_names;  ///< names that are none as a whole: `pwd`, the shell's
  std::span<const std::string_view> not_secret;   ///< sequences anywhere that are no secret: public key, cache key, …
  std::span<const std::string_view> placeholder_words;   ///< words of values nobody means: changeme, example, …
  std::span<const std::string_view> common_values;       ///< whole values everybody knows: password, admin, …
  std::span<const std::string_view> reference_prefixes;  ///< of values that name a secret elsewhere: op://, arn:aws:…
};

/// The table that is built in.
const SecretWords& default_secret_words();

}  // namespace plumbline::facts

#include "analyzer/facts/glob_automaton.h"

namespace plumbline::facts {

GlobAutomaton::Bytes GlobAutomaton::one(char c) {
  Bytes bytes;
  bytes.set(static_cast<unsigned char>(c));
  return bytes;
}

GlobAutomaton::Bytes GlobAutomaton::all() {
  return Bytes().set();
}

GlobAutomaton::Bytes GlobAutomaton::not_slash() {
  return all() ^ one('/');
}

bool GlobAutomaton::repeat_last(Repeat repeat) {
  if (tokens_.empty() || tokens_.back().kind != Kind::bytes || tokens_.back().repeat != Repeat::once) return false;
  tokens_.back().repeat = repeat;
  return true;
}

/// Adds the states that are reached without a byte.
void GlobAutomaton::close(std::vector<char>& states) const {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (states[i] == 0) continue;
    const Piece& piece = tokens_[i];
    if (piece.kind == Kind::enter_folders) {
      states[i + 1] = states[i + 2] = 1;
    } else if (piece.repeat == Repeat::any || piece.repeat == Repeat::optional) {
      states[i + 1] = 1;
    }
  }
}

bool GlobAutomaton::matches(std::string_view text) const {
  std::vector<char> states(tokens_.size() + 1, 0);
  std::vector<char> next(tokens_.size() + 1, 0);
  states[0] = 1;
  close(states);
  for (const char c : text) {
    next.assign(next.size(), 0);
    bool any = false;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Piece& piece = tokens_[i];
      if (states[i] == 0 || piece.kind == Kind::enter_folders) continue;
      if (piece.kind == Kind::folders) {
        next[i] = 1;
        if (c == '/') next[i + 1] = 1;
        any = true;
      } else if (piece.bytes.test(static_cast<unsigned char>(c))) {
        if (piece.repeat != Repeat::any) next[i + 1] = 1;
        if (piece.repeat == Repeat::any || piece.repeat == Repeat::some) next[i] = 1;
        any = true;
      }
    }
    if (!any) return false;
    states.swap(next);
    close(states);
  }
  return states.back() != 0;
}

}  // namespace plumbline::facts

#include "analyzer/base/memory.h"

#include <new>

namespace plumbline {

void out_of_memory() {
  if (const std::new_handler handler = std::get_new_handler(); handler != nullptr) handler();
  throw std::bad_alloc();
}

}  // namespace plumbline

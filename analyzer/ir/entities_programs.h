#pragma once

#include "analyzer/ir/entity.h"

/// What programs say of a site and of those who watch it.
namespace plumbline::ir {

struct Call : Entity {
  Str callee;
  Str module;
  Ref<DataNode> arguments;  // a list
  bool conditional = false;
};

struct Export : Entity {
  Str name;
  Ref<DataNode> value;
  bool is_function = false;
};

struct Page : Entity {
  PageKind kind = PageKind::page;
  Str route;
  bool dynamic_route = false;
  bool generates_metadata = false;
  Maybe<Str> title;
  Maybe<Str> description;
  Maybe<Str> canonical;
  Maybe<bool> indexed;  // false: asks search engines to stay away
  Ref<DataNode> metadata;
};

struct Site : Entity {
  Str root;         // its folder
  Maybe<Str> base;  // metadataBase
  Ref<File> sitemap;
  Ref<File> robots;
  bool has_sitemap = false;
  bool has_robots = false;
  List<Ref<Page>> pages;
  List<Ref<Export>> exports;  // of sitemap, robots and configuration
  Ref<DataNode> config;
};

struct Monitor : Entity {
  Str provider;  // lower-case name of the product
  Str kind;      // what it is: sdk, agent, metrics, logs, traces
  Ref<DataNode> options;
  bool options_open = false;
  bool development_only = false;
  List<Str> loaded_before;  // modules that its file loads before it starts, its own left out
};

}  // namespace plumbline::ir

#pragma once

#include "analyzer/ir/entity.h"

/// Who is told of what, and what people can read.
namespace plumbline::ir {

struct Document;
struct Label;
struct Receiver;

struct Alert : Entity {
  Str name;
  Str group;
  Maybe<Str> severity;
  Maybe<Str> duration;
  Maybe<Str> runbook;
  Str condition;
  List<Ref<Label>> labels;
  List<Str> annotations;   // their names
  bool momentary = false;  // the condition compares single samples
  bool keeps_firing = false;
  bool duplicate = false;  // an earlier one of its group has the same name and labels
  Maybe<bool> runbook_found;
  List<Ref<Receiver>> receivers;
  Ref<DataNode> node;
};

struct Receiver : Entity {
  Str name;
  List<Str> channels;
  bool used = false;
  Ref<DataNode> node;
};

/// One node of the tree by which alerts find receivers.
struct AlertRoute : Entity {
  Str receiver_name;  // inherited from above where it names none
  List<Str> matchers;
  List<Str> labels;  // that they ask for
  bool root = false;
  bool continues = false;
  bool scoped = false;  // of one namespace only
  Maybe<bool> found;
  Ref<Receiver> receiver;
  List<Ref<AlertRoute>> routes;  // below it, in order
  Ref<DataNode> node;
};

struct Scrape : Entity {
  Str name;
  List<Str> targets;
  bool discovers = false;
  List<Str> missing;
  Ref<DataNode> node;
};

/// A part of a telemetry collector: where it is declared, and each time a pipeline names it.
struct Component : Entity {
  ComponentKind kind = ComponentKind::receiver;
  Str name;
  bool declares = false;
  Str pipeline;
  Maybe<bool> found;
  Ref<DataNode> node;
};

struct Mention : Entity {
  MentionKind kind = MentionKind::file;
  Str name;
  Str text;
  Ref<Document> document;
  bool certain = true;  // nothing beside it says that it means another place
  Maybe<bool> found;
};

struct Document : Entity {
  Maybe<Str> title;
  List<Str> headings;
  List<Ref<Mention>> mentions;
};

/// What asks for updates of dependencies.
struct DependencyUpdate : Entity {
  Str tool;
  Str ecosystem;
  Str directory;
  Maybe<bool> found;
};

}  // namespace plumbline::ir

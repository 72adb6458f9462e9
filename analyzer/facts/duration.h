#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/facts/parsed.h"

namespace plumbline::facts {

/// Nanoseconds of a Go duration (`1h30m`, `1.5s`, `-2ms`, `0`); Compose, BuildKit and Alertmanager-like formats with
/// days, weeks and years (`1d12h`) where `long_units`.
Parsed<std::int64_t> parse_duration(std::string_view text, bool long_units = false);
inline constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

/// A Kubernetes quantity in thousandths of its unit: `500m` → 500, `2` → 2000, `1Gi` → 1073741824000, `1e3`.
Parsed<std::int64_t> parse_quantity_milli(std::string_view text);
/// The same in whole units, rounded up: bytes of memory.
Parsed<std::int64_t> parse_quantity(std::string_view text);

/// Compose's `512m`, `1.5gb`, `64k`, `100` in bytes; units are powers of 1024 and may be of either case.
Parsed<std::int64_t> parse_compose_bytes(std::string_view text);

}  // namespace plumbline::facts

import { command } from '../../codec/command.js'
import { type DID, did } from '../../codec/kinds/did.js'
import { i64, u64 } from '../../codec/kinds/integer.js'
import { list } from '../../codec/kinds/list.js'
import { map } from '../../codec/kinds/map.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import { tuple } from '../../codec/kinds/tuple.js'
import type { Type } from '../../codec/type.js'

const argumentFields = {
  /** The start of the time range, in Unix seconds. */
  from: i64,
  /** The end of the time range, exclusive, in Unix seconds. */
  to: i64,
  /** The length of a window, in seconds: at least 1. */
  window: i64,
}

/** The time range that {@link sample} measures, divided into windows. */
export interface SampleArguments extends StructOf<typeof argumentFields> {}

/** The time range that {@link sample} measures, divided into windows. */
export const SampleArguments: Type<SampleArguments> = /* @__PURE__ */ struct(
  'metrics.SampleArguments',
  argumentFields,
)

const sampleItemFields = {
  /** The end of the window, in Unix seconds. */
  timestamp: i64,
  /** The number of bytes in the space at the end of the window. */
  bytesStored: u64,
  /** The number of bytes that were added during the window. */
  bytesIngested: u64,
}

/** The usage of a space in a window. It is encoded as a tuple: `[timestamp,bytesStored,bytesIngested]`. */
export interface SampleItem extends StructOf<typeof sampleItemFields> {}

/** The usage of a space in a window. It is encoded as a tuple: `[timestamp,bytesStored,bytesIngested]`. */
export const SampleItem: Type<SampleItem> = /* @__PURE__ */ tuple(
  'metrics.SampleItem',
  sampleItemFields,
)

/** The usage of a space: a series for each provider, with an item for each window. */
export interface SampleSet extends Record<DID, readonly SampleItem[]> {}

/**
 * The usage of a space: a series for each provider, with an item for each
 * window. All series describe the same bytes, so they must not be added up.
 */
export const SampleSet: Type<SampleSet> = /* @__PURE__ */ map(
  did,
  /* @__PURE__ */ list(SampleItem),
  'metrics.SampleSet',
)

const okFields = {
  /** The start of the time range, in Unix seconds. */
  from: i64,
  /**
   * The end of the measured time range, exclusive, in Unix seconds: the earlier of
   * the requested end and the current time, but not before the start.
   */
  to: i64,
  /** The length of a window, in seconds. The last window may be shorter. */
  window: i64,
  /** The usage, by provider. */
  samples: SampleSet,
}

/** The usage of a space over time. */
export interface SampleOK extends StructOf<typeof okFields> {}

/** The usage of a space over time. */
export const SampleOK: Type<SampleOK> = /* @__PURE__ */ struct('metrics.SampleOK', okFields)

/**
 * `/metrics/sample`: returns the usage of a space over time. The subject is the space.
 * The command is newer than the version of the reference that this library is tested
 * against.
 *
 * @example
 * ```ts
 * import { metrics } from '@fil-forge/libforge'
 *
 * const bytes = metrics.sample.arguments.cbor.encode({ from: 1700000000, to: 1700003600, window: 3600 })
 * ```
 */
export const sample = /* @__PURE__ */ command('/metrics/sample', SampleArguments, SampleOK)

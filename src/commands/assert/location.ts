import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { did } from '../../codec/kinds/did.js'
import { u64 } from '../../codec/kinds/integer.js'
import { list } from '../../codec/kinds/list.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import { url } from '../../codec/kinds/url.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const rangeFields = {
  /** The offset of the first byte. */
  start: u64,
  /** The offset of the last byte, which is included. Absent if the range extends to the end. */
  end: /* @__PURE__ */ optional(u64),
}

/** A range of bytes at a location of content. Unlike `content.Range` it is a map. */
export interface Range extends StructOf<typeof rangeFields> {}

/** A range of bytes at a location of content. Unlike `content.Range` it is a map. */
export const Range: Type<Range> = /* @__PURE__ */ struct('assert.Range', rangeFields)

const argumentFields = {
  /** The space that the content was added to. */
  space: did,
  /** The multihash of the content. */
  content: bytes,
  /** The URLs that the content can be read from, with HTTP range requests. */
  location: /* @__PURE__ */ list(url),
  /** The range of the content in the resource at the URLs. Absent if the content is the whole resource. */
  range: /* @__PURE__ */ optional(Range),
}

/** The location that {@link location} claims for content. */
export interface LocationArguments extends StructOf<typeof argumentFields> {}

/** The location that {@link location} claims for content. */
export const LocationArguments: Type<LocationArguments> = /* @__PURE__ */ struct(
  'assert.LocationArguments',
  argumentFields,
)

/** The result type of {@link location}: an empty map. The command is never executed. */
export type LocationOK = Unit
/** The result type of {@link location}: an empty map. The command is never executed. */
export const LocationOK = Unit

/**
 * `/assert/location`: commits the issuer to serve content from URLs. A storage
 * node, which is the subject, issues the claim when it accepts or copies a blob.
 * The claim is never executed.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#location-commitment
 *
 * @example
 * ```ts
 * import { assert } from '@fil-forge/libforge'
 *
 * const bytes = assert.location.arguments.cbor.encode({
 *   space: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 *   content: new Uint8Array(34),
 *   location: ['https://storage.example/blob/zQm'],
 *   range: { start: 0, end: 2097151 },
 * })
 * ```
 */
export const location = /* @__PURE__ */ command('/assert/location', LocationArguments, LocationOK)

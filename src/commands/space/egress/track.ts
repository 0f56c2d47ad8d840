import { command } from '../../../codec/command.js'
import { link } from '../../../codec/kinds/link.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import { url } from '../../../codec/kinds/url.js'
import type { Type } from '../../../codec/type.js'

const argumentFields = {
  /** The CID of an archive (CAR) of 10 MiB to 1 GiB, with receipts of `/content/retrieve`. */
  receipts: link,
  /**
   * The URL to fetch the archive from. It contains `{cid}`, which is replaced by
   * the CID of the archive. In the path, the reference encodes the braces as `%7B` and
   * `%7D`.
   */
  endpoint: url,
}

/** An archive of receipts, and the URL to fetch the archive from. */
export interface TrackArguments extends StructOf<typeof argumentFields> {}

/** An archive of receipts, and the URL to fetch the archive from. */
export const TrackArguments: Type<TrackArguments> = /* @__PURE__ */ struct(
  'space.egress.TrackArguments',
  argumentFields,
)

/**
 * The result of {@link track}: an empty map. The receipt comes with an invocation
 * of `/space/egress/consolidate`, which processes the archive.
 */
export interface TrackOK extends Record<string, never> {}

/**
 * The result of {@link track}: an empty map. The receipt comes with an invocation
 * of `/space/egress/consolidate`, which processes the archive.
 */
export const TrackOK: Type<TrackOK> = /* @__PURE__ */ struct(
  'space.egress.TrackOK',
  {},
) as Type<TrackOK>

/**
 * `/space/egress/track`: records the bytes that a storage node served, from the
 * receipts of its retrievals. The storage node invokes it. The subject is the
 * egress tracking service.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/egress-tracking.md#egress-track
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { space } from '@fil-forge/libforge'
 *
 * const archive = CID.parse('bagbaierarv2lmk344iydwwybvdn4esfbytkcijxhvflkrtvebf3sx4gzswvq')
 * const bytes = space.egress.track.arguments.cbor.encode({
 *   receipts: archive,
 *   endpoint: 'https://storage.example/receipts/{cid}',
 * })
 * ```
 */
export const track = /* @__PURE__ */ command('/space/egress/track', TrackArguments, TrackOK)

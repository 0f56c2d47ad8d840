/** How DAG-JSON sets bytes and links apart from maps, without white space. */
export const BYTES_OPEN = /* @__PURE__ */ ascii('{"/":{"bytes":"')
export const BYTES_CLOSE = /* @__PURE__ */ ascii('"}}')
export const LINK_OPEN = /* @__PURE__ */ ascii('{"/":"')
export const LINK_CLOSE = /* @__PURE__ */ ascii('"}')

/** The bytes of a text that is ASCII alone. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

import type { Format } from '../format.js'
import { CborReader } from './reader.js'
import { CborWriter } from './writer.js'

export const dagCbor: Format<0x71> = {
  name: 'dag-cbor',
  code: 0x71,
  newWriter: () => new CborWriter(),
  newReader: (bytes) => new CborReader(bytes),
}

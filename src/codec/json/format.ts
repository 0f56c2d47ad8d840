import type { Format } from '../format.js'
import { JsonReader } from './reader.js'
import { JsonWriter } from './writer.js'

export const dagJson: Format<0x0129> = {
  name: 'dag-json',
  code: 0x0129,
  newWriter: () => new JsonWriter(),
  newReader: (bytes) => new JsonReader(bytes),
}

/** The width at which text is wrapped, in characters. */
export const WIDTH = 100

/** Breaks a text into lines at spaces, and inside words that are longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    const chunks = chunksOf(line === '' ? word : `${line} ${word}`, width)
    lines.push(...chunks.slice(0, -1))
    line = chunks.at(-1) ?? ''
  }
  if (line !== '') lines.push(line)
  return lines
}

/** Splits a text into chunks of at most `width` characters. */
export function chunksOf(text: string, width: number): string[] {
  const characters = Array.from(text)
  const chunks = []
  for (let i = 0; i < characters.length; i += width) {
    chunks.push(characters.slice(i, i + width).join(''))
  }
  return chunks
}

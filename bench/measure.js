import { do_not_optimize } from 'mitata'
import { operations, VALUES } from './peers.js'

/** The number of measured rounds, and of the warm-up rounds before them. */
const ROUNDS = 15

/**
 * Measures every operation in each codec, in Node or in a browser. Each round runs
 * each operation with all values, in one codec after the other, so that other load on
 * the machine affects all codecs equally.
 */
export function measureAll() {
  const measured = operations.map(({ name, run, peers }) => ({
    name,
    codecs: Object.entries({ libforge: run, ...peers }).map(([codec, pass]) => ({
      codec,
      pass,
      times: [],
    })),
  }))
  for (let round = 0; round < 2 * ROUNDS; round++) {
    for (const { codecs } of measured) {
      for (const { pass, times } of codecs) {
        const start = performance.now()
        do_not_optimize(pass())
        if (round >= ROUNDS) times.push(performance.now() - start)
      }
    }
  }
  return measured.map(({ name, codecs: [own, ...peers] }) => ({
    name,
    ratios: Object.fromEntries(
      peers.map(({ codec, times }) => [codec, median(times) / median(own.times)]),
    ),
    microseconds: (median(own.times) * 1000) / VALUES,
  }))
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

/** Returns the results as a table in Markdown. */
export function tableOf(rows) {
  const peers = [...new Set(rows.flatMap(({ ratios }) => Object.keys(ratios)))]
  const lines = rows.map(({ name, ratios, microseconds }) => {
    const cells = peers.map((peer) => (peer in ratios ? ratios[peer].toFixed(1) : '–'))
    return `| ${[name, ...cells, microseconds.toFixed(2)].join(' | ')} |`
  })
  return [
    `| operation | ${peers.map((peer) => `${peer} ×`).join(' | ')} | µs |`,
    `| ${['---', ...peers.map(() => '---:'), '---:'].join(' | ')} |`,
    ...lines,
  ].join('\n')
}

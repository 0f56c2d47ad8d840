import { measure } from 'mitata'
import { operations } from './peers.js'

/** Times that each is measured, in turn with its peers: what the machine does beside it then hits all alike. */
const ROUNDS = 7

/** Measures all operations. Runs in Node and in a browser. */
export async function measureAll() {
  warmUp()
  const results = []
  for (const operation of operations) results.push(await compare(operation))
  return results
}

/** Every codec sees every value before anything is measured, as in a program that uses more than one type. */
function warmUp() {
  for (let round = 0; round < 3; round++) {
    for (const { run, peers } of operations) {
      for (const each of [run, ...Object.values(peers)]) for (let i = 0; i < 2000; i++) each()
    }
  }
}

/** The median time of an operation, and of the same by its peers, as multiples of it. */
async function compare({ name, run, peers }) {
  const times = Object.fromEntries(['libforge', ...Object.keys(peers)].map((who) => [who, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [who, each] of Object.entries({ libforge: run, ...peers })) {
      const { p50 } = await measure(each, { min_cpu_time: 60e6, inner_gc: false })
      times[who].push(p50)
    }
  }
  const own = median(times.libforge)
  const ratios = Object.fromEntries(
    Object.keys(peers).map((who) => [who, median(times[who]) / own]),
  )
  return { name, microseconds: own / 1000, ratios }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

/** The results as a table in Markdown. */
export function tableOf(rows) {
  const peers = [...new Set(rows.flatMap(({ ratios }) => Object.keys(ratios)))]
  const lines = rows.map(({ name, microseconds, ratios }) => {
    const cells = peers.map((peer) => (peer in ratios ? ratios[peer].toFixed(1) : '–'))
    return `| ${[name, microseconds.toFixed(2), ...cells].join(' | ')} |`
  })
  return [
    `| operation | µs | ${peers.map((peer) => `${peer} ×`).join(' | ')} |`,
    `| ${['---', ...peers.map(() => '---:'), '---:'].join(' | ')} |`,
    ...lines,
  ].join('\n')
}

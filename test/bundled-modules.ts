import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The modules of the built package that a program for browsers which says this ends up with. */
export async function bundledModules(source: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['@ucanto/*'],
    metafile: true,
    write: false,
    platform: 'browser',
  })
  const [output] = Object.values(metafile.outputs)
  return Object.entries(output!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
}

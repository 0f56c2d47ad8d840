import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Bundles and minifies a program for browsers. The program may import the built package
 * by its name. Returns the code, and the paths of the modules in it.
 */
export async function bundle(
  source: string,
): Promise<{ readonly code: string; readonly modules: readonly string[] }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    metafile: true,
    write: false,
    // esbuild drops imported chunks without side effects, and warns about them.
    logLevel: 'error',
  })
  const [output] = Object.values(metafile.outputs)
  const used = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  return { code: outputFiles[0]!.text, modules: used.map(([path]) => path) }
}

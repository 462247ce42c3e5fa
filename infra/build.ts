import { rm } from 'node:fs/promises';
import { build, type Metafile } from 'esbuild';
import { leanHttp } from './lean-http.ts';

/** One folder of `dist/` per function, so each package holds only its own files. */
export const functionNames = [
  'receive-webhook',
  'drain-events',
  'fetch-orders',
  'refresh-tokens',
  'erase-customers',
  'poll-orders',
  'verify-arrivals',
  'post-alarm',
] as const;

export type FunctionName = (typeof functionNames)[number];

/** CommonJS packages inside an ES module bundle call this to load Node's own modules. */
const REQUIRE = "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

/**
 * Bundles every function into `dist/<function>/index.mjs` and returns esbuild's metafiles. A module loaded by `import()`
 * stays in a file of its own, which no cold start reads.
 */
export async function buildFunctions(folder = 'dist'): Promise<Record<FunctionName, Metafile>> {
  await rm(folder, { recursive: true, force: true });
  const metafiles = await Promise.all(functionNames.map((name) => bundle(name, `${folder}/${name}`)));
  return Object.fromEntries(functionNames.map((name, index) => [name, metafiles[index]])) as Record<
    FunctionName,
    Metafile
  >;
}

function bundle(name: FunctionName, outdir: string): Promise<Metafile> {
  return bundleModule(`functions/${name}.ts`, outdir);
}

/** Bundles a module as a function is bundled, into `index.mjs` of a folder. */
export async function bundleModule(entry: string, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: { index: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    // Lambda's log lines name error classes; minified names would say nothing.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Unused code can be dropped from the AWS packages' ES modules, not from their CommonJS: 316 KB against 452 KB for SQS.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    plugins: [leanHttp],
    banner: { js: REQUIRE },
    metafile: true,
  });
  return metafile;
}

if (import.meta.main) {
  const metafiles = await buildFunctions();
  for (const [name, { outputs }] of Object.entries(metafiles)) {
    const bytes = Object.entries(outputs)
      .filter(([file]) => file.endsWith('.mjs'))
      .reduce((sum, [, output]) => sum + output.bytes, 0);
    console.log(`${name}: ${Math.ceil(bytes / 1024)} KB`);
  }
}

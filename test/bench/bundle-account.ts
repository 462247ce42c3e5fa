import type { Metafile } from 'esbuild';

type Outputs = Pick<Metafile, 'outputs'>;

/** Returns the bytes of a bundle's code by the package they come from; ours is `(adapter)`. */
export function bytesByPackage({ outputs }: Outputs): ReadonlyMap<string, number> {
  return sumByPackage(Object.values(outputs));
}

/** Returns the same for the files that a cold start reads: the entry file and its static imports. */
export function bytesByPackageAtStart(bundle: Outputs): ReadonlyMap<string, number> {
  return sumByPackage(filesAtStart(bundle).map(({ output }) => output));
}

/** Returns the modules of source that a cold start reads. */
export function modulesReadAtStart(bundle: Outputs): string[] {
  return filesAtStart(bundle).flatMap(({ output }) => Object.keys(output.inputs));
}

/** Returns the modules of source in some of its files, which are given by their URLs. */
export function modulesIn({ outputs }: Outputs, urls: readonly string[]): string[] {
  return Object.entries(outputs)
    .filter(([file]) => urls.some((url) => url.endsWith(`/${file.split('/dist/').at(-1) ?? file}`)))
    .flatMap(([, { inputs }]) => Object.keys(inputs));
}

/** Returns how many modules of packages a cold start reads. */
export function packageModulesAtStart(bundle: Outputs): number {
  return modulesReadAtStart(bundle).filter((file) => packageOf(file) !== undefined).length;
}

/** Returns the bytes of all files of code. */
export function bundleBytes({ outputs }: Outputs): number {
  return bytesOf(Object.entries(outputs).map(([file, output]) => ({ file, output })));
}

/** Returns the bytes of code that a cold start reads. */
export function bytesAtStart(bundle: Outputs): number {
  return bytesOf(filesAtStart(bundle));
}

interface OutputFile {
  readonly file: string;
  readonly output: Metafile['outputs'][string];
}

function filesAtStart({ outputs }: Outputs): OutputFile[] {
  const entries = Object.keys(outputs).filter((file) => file.endsWith('/index.mjs'));
  const reached = new Set(entries);
  for (const file of reached) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[path] !== undefined) reached.add(path);
    }
  }
  return [...reached].flatMap((file) => {
    const output = outputs[file];
    return output === undefined ? [] : [{ file, output }];
  });
}

function bytesOf(files: readonly OutputFile[]): number {
  return files.filter(({ file }) => file.endsWith('.mjs')).reduce((sum, { output }) => sum + output.bytes, 0);
}

function sumByPackage(outputs: readonly OutputFile['output'][]): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of outputs.flatMap(({ inputs }) => Object.entries(inputs))) {
    const name = packageOf(file) ?? '(adapter)';
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  return bytes;
}

function packageOf(file: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
}

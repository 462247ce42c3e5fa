import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, type FunctionName, functionNames } from '../../infra/build.ts';
import { bundleBytes, bytesAtStart, bytesByPackage, modulesReadAtStart } from './bundle-account.ts';
import { type Figure, figure, type Section } from './section.ts';

/** The rest of a bundle is shown as one sum. */
const LARGEST = 10;

/** The contents of each bundle, by package, and the part that a cold start reads. */
export async function bundles(): Promise<Section> {
  const built = await buildIntoNowhere();
  const packages = new Map(functionNames.map((name) => [name, bytesByPackage(built[name])]));
  const names = [...new Set([...packages.values()].flatMap((bytes) => [...bytes.keys()]))];
  const most = (name: string) => Math.max(...[...packages.values()].map((bytes) => bytes.get(name) ?? 0));
  const largest = names.toSorted((a, b) => most(b) - most(a)).slice(0, LARGEST);
  const others = names.filter((name) => !largest.includes(name));
  const bytesOf = (name: FunctionName, some: readonly string[]) =>
    some.reduce((sum, part) => sum + (packages.get(name)?.get(part) ?? 0), 0);
  return {
    title: 'Bundles',
    says: 'Minified, by the package that the bytes come from. A cold start does not read what is loaded by `import()`.',
    rows: [
      ...largest.map((part) => row(part, (name) => kilobytes(bytesOf(name, [part])))),
      row('other packages', (name) => kilobytes(bytesOf(name, others))),
      row('together', (name) => kilobytes(bundleBytes(built[name]))),
      row('read by a cold start', (name) => kilobytes(bytesAtStart(built[name]))),
      row('modules of it', (name) => figure(modulesReadAtStart(built[name]).length)),
    ],
    targets: [],
  };
}

/** Bundles the functions, and keeps only esbuild's account. */
async function buildIntoNowhere(): ReturnType<typeof buildFunctions> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-bundles-'));
  try {
    return await buildFunctions(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function row(name: string, of: (name: FunctionName) => Figure) {
  return { name, figures: Object.fromEntries(functionNames.map((each) => [each, of(each)])) };
}

function kilobytes(bytes: number): Figure {
  return figure(bytes / 1024, 'KB');
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionName } from '../../../infra/build.ts';

/** The variable that names the folder of the functions that were built for this run of the tests. */
export const BUILT_FUNCTIONS = 'BUILT_FUNCTIONS';

/** Functions as in a deployment package. */
export interface BuiltFunctions {
  /** Holds `dist/`. No package is within its reach. */
  readonly folder: string;
  readonly metafiles: Readonly<Record<FunctionName, Metafile>>;
}

/** Returns the functions that were built for this run, with esbuild's account of each. */
export async function builtFunctions(): Promise<BuiltFunctions> {
  const folder = process.env[BUILT_FUNCTIONS] ?? '';
  const metafiles = await readFile(join(folder, 'metafiles.json'), 'utf8');
  return { folder, metafiles: JSON.parse(metafiles) as BuiltFunctions['metafiles'] };
}

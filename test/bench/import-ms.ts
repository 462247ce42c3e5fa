import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { functionEnvironment } from './function-environment.ts';

/** Plain JavaScript, so no types have to be stripped. */
const TIMED_IMPORT = `
const startedAt = performance.now();
await import(process.argv[1]);
process.stdout.write(String(performance.now() - startedAt), () => process.exit(0));`;

/** Returns the milliseconds that the import of a bundle takes in a fresh process, without the start of Node. */
export async function importMs(bundle: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', TIMED_IMPORT, pathToFileURL(bundle).href],
    { env: functionEnvironment },
  );
  return Number(stdout);
}

import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { functionEnvironment } from './function-environment.ts';

const IMPORT = `
await import(process.argv[1]);
process.stdout.write(JSON.stringify(process.moduleLoadList), () => process.exit(0));`;

/** Returns the names of Node's own modules that a process has loaded after the import of a bundle. */
export async function modulesLoaded(bundle: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', IMPORT, pathToFileURL(bundle).href],
    { env: functionEnvironment, maxBuffer: 2 ** 20 },
  );
  return JSON.parse(stdout) as string[];
}

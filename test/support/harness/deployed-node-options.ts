import { readFile } from 'node:fs/promises';

/** Returns the variable `NODE_OPTIONS` of the functions in `serverless.yml`. @throws {Error} it has none. */
export async function deployedNodeOptions(): Promise<string> {
  const file = await readFile(new URL('../../../serverless.yml', import.meta.url), 'utf8');
  const [, options] = /^ {4}NODE_OPTIONS: (.+)$/m.exec(file) ?? [];
  if (options === undefined) throw new Error('serverless.yml sets no NODE_OPTIONS');
  return options;
}

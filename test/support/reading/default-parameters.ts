import { readFileSync } from 'node:fs';

/** Returns the parameters of a deployment without `--param`, as texts, by name. */
export function defaultParameters(): Record<string, string> {
  const file = readFileSync('serverless.yml', 'utf8');
  const block = /params:\n {2}default:\n((?: {4}.*\n)+)/.exec(file)?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/^ {4}(\w+): (.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll("'", ''),
    ]),
  );
}

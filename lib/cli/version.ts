import { readFileSync } from 'node:fs';

/** The version in `package.json`. For commands only: a bundle has no such file. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

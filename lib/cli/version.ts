import { readFileSync } from 'node:fs';

/** The version in `package.json`. For commands only: bundles have no such file beside them. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

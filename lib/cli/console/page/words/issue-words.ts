import type { Issue } from '../asking/shown-answers.ts';

/** Returns an issue as commands print it: where, and what is wrong there. */
export function issueWords({ path, message }: Issue): string {
  return `${path === '' ? '(body)' : path}: ${message}`;
}

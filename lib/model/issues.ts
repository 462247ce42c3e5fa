import type { BaseIssue } from 'valibot';
import type { Issue } from './errors.ts';

/**
 * Turns schema issues into ours: the path and the expectation. The received value is left out, because it can be a
 * name, an address or a secret. So is the name of an unknown field, which is then reported at the object that has it;
 * `namesFields` gives the name, for a file that its reader wrote.
 */
export function toIssues(
  issues: readonly BaseIssue<unknown>[],
  { namesFields = false }: { readonly namesFields?: boolean } = {},
): Issue[] {
  return issues.map((issue) => {
    const keys = issue.path?.map((step) => String(step.key)) ?? [];
    if (issue.expected !== 'never') return { path: keys.join('.'), message: describe(issue) };
    return namesFields
      ? { path: keys.join('.'), message: 'unknown field' }
      : { path: keys.slice(0, -1).join('.'), message: 'has an unknown field' };
  });
}

function describe(issue: BaseIssue<unknown>): string {
  if (issue.kind !== 'schema') return issue.message;
  return issue.received === 'undefined' ? 'missing' : `expected ${issue.expected ?? 'another type'}`;
}

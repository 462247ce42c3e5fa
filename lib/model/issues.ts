import type { BaseIssue } from 'valibot';
import type { Issue } from './errors.ts';

/**
 * Turns schema issues into ours: the path and the expectation. The received
 * value is left out, because it can be a name, an address or a secret.
 */
export function toIssues(issues: readonly BaseIssue<unknown>[]): Issue[] {
  return issues.map((issue) => ({
    path: issue.path?.map((step) => String(step.key)).join('.') ?? '',
    message: issue.kind === 'schema' ? describeType(issue) : issue.message,
  }));
}

function describeType(issue: BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'missing';
  if (issue.expected === 'never') return 'unknown field';
  return `expected ${issue.expected ?? 'another type'}`;
}

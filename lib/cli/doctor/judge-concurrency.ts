import type { CheckResult } from './check-result.ts';

/** The drain, the fetching and the erasing function, as `serverless.yml` has them: 5 + 2 + 2. */
const FOR_QUEUES = 9;
/** Each execution of the receiver serves about 45 webhooks a second; a rush of a shop's sale takes some. */
const FOR_RECEIVER = 11;

/**
 * Judges how many executions all functions of an account may have at once. A new account may have 10: a backlog then
 * leaves one to the receiver, and what Lambda turns away WooCommerce never sends again.
 * @see https://repost.aws/knowledge-center/lambda-concurrency-limit-increase (read 2026-11-28)
 */
export function judgeConcurrency(executions: number): CheckResult {
  const found = `${executions} executions at once in this account`;
  if (executions >= FOR_QUEUES + FOR_RECEIVER) return { state: 'ok', found };
  const left = Math.max(0, executions - FOR_QUEUES);
  return {
    state: 'warn',
    found: `${found}; the queues take up to ${FOR_QUEUES}, so ${left} are left for webhooks`,
    advice: 'Ask AWS for more (Service Quotas, Lambda, Concurrent executions), or lower drainConcurrency.',
  };
}

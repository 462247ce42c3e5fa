import type { EventSourceState } from '../open-clients.ts';
import type { CheckResult } from './check-result.ts';

/** A queue, by the last part of its address, and the name of its function. */
export interface Consumer {
  readonly functionName: string;
  readonly queueName: string;
}

/**
 * Judges whether the function of a queue is fed by it. If it is not, everything else may be well and nothing is delivered.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html (read 2026-11-29)
 */
export function judgeEventSources(
  { functionName, queueName }: Consumer,
  sources: readonly EventSourceState[],
): CheckResult {
  const own = sources.find(({ queueArn }) => queueArn.split(':').at(-1) === queueName);
  if (own === undefined) {
    const advice = 'Deploy again: without it nothing takes messages out of the queue.';
    return { state: 'fail', found: `${functionName} has no event source ${queueName}`, advice };
  }
  if (own.state === 'Enabled') return { state: 'ok', found: 'enabled' };
  if (['Disabled', 'Disabling', 'Deleting'].includes(own.state)) {
    const advice = `Was it disabled on purpose? In the console of Lambda: ${functionName}, Configuration, Triggers, Enable.`;
    return { state: 'fail', found: `${functionName} is not fed: its event source is ${own.state}`, advice };
  }
  const advice = 'Look again in a minute: it is being changed.';
  return { state: 'warn', found: `its event source is ${own.state || 'in no known state'}`, advice };
}

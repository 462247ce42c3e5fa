import type { RequestSummary } from '../../../lib/cli/console/console-api.ts';
import type { AnsweredCall } from '../dfinery-double/answered-call.ts';
import { faultOfStep } from './fault-steps.ts';
import type { CallContents } from './read-call.ts';

/** Returns the summary of a request. Of its orders it has those that its events name, and `known` ones. */
export function toRequestSummary(
  { call, serviceId, outcome, step, code, reasons, at, answeredInMs }: AnsweredCall,
  { number, contents, known }: RequestContext,
): RequestSummary {
  const { events, items, orderIds } = contents;
  const fault = step && 'fault' in step ? step.fault : faultOfStep(step);
  return {
    number,
    at: at.toISOString(),
    call,
    serviceId,
    events,
    items,
    orderIds: [...new Set([...orderIds, ...known])],
    outcome: outcome === 'played' ? fault : outcome,
    code,
    reasons,
    answeredInMs,
  };
}

interface RequestContext {
  readonly number: number;
  readonly contents: CallContents;
  readonly known: readonly string[];
}

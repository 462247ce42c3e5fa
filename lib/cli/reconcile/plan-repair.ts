import { NOTHING, type Plan } from '../../translate/plan-queueing.ts';
import type { News } from '../../translate/reading.ts';
import type { MessageContext } from '../../translate/to-messages.ts';
import { toRepairs } from '../../translate/to-repairs.ts';
import type { Action } from './compared-order.ts';
import type { Finding, FindingKind } from './finding.ts';

/** What is queued for one order. */
export interface Repair extends Pick<Plan, 'events' | 'fetches'> {
  readonly actions: readonly Action[];
}

export const NO_REPAIR: Repair = { events: [], fetches: [], actions: [] };

/** What may have no message in the queue any more. The ledger drops what is sent twice. */
const UNTOLD: readonly FindingKind[] = ['never-queued', 'change-untold', 'waiting', 'stuck'];
const LEFT_ALONE = {
  'unknown-to-ledger': 'Dfinery has it already',
  doubled: 'nothing can be taken back by itself',
  'amount-differs': 'which event is missing cannot be told',
} as const satisfies Partial<Record<FindingKind, string>>;

/**
 * Tells whether something of an order was not told, and may be. Nothing is sent where Dfinery has what nobody here told, or
 * more than was told while a request got no answer: that is what it asked for.
 */
export function isUntold(findings: readonly Finding[]): boolean {
  const kinds = new Set(findings.map(({ kind }) => kind));
  const isThere = kinds.has('unknown-to-ledger') || (kinds.has('stuck') && kinds.has('doubled'));
  return UNTOLD.some((kind) => kinds.has(kind)) && !isThere;
}

interface Planning {
  /** What of the order is not told, if that is to be queued. */
  readonly untold: Plan | undefined;
  /** Of what is sent once more. */
  readonly lost: MessageContext;
}

/**
 * Returns what to queue of an order by what the lists show: what is not told goes as the order is now, what Dfinery lost
 * goes as it was told. Pure.
 */
export function planRepair(
  news: Extract<News, { kind: 'order' }>,
  findings: readonly Finding[],
  { untold = NOTHING, lost }: Planning,
): Repair {
  const reasons = findings.flatMap(({ kind }) => (kind in LEFT_ALONE ? [LEFT_ALONE[kind as never]] : []));
  const cannot = reasons.map((because): Action => ({ kind: 'cannot', because }));
  if (findings.some(({ kind }) => kind === 'unknown-to-ledger')) return { ...NO_REPAIR, actions: cannot };

  const again = findings.flatMap(({ lost: events = [] }) =>
    events.map((each) => toRepairs(news, each, lost)),
  );
  const gone: Action = { kind: 'cannot', because: 'the shop’s order does not hold it any more' };
  const events = [...untold.events, ...again.flatMap((each) => each ?? [])];
  const messages = events.length + untold.fetches.length;
  return {
    events,
    fetches: untold.fetches,
    actions: [
      ...(messages > 0 ? [{ kind: 'queue', messages } as const] : []),
      ...cannot,
      ...again.flatMap((each) => (each === undefined ? [gone] : [])),
    ],
  };
}

import { isZero } from '../../model/money.ts';
import { describePause } from '../describe-pause.ts';
import { toClock } from '../to-clock.ts';
import type { describeEntry } from './describe-entry.ts';
import type { Traced } from './trace-order.ts';

/** Log lines that are shown; `--json` has all. */
const LINES = 5;

/** Returns what is known of a traced order in a few lines, each indented. No personal data. Pure. */
export function shortAccount({ typed, found, looked, lines }: Traced): string[] {
  const { orderId, now, pauses, lastAnswer, letters, parked } = found;
  const rows = [
    ...(typed === orderId ? [] : [`${typed} is the order’s name; its id is ${orderId}`]),
    ...[looked.order, ...looked.further, ...looked.known].flatMap((entry) => describe(entry, now)),
    ...toldOf(looked),
    ...letters.map(
      ({ queue, id, kind, names, cause }) => `dead letter ${id} of ${queue}: ${kind} ${names}, ${cause}`,
    ),
    ...parked.map(({ key, issue }) => `parked ${key}: ${issue}`),
    ...(['service', 'connection'] as const).flatMap((lane) => {
      const pause = pauses[lane];
      return pause === undefined ? [] : [`${lane} paused ${describePause(pause, { now })}`];
    }),
    ...answered(lastAnswer, now),
    ...found.unseen.map((what) => `could not be looked at: ${what}`),
    ...logged(lines, now),
  ];
  return rows.map((row) => `  ${row}`);
}

function describe({ order, total, states }: ReturnType<typeof describeEntry>, now: number): string[] {
  return states.map(
    ({ state, at, eventLogId, part }) =>
      `${order.kind} ${order.orderId}${states.length > 1 ? ` part ${part}` : ''}: ${total ?? ''} ${state} ${toClock(Date.parse(at), now)} as ${eventLogId}`,
  );
}

function toldOf({ account }: Traced['looked']): string[] {
  if (!('account' in account)) return [];
  const { told, left, due, untold, untoldMeans } = account.account;
  const rest = isZero(untold) ? '' : `, not told ${untold}: ${untoldMeans}`;
  return [`told ${told}, left ${left}, due ${due}${rest}`];
}

function answered(lastAnswer: Traced['found']['lastAnswer'], now: number): string[] {
  if (lastAnswer === undefined) return [];
  const { acceptedAt, refusedAt, code = '' } = lastAnswer;
  const says = [
    ...(acceptedAt === undefined ? [] : [`last accepted ${toClock(acceptedAt, now)}`]),
    ...(refusedAt === undefined ? [] : [`last refused ${toClock(refusedAt, now)} (${code})`]),
  ];
  return says.length === 0 ? [] : [`Dfinery, of this connection: ${says.join(', ')}`];
}

function logged(lines: Traced['lines'], now: number): string[] {
  if (lines.length === 0) return ['log: no line'];
  const shown = lines.slice(-LINES).map(({ timestamp = '', message, reason, code, cause }) => {
    const at = Date.parse(timestamp);
    const because = [reason, cause, code].filter((word) => word !== undefined).join(' ');
    return `log: ${Number.isNaN(at) ? '' : `${toClock(at, now)} `}${message}${because === '' ? '' : `, ${because}`}`;
  });
  return lines.length > LINES
    ? [`log: ${lines.length} lines, the last of them (--json has all)`, ...shown]
    : shown;
}

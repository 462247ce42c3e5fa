import { UnavailableError } from '../model/errors.ts';
import { isZero, NO_CURRENCY } from '../model/money.ts';
import type { MetricName } from '../runtime/telemetry.ts';
import { changeOf } from '../stores/ledger/change-of-message.ts';
import { knownRefunds } from '../stores/ledger/known-refunds.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import { orderKeyOf } from '../stores/ledger/ledger-key.ts';
import type { LeftOut } from '../stores/ledger/left-out.ts';
import type { Answer, OrderChange } from '../stores/ledger/tell.ts';
import { type ConnectionRun, reasonToHold } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { isUntried } from './fates.ts';
import {
  type ChangeMessage,
  ends,
  followAnswer,
  isCumulative,
  type Outcome,
  type QueuedChange,
  type ToldChange,
  toTold,
} from './follow-answer.ts';

interface Decided {
  readonly message: ChangeMessage;
  readonly outcome: Outcome;
}

/**
 * Decides by the ledger what of the changes is told, and remembers it before anything is sent. Changes of one order are
 * decided one after the other: what it became, then what was paid back, then its end.
 */
export async function tellChanges(
  ports: DrainPorts,
  run: ConnectionRun,
  changes: readonly QueuedChange[],
): Promise<{ readonly told: readonly ToldChange[]; readonly fates: Fates }> {
  const orders = Map.groupBy(changes, ({ message }) => ledgerId(orderKeyOf(message)));
  const outcomes = (await Promise.all([...orders.values()].map((own) => tellInTurn(ports, run, own)))).flat();
  return {
    told: outcomes.flatMap(({ outcome }) => (outcome.kind === 'told' ? outcome.told : [])),
    fates: new Map(
      outcomes.flatMap(({ message, outcome }) =>
        outcome.kind === 'told' ? [] : [[message, outcome.fate] as const],
      ),
    ),
  };
}

const turnOf = { purchase: 0, refund: 1, closing: 2 } as const;

async function tellInTurn(
  ports: DrainPorts,
  run: ConnectionRun,
  changes: readonly QueuedChange[],
): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const change of changes.toSorted(inTurn)) {
    const held = reasonToHold(run, { areUntried: isUntried(change) });
    const outcome =
      held === undefined ? await tell(ports, change) : ends({ ...held, failedOf: change.failedOf });
    decided.push({ message: change.message, outcome });
  }
  return decided;
}

function inTurn({ message: a }: QueuedChange, { message: b }: QueuedChange): number {
  return turnOf[a.kind] - turnOf[b.kind];
}

async function tell(ports: DrainPorts, change: QueuedChange): Promise<Outcome> {
  const { message } = change;
  try {
    const answer = await ports.ledger.tell(orderKeyOf(message), await toChange(ports, message));
    await countLeftOut(ports, message, leftOutOf(answer));
    return followAnswer(ports, change, answer);
  } catch (cause) {
    ports.telemetry.error(
      'A change of an order could not be told',
      { ledgerOutage: ports.ledgerOutage },
      cause,
    );
    const isOutage = cause instanceof UnavailableError && ports.ledgerOutage === 'deliver';
    const isRefund = message.kind === 'refund' && message.repairs === undefined;
    const goesAsItIs = isOutage && isRefund && !isCumulative(message);
    return goesAsItIs ? toTold(change, message) : ends(LEDGER_UNAVAILABLE);
  }
}

async function toChange({ ledger }: DrainPorts, message: ChangeMessage): Promise<OrderChange> {
  const known = message.kind === 'purchase' ? new Map() : await knownRefunds(ledger, message);
  return changeOf(message, known);
}

/** Returns what an answer leaves out, if anything. */
function leftOutOf(answer: Answer): Omit<LeftOut, 'currency'> | undefined {
  if (answer.kind === 'untold' && !isZero(answer.amount)) return { kind: 'revenue', amount: answer.amount };
  if (answer.kind === 'take-back' && !isZero(answer.cut)) return { kind: 'refunds', amount: answer.cut };
  return undefined;
}

/** Counts what is left out with its amount, by currency, and adds it up for a person to see. */
async function countLeftOut(
  { telemetry, leftOut }: DrainPorts,
  { connection, serviceId, currency }: ChangeMessage,
  found: Omit<LeftOut, 'currency'> | undefined,
): Promise<void> {
  if (found === undefined) return;
  telemetry.count(metricOf[found.kind], Number(found.amount), currency);
  if (found.kind === 'refunds') telemetry.count('RefundCapped');
  try {
    await leftOut.add({ connection, serviceId }, { ...found, currency: currency ?? NO_CURRENCY });
  } catch (cause) {
    // Only a sum that a person looks at lacks it.
    telemetry.error('What is left out could not be added up', { connection, serviceId }, cause);
  }
}

const metricOf = { revenue: 'RevenueUntold', refunds: 'RefundUntold' } as const satisfies Record<
  LeftOut['kind'],
  MetricName
>;

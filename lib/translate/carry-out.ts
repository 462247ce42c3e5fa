import type { Tombstones } from '../model/subject.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { LogFields, Telemetry } from '../runtime/telemetry.ts';
import type { Plan } from './plan-queueing.ts';
import { subjectOfMessage } from './subject-of-message.ts';
import type { Encoded } from './to-messages.ts';

export interface QueueingPorts {
  readonly queue: MessageQueue;
  readonly fetches: MessageQueue;
  readonly erasures: MessageQueue;
  readonly telemetry: Telemetry;
}

/**
 * Queues what was planned, then counts it and logs warnings. `origin` has the log fields of its origin; all of a plan is
 * of one connection.
 * @throws {UnavailableError} SQS did not accept all messages within the budget.
 */
export async function carryOut(
  { telemetry, ...queues }: Partial<QueueingPorts> & Pick<QueueingPorts, 'queue' | 'telemetry'>,
  { events, fetches, erasures, orderIds: [orderId], odd, oddFigures }: Plan,
  origin: LogFields & { readonly connection: string },
): Promise<void> {
  const { connection } = origin;
  const bodies = events.map(({ body }) => body);
  await sendTo(queues.queue, { bodies, connection });
  await sendTo(queues.fetches, { bodies: fetches.map(({ body }) => body), connection });
  await sendTo(queues.erasures, { bodies: erasures, connection });
  const counts = {
    EventQueued: events.length,
    FetchQueued: fetches.length,
    ErasureQueued: erasures.length,
  };
  for (const [metric, count] of Object.entries(counts) as [keyof typeof counts, number][]) {
    if (count > 0) telemetry.count(metric, count);
  }
  noteOddities(telemetry, { odd, oddFigures }, { ...origin, orderId });
}

function noteOddities(
  telemetry: Telemetry,
  { odd: { MoneyMismatch = 0, ...odd }, oddFigures }: Pick<Plan, 'odd' | 'oddFigures'>,
  about: LogFields,
): void {
  const counts = Object.fromEntries(Object.entries(odd).filter(([, count]) => count > 0));
  if (Object.keys(counts).length > 0) telemetry.info('The delivery is odd', { ...about, ...counts });
  if (MoneyMismatch > 0) {
    telemetry.count('MoneyMismatch', MoneyMismatch);
    telemetry.warn('The figures of the order do not add up', about);
  }
  if (oddFigures.length > 0) {
    const counted = { OddFigure: oddFigures.length, reason: oddFigures.join(',') };
    telemetry.warn('A part of the order was set aside', { ...about, ...counted });
  }
}

async function sendTo(
  queue: MessageQueue | undefined,
  { bodies, connection }: { readonly bodies: readonly string[]; readonly connection: string },
): Promise<void> {
  if (bodies.length === 0) return;
  if (queue === undefined) throw new Error('The plan needs a queue that was not passed in');
  await queue.sendAll(bodies, connection);
}

/**
 * Returns the plan without the events of erased customers, or `undefined` if it had events and none is left.
 * @throws {UnavailableError} the tombstones cannot be read.
 */
export async function withoutErased(tombstones: Tombstones, plan: Plan): Promise<Plan | undefined> {
  const subjects = plan.events.map((event) => ({ ...subjectOfMessage(event.message), event }));
  const erased = await tombstones.erased(subjects);
  const events: Encoded[] = subjects.filter((subject) => !erased.has(subject)).map(({ event }) => event);
  return events.length === 0 && plan.events.length > 0 ? undefined : { ...plan, events };
}

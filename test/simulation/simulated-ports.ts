import { isDeepStrictEqual } from 'node:util';
import type { Connections } from '../../infra/local/connections-file.ts';
import type { DfineryRequest } from '../../lib/dfinery/client.ts';
import { type EventKey, eventLogId } from '../../lib/dfinery/event-log-id.ts';
import type { DrainPorts } from '../../lib/drain/drain-ports.ts';
import type { BackOff } from '../../lib/queue/worker/back-off.ts';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { LEDGER_BUDGET_MS } from '../../lib/runtime/time-budgets.ts';
import type { ClaimAnswer } from '../../lib/stores/ledger/ledger.ts';
import type { Answer } from '../../lib/stores/ledger/tell.ts';
import { memoryTombstones } from '../support/doubles/memory-tombstones.ts';
import type { RecordedTelemetry } from '../support/doubles/recorded-telemetry.ts';
import type { DfineryFault, DfineryModel } from './dfinery-model.ts';
import type { DeadSocket, Faults } from './faults.ts';
import { createFaultyCalls } from './faulty-calls.ts';
import type { Invocation } from './invocation.ts';
import type { QueueModel } from './queue-model.ts';
import type { Random } from './random.ts';
import type { SimulatedTable, TableReads } from './simulated-table.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the drain finds wrong with its settings or with Dfinery, besides the faults. */
export interface Troubles {
  /** Default as deployed: from 10 s to 20 minutes. */
  readonly backOff?: BackOff;
  /** What Dfinery answers instead of doing its work, while something is wrong with it. */
  readonly outage?: (request: DfineryRequest) => HttpAnswer | undefined;
  /** How long Dfinery takes for an answer, give or take a half. Default 100 ms. */
  readonly answerMs?: number;
  /** The access token that the drain has of a connection, while it is another than the true one. */
  readonly wrongToken?: (connection: string) => string | undefined;
}

/** What all invocations of the drain share. */
export interface DrainWorld {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: Faults;
  readonly connections: Connections;
  readonly queue: QueueModel;
  readonly deadLetters: QueueModel;
  readonly dfinery: DfineryModel;
  readonly table: SimulatedTable;
  /** Events that some invocation sent, or may have sent, without telling the ledger. */
  readonly unmarked: Set<string>;
  readonly troubles: Troubles;
}

/** Returns the ports of one invocation of the drain. Arguments are passed on as they are, whatever a port takes. */
export function simulatedPorts(
  world: DrainWorld,
  { invocation, telemetry }: { readonly invocation: Invocation; readonly telemetry: RecordedTelemetry },
): DrainPorts {
  const { time, random, faults, connections, queue, deadLetters, table, troubles } = world;
  const { call, ask, write, deadSocket } = createFaultyCalls(world, invocation);
  const skewMs = faults.skewMs();
  const now = (): number => time.now() + skewMs;
  const ledger = table.ledger(now);
  const profiles = table.profiles(now);
  const { pauses } = table;

  const current: TableReads = {
    ledger: (...given) => ledger.read(...given),
    profiles: (...given) => profiles.read(...given),
    pauses: (...given) => pauses.read(...given),
  };

  /** Reads what may be a moment old. */
  const read = <Result>(of: (reads: TableReads) => Promise<Result>): Promise<Result> =>
    call('ledger', async () => {
      if (faults.isPartial()) await time.sleep(random() * LEDGER_BUDGET_MS);
      const lagMs = faults.lagMs();
      if (lagMs === 0) return of(current);
      const old = await of(table.asOf(time.now() - lagMs));
      if (!isDeepStrictEqual(old, await of(current))) faults.note('read old');
      return old;
    });

  return {
    telemetry,
    connections: {
      find: (id) => {
        const { dfinery: found } = connections[id] ?? {};
        if (found === undefined) return Promise.resolve({ kind: 'unknown' });
        const accessToken = troubles.wrongToken?.(id) ?? found.accessToken;
        return Promise.resolve({ kind: 'found', value: { ...found, accessToken } });
      },
    },
    dfinery: {
      post(name, request) {
        const fault = unsent(deadSocket('dfinery')) ?? faults.dfinery() ?? outageOf(troubles, request);
        return ask(fault?.kind === 'lost' ? fault.afterMs : (troubles.answerMs ?? 100), () => {
          const isStored = fault === undefined || (fault.kind === 'lost' && fault.stored);
          if (name === 'events' && isStored) for (const id of eventIds(request)) invocation.unmarked.add(id);
          return Promise.resolve(world.dfinery.post(name, request, fault));
        });
      },
      close: () => undefined,
    },
    tombstones: memoryTombstones(),
    erasureKey: () => Promise.resolve(undefined),
    ledger: {
      read: (...given) => read((table) => table.ledger(...given)),
      claim: (...given) => write('claim', () => ledger.claim(...given), isClaimed),
      markSent: (part, ...given) =>
        call('ledger', async () => {
          await ledger.markSent(part, ...given);
          invocation.unmarked.delete(`${part.serviceId}/${eventLogId(part as EventKey)}`);
        }),
      tell: (...given) => write('change', () => ledger.tell(...given), isDecided),
      release: (...given) => call('ledger', () => ledger.release(...given)),
      markUncertain: (part, ...given) => {
        // It may be sent again in this invocation, and marked as sent then.
        const id = `${part.serviceId}/${eventLogId(part as EventKey)}`;
        if (invocation.unmarked.has(id)) world.unmarked.add(id);
        return call('ledger', () => ledger.markUncertain(part, ...given));
      },
    },
    profiles: {
      read: (...given) => read((table) => table.profiles(...given)),
      claim: (...given) => write('customer claim', () => profiles.claim(...given), isGiven),
      settle: (...given) => call('ledger', () => profiles.settle(...given)),
      putBack: (...given) => call('ledger', () => profiles.putBack(...given)),
    },
    pauses: {
      read: (...given) => read((table) => table.pauses(...given)),
      pause: (...given) => call('ledger', () => pauses.pause(...given)),
      takeProbe: (...given) => write('probe', () => pauses.takeProbe(...given), Boolean),
      end: (...given) => call('ledger', () => pauses.end(...given)),
    },
    lastAnswers: { note: (...given) => call('ledger', () => table.lastAnswers.note(...given)) },
    leftOut: { add: (...given) => call('ledger', () => table.leftOut.add(...given)) },
    heardFrom: { note: () => Promise.resolve() },
    visibility: {
      async hide(changes) {
        const failed = await Promise.all(
          toTens(changes).map((batch) => {
            const act = () =>
              Promise.resolve(
                batch.filter(({ receiptHandle, seconds }) => !queue.hide(receiptHandle, seconds)).length,
              );
            return call('hide', act).catch(() => batch.length);
          }),
        );
        return { failed: failed.reduce((sum, count) => sum + count, 0), reasons: ['model'] };
      },
    },
    deadLetters: {
      async sendAll(letters) {
        const taken = letters.map(async (letter) => {
          const act = () => {
            deadLetters.send(letter.body, letter.attributes.cause);
            return Promise.resolve();
          };
          return call('bury', act).then(() => letter);
        });
        const results = await Promise.allSettled(taken);
        return new Set(results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
      },
    },
    backOff: troubles.backOff ?? { baseSeconds: 10, maxSeconds: 1200 },
    ledgerOutage: 'wait',
    now,
    random,
  };
}

const isClaimed = (answer: ClaimAnswer): boolean => answer === 'claimed';
const isDecided = ({ kind }: Answer): boolean => kind !== 'unsettled';
const isGiven = (facts: unknown): boolean => facts !== undefined;

/** A request that never left. After a reset the client takes another socket, which may be dead as well. */
function unsent(socket: DeadSocket | undefined): DfineryFault | undefined {
  if (socket === undefined) return undefined;
  const isHanging = socket === 'hang';
  const answer = { kind: 'unanswered', reason: isHanging ? 'timeout' : 'connection-failed' } as const;
  return { kind: 'lost', stored: false, answer, afterMs: isHanging ? 10_000 : 50 };
}

function outageOf({ outage }: Troubles, request: DfineryRequest): DfineryFault | undefined {
  const answer = outage?.(request);
  if (answer === undefined) return undefined;
  return answer.kind === 'unanswered'
    ? { kind: 'lost', stored: false, answer, afterMs: 10_000 }
    : { kind: 'readable', answer };
}

/** SQS takes ten at a time, and they share the fate of their call. */
function toTens<Entry>(entries: readonly Entry[]): (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / 10) }, (_, index) =>
    entries.slice(index * 10, (index + 1) * 10),
  );
}

function eventIds({ serviceId, body }: DfineryRequest): string[] {
  const { events } = JSON.parse(body) as { events: readonly { event_log_id: string }[] };
  return events.map(({ event_log_id }) => `${serviceId}/${event_log_id}`);
}

import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { type DfineryFault, pickDfineryFault } from './dfinery-model.ts';
import { pick, type Random } from './random.ts';
import { LONGEST_LAG_MS } from './recent-past.ts';

/** A call over an edge that may fail, or be the last thing an invocation does. */
export type Edge = 'enqueue' | 'receive' | 'delete' | 'hide' | 'bury' | 'ledger' | 'dfinery';

/** How a call over an edge other than Dfinery's fails: before anything happened, or after all of it did. */
export type CallFault = 'before' | 'after';

/** So long a batch that is throttled is tried again. */
const VISIBILITY_MS = 370_000;

/** A write that depends on what is in the table. */
export type ConditionalWrite = 'claim' | 'customer claim' | 'probe' | 'change';

/** A request on a socket that died while its instance was frozen: no answer, or a reset before any byte. */
export type DeadSocket = 'hang' | 'reset';

export interface Faults {
  call(edge: Exclude<Edge, 'dfinery'>): CallFault | undefined;
  dfinery(): DfineryFault | undefined;
  /** Tells whether the function is killed at this call, before it or after it. */
  kill(): CallFault | undefined;
  /** What becomes of the function's answer, where it is not what the function said. */
  answer(): 'thrown' | 'malformed' | undefined;
  /** How far the clock of a new instance is off, in milliseconds. */
  skewMs(): number;
  /**
   * Tells whether a write that happened is repeated by the SDK, because its answer was lost. Its condition no longer holds.
   * Every client makes two attempts (`time-budgets.ts`), and the SDK does not know that the first one was carried out.
   */
  isRepeated(write: ConditionalWrite): boolean;
  /**
   * How old the state is that a read returns, in milliseconds, if it need not be consistent. AWS names no longest time.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html (read 2026-11-28)
   */
  lagMs(): number;
  /**
   * Tells whether a batch read returns only some of its items at first. The port asks for the others until its budget is
   * over, so it takes longer here.
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html (read 2026-11-28)
   */
  isPartial(): boolean;
  /**
   * After how many milliseconds a message that was deleted is handed out again.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html (read 2026-11-28)
   */
  returnsAfterMs(): number | undefined;
  /** For how many milliseconds an invocation is throttled. */
  throttledMs(): number | undefined;
  /** Tells whether the mapping of the event source is switched off. */
  isMappingOff(): boolean;
  /**
   * What became of the sockets of an instance while it was frozen, if it was.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html (idle connections; read 2026-11-28)
   */
  deadSocket(): DeadSocket | undefined;
  /** Notes a fault that struck. */
  note(what: string): void;
  /** How often each kind struck: `ledger before`, `dfinery 40001`, `kill after`. */
  readonly struck: ReadonlyMap<string, number>;
  /** How often a shop delivers an order of its own accord. */
  deliveries(): number;
}

export interface FaultOptions {
  readonly random: Random;
  /** Of each call. */
  readonly probability: number;
  readonly isOver?: () => boolean;
  /** How far a clock is off at most, in milliseconds. Default two minutes: two differ by four. */
  readonly maxSkewMs?: number;
  /**
   * Tells whether the customer's key of queue and table is disabled. SQS then refuses to send and to receive, DynamoDB
   * everything; hiding and deleting need no key. SQS reuses a data key for some minutes, so it notices later.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html (`KmsDisabled`; read 2026-11-28)
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html (`KmsDataKeyReusePeriodSeconds`; read 2026-11-28)
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html (`InaccessibleEncryptionDateTime`; read 2026-11-28)
   */
  readonly isKeyOff?: (edge: Edge) => boolean;
  readonly isMappingOff?: () => boolean;
}

/** The edges that need the key. */
const KEYED: ReadonlySet<Edge> = new Set(['enqueue', 'receive', 'bury', 'ledger']);

/** Returns faults of all kinds, each call failing with this probability while `isOver` says no. */
export function createFaults({
  random,
  probability,
  isOver = () => false,
  maxSkewMs = 120_000,
  isKeyOff = () => false,
  isMappingOff = () => false,
}: FaultOptions): Faults {
  const struck = new Map<string, number>();
  const note = (what: string): void => {
    struck.set(what, (struck.get(what) ?? 0) + 1);
  };
  const noted = <Kind extends string>(what: string, kind: Kind): Kind => {
    note(`${what} ${kind}`);
    return kind;
  };
  const strikes = (share = 1): boolean => !isOver() && random() < probability * share;
  const hits = (what: string, share = 1): boolean => {
    const isHit = strikes(share);
    if (isHit) note(what);
    return isHit;
  };
  const side = (): CallFault => pick(random, ['before', 'after']);
  return {
    struck,
    note,
    call(edge) {
      if (KEYED.has(edge) && isKeyOff(edge)) {
        note(`${edge} without key`);
        return 'before';
      }
      return strikes() ? noted(edge, side()) : undefined;
    },
    dfinery() {
      if (!strikes()) return undefined;
      const fault = pickDfineryFault(random);
      noted('dfinery', nameOf(fault.answer));
      return fault;
    },
    // Every invocation makes hundreds of calls: this kills a few in a hundred.
    kill: () => (strikes(0.01) ? noted('kill', side()) : undefined),
    answer: () =>
      strikes() ? noted('answer', pick<'thrown' | 'malformed'>(random, ['thrown', 'malformed'])) : undefined,
    skewMs() {
      if (isOver()) return 0;
      note('clock off');
      return Math.round((random() * 2 - 1) * maxSkewMs);
    },
    // Probes are few.
    isRepeated: (write) => hits(`${write} repeated`, write === 'probe' ? 5 : 1),
    // Few reads meet a write of the last second.
    lagMs: () => (strikes(20) ? random() * LONGEST_LAG_MS : 0),
    isPartial: () => hits('read partial'),
    // Half of them at once, so that it is received while what its delivery wrote is new.
    returnsAfterMs: () =>
      hits('deleted again', 0.5) ? random() * pick(random, [2_000, 3_600_000]) : undefined,
    throttledMs() {
      if (!hits('mapping throttled', 0.5)) return undefined;
      return random() * 2 * VISIBILITY_MS;
    },
    isMappingOff() {
      const isOff = isMappingOff();
      if (isOff) note('mapping off');
      return isOff;
    },
    deadSocket: () => (strikes(0.5) ? pick<DeadSocket>(random, ['hang', 'reset']) : undefined),
    deliveries: () => (strikes(2) ? 2 : 1),
  };
}

function nameOf(answer: HttpAnswer): string {
  if (answer.kind === 'unanswered') return answer.reason;
  const code = /"code":"(\d+)"/.exec(answer.body)?.[1];
  return code ?? (answer.status === 200 ? `200 ${answer.body.slice(0, 6)}` : String(answer.status));
}

/** Returns faults of no kind. */
export const noFaults: Faults = createFaults({ random: () => 1, probability: 0, isOver: () => true });

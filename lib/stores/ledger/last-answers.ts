import * as v from 'valibot';
import type { ConnectionAtService } from '../connections/find-for-service.ts';
import {
  expiry,
  NumberAttribute,
  number,
  openTable,
  type TableOptions,
  TextAttribute,
  text,
} from '../table.ts';
import { connectionLane } from './service-pauses.ts';

/** What Dfinery answered last to one connection, for a person to see. Times in ms since 1970. */
export interface LastAnswer {
  readonly acceptedAt?: number | undefined;
  readonly refusedAt?: number | undefined;
  /** Of the last one that was not accepted: Dfinery's code or the HTTP status. Its message may quote a customer. */
  readonly code?: string | undefined;
  /** Why that one was not accepted, as the metrics say it. */
  readonly because?: string | undefined;
}

/** One answer of Dfinery. `at` is in milliseconds since 1970. */
export type Answer =
  | { readonly kind: 'accepted'; readonly at: number }
  | { readonly kind: 'refused'; readonly at: number; readonly code: string; readonly because: string };

/** Every method throws `UnavailableError` with `ledger-unavailable` if the table is unavailable. */
export interface LastAnswers {
  /** Remembers an answer for a year, unless one of its kind was written within the last minute and none of another since. */
  write(connection: ConnectionAtService, answer: Answer): Promise<void>;
  /** Returns the answers by `connectionLane`. They may be a moment old. */
  read(connections: readonly ConnectionAtService[]): Promise<ReadonlyMap<string, LastAnswer>>;
}

/** An answer of the same kind is written no more often. */
const WRITE_EVERY_MS = 60_000;

const REMEMBERED_MS = 365 * 24 * 60 * 60 * 1000;

const AnswerItemSchema = v.object({
  acceptedAt: v.optional(NumberAttribute),
  refusedAt: v.optional(NumberAttribute),
  code: v.optional(TextAttribute),
  because: v.optional(TextAttribute),
});

/** Tells whether an answer says more than what is known: it is of another kind than the last one, or a minute later. */
export function isWorthWriting(known: LastAnswer, answer: Answer): boolean {
  const { acceptedAt = -Infinity, refusedAt = -Infinity, code, because } = known;
  const before = answer.kind === 'accepted' ? acceptedAt : refusedAt;
  if (before < answer.at - WRITE_EVERY_MS) return true;
  const isNews =
    answer.kind === 'accepted'
      ? refusedAt >= acceptedAt
      : acceptedAt >= refusedAt || code !== answer.code || because !== answer.because;
  return isNews && before < answer.at;
}

/** Returns what is known after an answer. */
export function withAnswer(known: LastAnswer, answer: Answer): LastAnswer {
  if (answer.kind === 'accepted') return { ...known, acceptedAt: answer.at };
  const { at: refusedAt, code, because } = answer;
  return { ...known, refusedAt, code, because };
}

/**
 * Returns the last answers that all instances share through the ledger's table: one item per connection and service. The
 * condition of the write holds for all instances together; what this instance has written already costs no call.
 */
export function createLastAnswers(options: TableOptions): LastAnswers {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (connection: ConnectionAtService) => `${connectionLane(connection)}#answers`;
  const written = new Map<string, LastAnswer>();
  return {
    async write(connection, answer) {
      const id = idOf(connection);
      const known = written.get(id) ?? {};
      if (!isWorthWriting(known, answer)) return;
      await table(({ update }) => update(id, toChange(answer)));
      // If the condition does not hold, another instance has just written as much.
      written.set(id, withAnswer(known, answer));
    },
    async read(connections) {
      const items = await table(({ read }) => read(connections.map(idOf)));
      const found = new Map(items.map((item) => [item['id']?.S ?? '', v.parse(AnswerItemSchema, item)]));
      return new Map(
        connections.flatMap((connection) => {
          const answer = found.get(idOf(connection));
          return answer ? [[connectionLane(connection), answer] as const] : [];
        }),
      );
    },
  };
}

/** The rule of `isWorthWriting` as a condition for the table. */
function toChange(answer: Answer) {
  const times = {
    ':at': number(answer.at),
    ':minuteAgo': number(answer.at - WRITE_EVERY_MS),
    ':expiresAt': expiry(answer.at + REMEMBERED_MS),
  };
  if (answer.kind === 'accepted') {
    return {
      set: 'SET acceptedAt = :at, expiresAt = :expiresAt',
      where:
        'attribute_not_exists(acceptedAt) OR acceptedAt < :minuteAgo OR ' +
        '(refusedAt >= acceptedAt AND acceptedAt < :at)',
      values: times,
    };
  }
  return {
    set: 'SET refusedAt = :at, code = :code, because = :because, expiresAt = :expiresAt',
    where:
      'attribute_not_exists(refusedAt) OR refusedAt < :minuteAgo OR ' +
      '((acceptedAt >= refusedAt OR code <> :code OR because <> :because) AND refusedAt < :at)',
    values: { ...times, ':code': text(answer.code), ':because': text(answer.because) },
  };
}

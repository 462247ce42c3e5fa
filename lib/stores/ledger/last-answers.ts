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

const AnswerItemSchema = v.object({
  acceptedAt: v.optional(NumberAttribute),
  refusedAt: v.optional(NumberAttribute),
  code: v.optional(TextAttribute),
  because: v.optional(TextAttribute),
});

/**
 * What Dfinery answered last to one connection: when it accepted a request, when it did not, the code of that answer and
 * its reason. Dfinery's own words are left out, because they may quote a customer. Times in ms since 1970.
 */
export type LastAnswer = Readonly<v.InferOutput<typeof AnswerItemSchema>>;

/** Every method throws `UnavailableError` with `ledger-unavailable` if the table is unavailable. */
export interface LastAnswers {
  /** Remembers what is known of an answer for a year, but at most once a minute for each connection. */
  note(connection: ConnectionAtService, answer: LastAnswer): Promise<void>;
  /** Returns the answers by `connectionLane`. What came within a minute after the last write is not among them. */
  read(connections: readonly ConnectionAtService[]): Promise<ReadonlyMap<string, LastAnswer>>;
}

const WRITE_EVERY_MS = 60_000;
const REMEMBERED_MS = 365 * 24 * 60 * 60 * 1000;

interface LastAnswersOptions extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Returns the last answers that all instances share through the ledger's table, one item per connection and service.
 * The condition of the write counts the minute for all instances. An instance spares the calls that it knows to be useless.
 */
export function createLastAnswers({ now, ...options }: LastAnswersOptions): LastAnswers {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const idOf = (connection: ConnectionAtService) => `${connectionLane(connection)}#answers`;
  const written = new Map<string, number>();
  return {
    async note(connection, answer) {
      const id = idOf(connection);
      const at = now();
      if (at - (written.get(id) ?? Number.NEGATIVE_INFINITY) < WRITE_EVERY_MS) return;
      await table(({ update }) => update(id, changeTo(answer, at)));
      written.set(id, at);
    },
    async read(connections) {
      const items = await table(({ read }) => read(connections.map(idOf)));
      const found = new Map(items.map((item) => [item['id']?.S ?? '', v.parse(AnswerItemSchema, item)]));
      return new Map(
        connections.flatMap((connection) => {
          const answer = found.get(idOf(connection));
          return answer === undefined ? [] : [[connectionLane(connection), answer]];
        }),
      );
    },
  };
}

function changeTo({ acceptedAt, refusedAt, code, because }: LastAnswer, at: number) {
  const given = {
    ...(acceptedAt !== undefined && { acceptedAt: number(acceptedAt) }),
    ...(refusedAt !== undefined && { refusedAt: number(refusedAt) }),
    ...(code !== undefined && { code: text(code) }),
    ...(because !== undefined && { because: text(because) }),
    writtenAt: number(at),
    expiresAt: expiry(at + REMEMBERED_MS),
  };
  const names = Object.keys(given);
  return {
    set: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    where: 'attribute_not_exists(writtenAt) OR writtenAt <= :aMinuteAgo',
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: {
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`:${name}`, value])),
      ':aMinuteAgo': number(at - WRITE_EVERY_MS),
    },
  };
}

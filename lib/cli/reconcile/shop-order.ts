import type { ShopConnection } from '../../model/connection.ts';
import { type Issue, PayloadError } from '../../model/errors.ts';
import { orderAge } from '../../model/too-old.ts';
import type { Source } from '../../sources/source.ts';
import { readBareOrder } from '../../translate/read-delivery.ts';
import type { Ignored, News } from '../../translate/reading.ts';

/** An order of the shop's list, as the adapter reads it. */
export type ShopOrder =
  | Extract<News, { kind: 'order' }>
  | Ignored
  /** `problem` has paths, never values. */
  | { readonly kind: 'unreadable'; readonly id: string; readonly problem: string };

/** Reads a body as the receiver does. `id` names it if it cannot be read. Pure. */
export function readShopOrder(
  body: unknown,
  {
    id,
    source,
    connection,
    now,
  }: {
    readonly id: string;
    readonly source: Source;
    readonly connection: ShopConnection;
    readonly now: number;
  },
): ShopOrder {
  const tooOld = orderAge({ since: connection.since, now: new Date(now) });
  try {
    return readBareOrder(source, body, { settings: connection, tooOld });
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    return { kind: 'unreadable', id, problem: describe(error.issues) };
  }
}

/** Returns issues in one line: paths, and what was expected there. */
export function describe(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path || '(order)'}: ${message}`).join('; ');
}

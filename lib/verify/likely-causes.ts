import type { Arrivals } from '../dfinery/export/arrivals.ts';
import type { ShopConnection } from '../model/connection.ts';
import { columnOf, type SentName } from '../translate/sent-names.ts';

/** Why events most likely are not at Dfinery, as far as its export shows. */
export interface LikelyCause {
  readonly kind:
    | 'event-absent'
    | 'property-absent'
    | 'property-unsent'
    | 'property-of-some-absent'
    | 'unknown';
  readonly words: string;
  readonly names: readonly string[];
}

/** A connection, and what it sends. */
export interface Sender {
  readonly connection: ShopConnection;
  readonly names: readonly SentName[];
}

/** Events of one kind that are missing. Times in milliseconds since 1970. */
export interface MissingEvents {
  readonly kind: 'purchase' | 'refund';
  /** When each was sent. */
  readonly sentAt: readonly number[];
  /** When the last of this kind was sent that did arrive. */
  readonly lastArrivedAt: number | undefined;
}

const words = {
  'event-absent':
    'Dfinery has no event of this name: it is not registered, or its collection is switched off',
  'property-absent':
    'the export has no column for properties that are sent: they are not registered or not linked',
  'property-unsent':
    'the export has columns of properties that are never sent: a linked property that lacks may drop events',
  'property-of-some-absent':
    'the export has no column for properties that some events have: they are not registered or not linked; ' +
    'for events without them it does not show why',
  unknown: 'the export does not show why',
} as const;

/** The columns that every export has. */
const SYSTEM = new Set([
  'df_unified_id',
  'df_api_version',
  'event_name',
  'event_log_id',
  'event_datetime',
  'df_server_datetime',
  'df_correction_datetime',
]);

/**
 * Returns the likeliest causes of missing events of a kind, at least one. What drops every event explains only those after
 * which none arrived. A header without any property of the event says nothing.
 * @see https://docs.dfinery.ai/user-guide/en/getting-started-with-dfinery/event-and-property/faq (read 2026-11-29)
 */
export function likelyCauses(
  sender: Sender,
  { kind, sentAt, lastArrivedAt = Number.NEGATIVE_INFINITY }: MissingEvents,
  arrivals: Arrivals,
): LikelyCause[] {
  const last = sentAt.filter((at) => at > lastArrivedAt);
  const ofEvery = last.length > 0 ? causeOfEvery(sender, kind, arrivals) : undefined;
  if (ofEvery === undefined) return [causeOfSome(sender, kind, arrivals)];
  return last.length === sentAt.length ? [ofEvery] : [ofEvery, causeOfSome(sender, kind, arrivals)];
}

/** What drops every event of a kind. */
function causeOfEvery(
  sender: Sender,
  kind: MissingEvents['kind'],
  { purchases, refunds, columns }: Arrivals,
): LikelyCause | undefined {
  const absent = absentNames(sender, kind, columns).filter(({ isAlwaysSent }) => isAlwaysSent);
  if (absent.length > 0) return cause('property-absent', absent.map(columnOf));
  if ((kind === 'purchase' ? purchases : refunds).size === 0) return cause('event-absent', [`df_${kind}`]);
  const sent = sender.names.filter(({ scope }) => scope.kind !== 'user');
  const known = new Set(sent.map(columnOf));
  const unsent = [...columns].filter((column) => !known.has(column) && !SYSTEM.has(column));
  return unsent.length > 0 ? cause('property-unsent', unsent) : undefined;
}

/** What drops only some events of a kind: of the properties that not every event has only those that were asked for. */
function causeOfSome(sender: Sender, kind: MissingEvents['kind'], { columns }: Arrivals): LikelyCause {
  const { eventProperties, refundProperties, itemProperties } = sender.connection;
  const ofEvents = kind === 'purchase' ? eventProperties : refundProperties;
  const isAskedFor = ({ name, scope }: SentName): boolean =>
    Object.hasOwn((scope.kind === 'item' ? itemProperties : ofEvents) ?? {}, name);
  const absent = absentNames(sender, kind, columns).filter((sent) => !sent.isAlwaysSent && isAskedFor(sent));
  return absent.length > 0 ? cause('property-of-some-absent', absent.map(columnOf)) : cause('unknown', []);
}

/** Returns the properties of an event without a column; none if no property of it has one. */
function absentNames(
  { names }: Sender,
  kind: MissingEvents['kind'],
  columns: Arrivals['columns'],
): SentName[] {
  const ofEvent = names.filter(({ scope }) => scope.kind !== 'user' && scope.event === `df_${kind}`);
  const absent = ofEvent.filter((sent) => !columns.has(columnOf(sent)));
  return absent.length === ofEvent.length ? [] : absent;
}

function cause(kind: LikelyCause['kind'], names: readonly string[]): LikelyCause {
  return { kind, words: words[kind], names: [...new Set(names)] };
}

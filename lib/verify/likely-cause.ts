import type { Arrivals } from '../dfinery/export/arrivals.ts';
import type { ShopConnection } from '../model/connection.ts';
import { columnOf, sentNames } from '../translate/sent-names.ts';

/** Why events most likely are not at Dfinery, as far as its export shows. */
export interface LikelyCause {
  readonly kind: 'event-absent' | 'property-absent' | 'property-unsent' | 'unknown';
  readonly words: string;
  readonly names: readonly string[];
}

const words = {
  'event-absent':
    'Dfinery has no event of this name: it is not registered, or its collection is switched off',
  'property-absent':
    'the export has no column for properties that are sent: they are not registered or not linked',
  'property-unsent':
    'the export has columns of properties that are never sent: a linked property that lacks may drop events',
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
 * Returns the likeliest cause of missing events of a kind. A header without any property of the event says nothing.
 * @see https://docs.dfinery.ai/user-guide/en/getting-started-with-dfinery/event-and-property/faq (read 2026-11-29)
 */
export function likelyCause(
  connection: ShopConnection,
  kind: 'purchase' | 'refund',
  { purchases, refunds, columns }: Arrivals,
): LikelyCause {
  const event = `df_${kind}`;
  const sent = sentNames(connection).filter(({ scope }) => scope.kind !== 'user');
  const always = sent.filter(
    ({ scope, isAlwaysSent }) => isAlwaysSent && scope.kind !== 'user' && scope.event === event,
  );
  const ofEvent = always.map(columnOf);
  const isTelling = ofEvent.some((column) => columns.has(column));
  const absent = isTelling ? ofEvent.filter((column) => !columns.has(column)) : [];
  if (absent.length > 0) return cause('property-absent', absent);
  if ((kind === 'purchase' ? purchases : refunds).size === 0) return cause('event-absent', [event]);
  const known = new Set(sent.map(columnOf));
  const unsent = [...columns].filter((column) => !known.has(column) && !SYSTEM.has(column));
  return unsent.length > 0 ? cause('property-unsent', unsent) : cause('unknown', []);
}

function cause(kind: LikelyCause['kind'], names: readonly string[]): LikelyCause {
  return { kind, words: words[kind], names: [...new Set(names)] };
}

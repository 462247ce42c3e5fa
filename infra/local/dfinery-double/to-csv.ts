import type { DfineryService } from './check-request.ts';
import type { AcceptedEvent } from './double-state.ts';
import type { ExportSettings } from './export-settings.ts';

const SYSTEM = ['df_unified_id', 'df_api_version', 'event_name', 'df_server_datetime'];
const PROPERTIES = [
  'df_order_id',
  'df_payment_method',
  'df_total_purchase_amount',
  'df_delivery_charge',
  'df_total_refund_amount',
];
const ITEM_PROPERTIES = ['df_item_id', 'df_item_name', 'df_price', 'df_quantity', 'df_discount'];

/**
 * Returns the lines of an export. Columns are what is registered, in the order of the alphabet; how Dfinery writes items
 * is not documented, so there are two shapes.
 */
export function toCsv(
  events: readonly AcceptedEvent[],
  { eventProperties, itemProperties }: Pick<DfineryService, 'eventProperties' | 'itemProperties'>,
  { shape, unregistered, linked }: ExportSettings,
): string[] {
  const isColumn = (name: string): boolean => !unregistered.includes(name);
  const own = [...new Set([...PROPERTIES, ...eventProperties, ...linked])].filter(isColumn).sort();
  const ofItems = [...new Set([...ITEM_PROPERTIES, ...itemProperties])].filter(isColumn).sort();
  const header = [...own, ...ofItems.map((name) => `df_items_${name}`), ...SYSTEM];
  const rows = events.flatMap(({ identity, event, receivedAt }) => {
    const items = event.event_items ?? [];
    const before = own.map((name) => event.event_properties?.[name]);
    const unified = Buffer.from(JSON.stringify(identity)).toString('base64url');
    const after = [unified, '2', event.event_name, receivedAt];
    const cells =
      shape === 'arrays'
        ? [ofItems.map((name) => items.map((item) => item[name] ?? null))]
        : items.map((item) => ofItems.map((name) => item[name]));
    return cells.map((row) => [...before, ...row, ...after]);
  });
  return [header, ...rows].map((row) => row.map(toCell).join(','));
}

function toCell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

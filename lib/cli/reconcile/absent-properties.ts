import type { Arrivals } from '../../dfinery/export/arrivals.ts';
import type { Finding } from './finding.ts';
import type { ShopNews } from './three-lists.ts';

/**
 * Returns a finding that also says which properties of the lost events have no column in Dfinery's export, by the shop's
 * order. An export without a column of any of them says nothing. Pure.
 */
export function withAbsentProperties(found: Finding, news: ShopNews, columns: Arrivals['columns']): Finding {
  if (found.kind !== 'dropped') return found;
  const names = columnsOf(news, found);
  const absent = names.filter((name) => !columns.has(name));
  if (absent.length === 0 || absent.length === names.length) return found;
  return { ...found, detail: `the export has no column for ${absent.join(', ')}` };
}

/** The columns of a purchase's events, or of the refunds that are lost. */
function columnsOf({ events, refunds }: ShopNews, { about, lost = [] }: Finding): string[] {
  const keys = new Set(lost.map(({ subjectKey }) => subjectKey));
  const own =
    about === 'purchase'
      ? events
      : refunds.refunds.flatMap(({ refundKey, events: some }) => (keys.has(refundKey) ? some : []));
  const names = own.flatMap(({ event_properties: properties, event_items: items }) => [
    ...Object.keys(properties),
    ...items.flatMap((item) => Object.keys(item).map((name) => `df_items_${name}`)),
  ]);
  return [...new Set(names)];
}

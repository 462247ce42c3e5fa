import { eventReader, isEvent } from '../../../lib/drain/read-records.ts';
import { readRecords as read } from '../../../lib/queue/worker/work-batch.ts';

export function readRecords(records: Parameters<typeof read>[0]) {
  const { queued, unreadable } = read(records, eventReader);
  return { events: queued.filter(isEvent), unreadable };
}

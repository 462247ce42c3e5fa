import { MAX_WEBHOOK_BYTES } from '../../lib/receive/receive-delivery.ts';
import { recentOrder } from './recent-order.ts';

/** How many of them are delivered, one after another: garbage collection has to keep up. */
export const DELIVERIES = 6;

/** What the note of the order says. One letter that is not Latin makes V8 hold the whole text at two bytes a character. */
const notes = {
  ascii: (room: number) => 'n'.repeat(room),
  'one Korean letter': (room: number) => `한${'n'.repeat(room - 3)}`,
  Korean: (room: number) => '한'.repeat(Math.floor(room / 3)),
} as const;

export type NoteIn = keyof typeof notes;

/** Returns an order of 100 lines with a note that makes it as large as a body may be: about 4 MiB. */
export function largestWebhook(index: number, noteIn: NoteIn): string {
  const order = recentOrder(100, index);
  const room = MAX_WEBHOOK_BYTES - Buffer.byteLength(order) - 100;
  return order.replace('"note":null', `"note":"${notes[noteIn](room)}"`);
}

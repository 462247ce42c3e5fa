import type { Item } from '../table.ts';
import { text } from '../table.ts';
import type { LedgerPart, SentTrace } from './ledger.ts';

const TOMBSTONE = 'tombstone#';

/** Returns the attributes that say what an entry is about. A tombstone's hash takes half its text as bytes. */
export function toTraceAttributes(
  { kind, subjectKey }: Pick<LedgerPart, 'kind' | 'subjectKey'>,
  { on, who }: SentTrace,
): Item {
  return {
    kind: text(kind),
    subject: text(subjectKey),
    on: text(on),
    ...(who !== undefined && { who: { B: Buffer.from(who.slice(TOMBSTONE.length), 'hex') } }),
  };
}

/** Returns the id of the tombstone that these bytes were made of. */
export function whoOf(bytes: Uint8Array): string {
  return `${TOMBSTONE}${Buffer.from(bytes).toString('hex')}`;
}

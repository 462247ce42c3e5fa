import { uuidV5 } from '../model/uuid-v5.ts';
import type { EventKind } from './event.ts';

/** Never change this: every event id ever sent depends on it. */
const NAMESPACE = '6f0d3c0e-5f0b-4f6c-9b7e-2a4c8d1e7b35';

export interface EventKey {
  readonly source: string;
  readonly shop: string;
  readonly kind: EventKind;
  /** An order's id, a refund's `refundKey`, or the key made for anything else. */
  readonly subjectKey: string;
  /** Counts from 1. */
  readonly part: number;
}

/**
 * Returns the id of an event: UUIDv5 over the JSON array `[source, shop, kind, subjectKey, part]`. The same order gives
 * the same id, whichever topic, retry or backfill it came from.
 */
export function eventLogId({ source, shop, kind, subjectKey, part }: EventKey): string {
  return uuidV5(JSON.stringify([source, shop, kind, subjectKey, part]), NAMESPACE);
}

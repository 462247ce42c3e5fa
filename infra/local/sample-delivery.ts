import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Connection } from '../../lib/model/connection.ts';
import { findSource } from '../../lib/sources/all-sources.ts';

/** From the project's folder, for a person to copy. */
export const SAMPLE_FILE = 'infra/local/sample-order.json';
export const SAMPLE_SOURCE = 'shopify';
export const SAMPLE_TOPIC = 'orders/paid';

/** The time in the sample. It is replaced, as orders older than a year are ignored. */
export const SAMPLE_TIME = '2026-11-24T10:15:00+09:00';

/** Returns the sample order as if it were placed now. */
export async function sampleOrder(now: Date): Promise<string> {
  const text = await readFile(new URL('sample-order.json', import.meta.url), 'utf8');
  return text.replaceAll(SAMPLE_TIME, now.toISOString());
}

export interface DeliveryTarget {
  readonly url: string;
  /** The connection's. */
  readonly id: string;
  readonly connection: Connection;
  /** Default: the sample's. */
  readonly topic?: string;
}

/** Signs a body as the connection's platform would, posts it, and returns the answer. */
export async function deliver(
  body: string,
  { url, id, connection, topic = SAMPLE_TOPIC }: DeliveryTarget,
): Promise<{ status: number; body: string }> {
  const rawBody = Buffer.from(body);
  const headers = findSource(connection.source)?.sign({
    rawBody,
    secret: connection.secrets[0] ?? '',
    topic,
    shop: connection.shop ?? id,
    deliveryId: randomUUID(),
    now: new Date(),
  });
  const response = await fetch(`${url}/webhooks/${connection.source}/${id}`, {
    method: 'POST',
    body: new Uint8Array(rawBody),
    ...(headers && { headers }),
  });
  return { status: response.status, body: await response.text() };
}

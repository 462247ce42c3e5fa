import { createHmac, randomUUID } from 'node:crypto';

/** What the adapter answers with 200. `parked`: it is no order of the schema, and the adapter’s operator has to look. */
export interface Answer {
  readonly status: 'queued' | 'known' | 'ignored' | 'parked';
  readonly reason?: string;
}

/**
 * Signs one order of docs/schemas/order.v1.json and sends it to the adapter. `id` is the same in every attempt; the
 * timestamp and the signature are new in each. Throws whatever else happens, so that the caller tries again.
 */
export async function sendOrder(
  order: object,
  { url, secret, id = randomUUID() }: { url: string; secret: string; id?: string },
): Promise<Answer> {
  const body = JSON.stringify({ type: 'order.updated', timestamp: new Date().toISOString(), data: order });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.status !== 200)
    throw new Error(`The adapter answered ${response.status} ${text.slice(0, 200)}`);
  return JSON.parse(text) as Answer;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../lib/model/connection.ts';
import type { AcceptedRequest } from './dfinery-double/double-state.ts';
import { deliver, SAMPLE_FILE, SAMPLE_TOPIC, sampleOrder } from './sample-delivery.ts';
import { requestText } from './terminal-text.ts';

/** Gathering takes 0.3 s, and the drain's first call loads some code. */
const ARRIVAL_TIMEOUT_MS = 20_000;

export interface SampleInput {
  readonly url: string;
  readonly id: string;
  readonly connection: Connection;
  /** The next request that the stand-in for Dfinery accepts. */
  readonly arrival: Promise<AcceptedRequest>;
}

/**
 * Sends the signed sample order through the whole adapter. Returns the text to
 * print: the answer, and the request that reached the stand-in for Dfinery.
 */
export async function sendSample({ url, id, connection, arrival }: SampleInput): Promise<string> {
  const answer = await deliver(await sampleOrder(new Date()), { url, id, connection });
  const sent = `Sent a signed sample order (${SAMPLE_FILE}, ${SAMPLE_TOPIC}) to ${id}: ${answer.status} ${answer.body}`;
  if (!answer.body.includes('"queued"')) return `${sent}\nIt was not queued, so nothing reaches Dfinery.`;

  const request = await Promise.race([arrival, sleep(ARRIVAL_TIMEOUT_MS, undefined, { ref: false })]);
  if (request === undefined)
    return `${sent}\nIt has not reached Dfinery within ${ARRIVAL_TIMEOUT_MS / 1000} s.`;
  return `${sent}\n\nThis request reached the Dfinery stand-in:\n\n${requestText(request)}`;
}

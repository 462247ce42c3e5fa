import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_MS = 500;

/**
 * Posts a webhook, and again while the adapter answers 503, as a shop does. AWS does not answer within the receiver's
 * budgets if it is played by a machine that is busy with other work.
 */
export async function postUntilTaken(url: string, request: Omit<RequestInit, 'method'>): Promise<Response> {
  for (;;) {
    const response = await fetch(url, { ...request, method: 'POST' });
    if (response.status !== 503) return response;
    await response.body?.cancel();
    await sleep(AGAIN_MS);
  }
}

// Sends one order until it is taken: WEBHOOK_URL=https://… WEBHOOK_SECRET=whsec_… node send-order.mjs < order.json
// Exit codes: 0 queued or known, 3 ignored, 1 parked (a person has to look), 4 refused, 5 not taken after the last attempt.
// Keep the order until the code is 0 or 3, and send it again if there is none: twice sent, it is still one purchase.
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const { WEBHOOK_URL, WEBHOOK_SECRET, RETRY_SECONDS } = process.env;
const waits = (RETRY_SECONDS ?? '5 300 1800 7200 18000 36000 50400 72000 86400').split(' ');
const exitCodes = { queued: 0, known: 0, ignored: 3, parked: 1 };

const key = Buffer.from(WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
// The order stays as it is written: JSON.parse would change a number beyond 2^53.
const body = `{"type":"order.paid","timestamp":"${new Date().toISOString()}","data":${readFileSync(0, 'utf8')}}`;
const id = `msg_${randomUUID()}`; // the same in every attempt

process.exitCode = await send();

async function send() {
  for (const seconds of [0, ...waits]) {
    await setTimeout(seconds * 1000 * (0.9 + 0.2 * Math.random()));
    const answer = await post().catch((error) => ({ status: 0, text: String(error.cause ?? error) }));
    console.log(answer.status, answer.text);
    if (answer.status > 0 && answer.status < 500 && answer.status !== 429) return exitCodeOf(answer);
  }
  return 5;
}

async function post() {
  const timestamp = String(Math.floor(Date.now() / 1000)); // anew in every attempt, and so is the signature
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = new Headers({ 'webhook-id': id, 'webhook-timestamp': timestamp });
  headers.set('webhook-signature', `v1,${signature}`);
  headers.set('content-type', 'application/json');
  const signal = AbortSignal.timeout(30_000);
  const answer = await fetch(WEBHOOK_URL, { method: 'POST', redirect: 'manual', headers, body, signal });
  return { status: answer.status, text: await answer.text() };
}

// Whatever answers 200 without one of these words is not the adapter.
function exitCodeOf({ status, text }) {
  const word = status === 200 && /^\{"status":"(\w+)"/.exec(text)?.[1];
  return exitCodes[word] ?? 4;
}

// Sends one order: WEBHOOK_URL=https://… WEBHOOK_SECRET=whsec_… node send-order.mjs < order.json
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
const data = JSON.parse(readFileSync(0, 'utf8'));
const body = JSON.stringify({ type: 'order.paid', timestamp: new Date().toISOString(), data });

const id = `msg_${randomUUID()}`; // the same in every attempt
const timestamp = String(Math.floor(Date.now() / 1000)); // anew in every attempt, and so is the signature
const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');

const headers = new Headers({ 'webhook-id': id, 'webhook-timestamp': timestamp });
headers.set('webhook-signature', `v1,${signature}`);
headers.set('content-type', 'application/json');
const answer = await fetch(process.env.WEBHOOK_URL, { method: 'POST', headers, body });
console.log(answer.status, await answer.text());
if (!answer.ok) process.exitCode = 1;

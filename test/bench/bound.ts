import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { StepInput } from '../../infra/local/dfinery-double/script.ts';
import { readNumber, readScriptOptions, runScript } from '../../infra/script-options.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { createRandom, pick } from '../simulation/random.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { runStart } from '../support/harness/start-command.ts';
import { quantile } from './quantile.ts';

/** How long to wait for the last order. The bound is 90 s at 3 % and 300 s at 10 %. */
const PATIENCE_MS = 360_000;
const ORDERS = 2_000;
const CUSTOMERS = 600;

const SECRET = 'a-secret-for-this-run-only';
const SHOP = 'bound.myshopify.com';
const CONNECTION = {
  source: 'shopify',
  shop: SHOP,
  secrets: [SECRET],
  dfinery: { serviceId: 'service-1', accessToken: 'token-1' },
};

const FAULTS: readonly [StepInput, ...StepInput[]] = [
  { status: 500 },
  { status: 503 },
  { code: '50101' },
  { status: 429 },
  { fault: 'not-json' },
  { fault: 'reset' },
];

const script = {
  name: 'bound',
  does: 'Posts 2,000 orders to what npm start runs while requests to Dfinery fail, and prints how late they came.',
  options: {
    seed: { type: 'string', value: 'S', means: 'where chance begins', otherwise: '1' },
    percent: { type: 'string', value: 'P', means: 'how many of 100 requests fail', otherwise: '3' },
  },
} as const;

/**
 * `npm run bound -- --seed S --percent P`: posts 2,000 orders of 600 customers to what `npm start` runs, with its default
 * settings, while P of 100 requests to the stand-in fail, and prints how late they came. Exit code 1 if one is missing or came twice.
 */
async function main(): Promise<void> {
  const { values } = readScriptOptions(script);
  const seed = readNumber(values.seed, '--seed', 1);
  const percent = readNumber(values.percent, '--percent', 3);
  const folder = mkdtempSync(join(tmpdir(), 'bound-'));
  const file = join(folder, 'connections.json');
  writeFileSync(file, JSON.stringify({ main: CONNECTION }));
  const started = runStart(folder, {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    CONNECTIONS_FILE: file,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  });
  try {
    await started.printed('Ctrl-C ends it.');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(started.output())?.[0] ?? '';
    const late = await measure(url, { seed, share: percent / 100 });
    const lines = `${started.output()}\n${started.errors()}`.split('\n');
    const count = (text: string) => lines.filter((line) => line.includes(text)).length;
    console.log(
      JSON.stringify({
        seed,
        percent,
        ...late,
        failed: count('Events not sent'),
        secondTries: secondTriesIn(lines),
        pauses: count('"Paused"'),
      }),
    );
    if (late.delivered !== ORDERS || late.twice > 0) process.exitCode = 1;
  } finally {
    started.child.kill('SIGTERM');
    await started.exitCode;
    rmSync(folder, { recursive: true });
  }
}

/** A later try comes after 8 s at the earliest. */
const AT_ONCE_MS = 5_000;

/** Returns how many orders were tried again in the invocation in which they failed. */
function secondTriesIn(lines: readonly string[]): number {
  const sent = lines
    .filter((line) => line.includes('"Events sent"') || line.includes('"Events not sent"'))
    .map((line) => JSON.parse(line) as { message: string; orderIds: string; timestamp: string })
    .sort((x, y) => Date.parse(x.timestamp) - Date.parse(y.timestamp));
  const failedAt = new Map<string, number>();
  let tries = 0;
  for (const { message, orderIds, timestamp } of sent) {
    const at = Date.parse(timestamp);
    for (const id of orderIds.split(',')) {
      if (at - (failedAt.get(id) ?? Number.NEGATIVE_INFINITY) < AT_ONCE_MS) tries += 1;
      if (message === 'Events not sent') failedAt.set(id, at);
      else failedAt.delete(id);
    }
  }
  return tries;
}

interface Accepted {
  readonly receivedAt: string;
  readonly event: {
    readonly event_log_id: string;
    readonly event_properties: { readonly df_order_id: string };
  };
}

async function measure(url: string, { seed, share }: { readonly seed: number; readonly share: number }) {
  const random = createRandom(seed);
  // More steps than requests, so that faults strike until the end.
  const steps = Array.from({ length: 3 * ORDERS }, () =>
    random() < share ? pick(random, FAULTS) : { pass: true },
  );
  await fetch(`${url}/__double/script`, { method: 'POST', body: JSON.stringify(steps) });

  const posted = new Map<string, number>();
  const limit = pLimit(20);
  const beganAt = Date.now();
  await Promise.all(
    Array.from({ length: ORDERS }, (_, index) => String(1_000_000 + index)).map((id) => {
      const customer = Math.floor(random() * CUSTOMERS);
      return limit(async () => {
        await post(url, testOrder({ id, customerId: customer + 1, email: `${customer}@example.com` }));
        posted.set(id, Date.now());
      });
    }),
  );
  const postedAt = Date.now();
  const events = await arrivals(url, postedAt + PATIENCE_MS);

  const times = events.map(({ receivedAt, event }) => ({
    after: (Date.parse(receivedAt) - postedAt) / 1_000,
    late: (Date.parse(receivedAt) - (posted.get(event.event_properties.df_order_id) ?? 0)) / 1_000,
  }));
  const late = times.map((time) => time.late).sort((a, b) => a - b);
  const distinct = new Set(events.map(({ event }) => event.event_log_id)).size;
  const requests = (await read(url, 'requests')) as readonly unknown[];
  return {
    posted: posted.size,
    postedInSeconds: (postedAt - beganAt) / 1_000,
    delivered: distinct,
    twice: events.length - distinct,
    lastSeconds: Math.max(...times.map(({ after }) => after)),
    p50: quantile(late, 0.5),
    p99: quantile(late, 0.99),
    max: late.at(-1),
    acceptedRequests: requests.length,
  };
}

async function post(url: string, body: string): Promise<void> {
  const rawBody = Buffer.from(body);
  const deliveryId = crypto.randomUUID();
  const signing = { rawBody, secret: SECRET, topic: 'orders/paid', shop: SHOP, deliveryId, now: new Date() };
  const answer = await fetch(`${url}/webhooks/shopify/main`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...shopify.sign(signing) },
    body: rawBody,
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`A webhook was answered ${answer.status}: ${text}`);
}

async function arrivals(url: string, until: number): Promise<readonly Accepted[]> {
  for (;;) {
    const events = (await read(url, 'events')) as readonly Accepted[];
    if (events.length >= ORDERS || Date.now() > until) return events;
    await sleep(1_000);
  }
}

async function read(url: string, what: string): Promise<unknown> {
  return (await fetch(`${url}/__double/${what}`)).json();
}

await runScript(script.name, main);

import { readFile } from 'node:fs/promises';
import type { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands.ts';
import type { LiveChange, RunAnswer, StandInSettings } from '../console-api.ts';
import { createConsoleApp } from './console-app.ts';
import type { ConsoleSettings } from './console-settings.ts';
import type { KeptDelivery, LiveFeed } from './live-feed.ts';

const TOKEN = 'a-token-of-this-start';
const HOST = '127.0.0.1:3001';
const EXAMPLE = 'connections.example.json';

const ORDER = await readFile('infra/local/sample-order.json', 'utf8');

const kept: KeptDelivery = {
  summary: {
    number: 1,
    at: '2026-11-29T00:00:00.000Z',
    source: 'shopify',
    connection: 'example',
    topic: 'orders/paid',
    bytes: 2,
    status: 200,
    outcome: 'queued',
    reason: undefined,
    orderId: '1',
    answeredInMs: 3,
    requests: [1],
    isSent: true,
  },
  headers: { 'x-shopify-topic': 'orders/paid', authorization: 'Bearer of-the-shop', cookie: 'a=b' },
  rawBody: Buffer.from(ORDER),
  answer: '{"status":"queued"}',
  log: [],
};

function feedOf(own: Partial<LiveFeed> = {}): LiveFeed {
  let standIn: StandInSettings = { fault: 'none', unregistered: [] };
  return {
    deliveries: () => [kept.summary],
    delivery: (number) => (number === 1 ? kept : undefined),
    requests: () => [],
    request: () => undefined,
    standIn: () => standIn,
    setStandIn: (settings) => {
      standIn = settings;
    },
    check: () => Promise.resolve([]),
    subscribe: () => () => undefined,
    ...own,
  };
}

function appOf(own: Partial<ConsoleSettings> = {}, key?: string): Hono {
  const settings: ConsoleSettings = {
    port: 3001,
    accessWords: ['--local'],
    stage: undefined,
    local: { connectionsFile: EXAMPLE, webhooksUrl: 'http://127.0.0.1:1', stackFile: {} },
    feed: feedOf(),
    commands,
    environment: {},
    onError: (error) => {
      throw error;
    },
    ...own,
  };
  return createConsoleApp(settings, { port: () => 3001, token: TOKEN, key });
}

const stage = {
  accessWords: ['--stage', 'prod'],
  stage: 'prod',
  local: undefined,
  feed: undefined,
} satisfies Partial<ConsoleSettings>;

interface Sent {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function request(app: Hono, path: string, { headers = {}, ...init }: Sent = {}) {
  return app.request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...headers } });
}

async function run(app: Hono, asked: object): Promise<RunAnswer> {
  const response = await request(app, '/api/run', {
    method: 'POST',
    body: JSON.stringify({ values: {}, reveal: false, ...asked }),
    headers: { 'x-console-token': TOKEN, origin: `http://${HOST}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as RunAnswer;
}

describe('The guard', () => {
  const ask = { question: 'transform', values: { source: 'shopify', topic: 'orders/paid' }, reveal: false };
  const post = (headers: Record<string, string>) =>
    request(appOf(), '/api/run', { method: 'POST', body: JSON.stringify(ask), headers });

  test('takes a request of its own page', async () => {
    const response = await post({ 'x-console-token': TOKEN, origin: `http://${HOST}` });

    expect(response.status).toBe(200);
  });

  test.each([
    ['without a token', {}],
    ['with the token of another start', { 'x-console-token': 'a-token-of-that-start' }],
    ['of another origin', { 'x-console-token': TOKEN, origin: 'https://evil.example' }],
    ['of a page without an origin', { 'x-console-token': TOKEN, origin: 'null' }],
    ['of another port of this machine', { 'x-console-token': TOKEN, origin: 'http://127.0.0.1:3000' }],
    ['of another site', { 'x-console-token': TOKEN, 'sec-fetch-site': 'cross-site' }],
    ['to a name that was made to point here', { 'x-console-token': TOKEN, host: 'rebound.example:3001' }],
    ['to another port', { 'x-console-token': TOKEN, host: '127.0.0.1:3000' }],
  ])('refuses a POST %s', async (_, headers) => {
    expect((await post(headers)).status).toBe(403);
  });

  test.each(['/', '/page.js', '/api/about', '/api/live', '/api/deliveries/1'])(
    'gives %s to no rebound name',
    async (path) => {
      const response = await request(appOf(), path, { headers: { host: 'rebound.example:3001' } });

      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain(TOKEN);
    },
  );

  test.each([
    '/api/about',
    '/api/live',
    '/api/deliveries/1?reveal=1',
    '/%61pi/about',
    '/page.js',
    '/page.css',
  ])('gives %s to no page of another site', async (path) => {
    for (const site of ['cross-site', 'same-site']) {
      const response = await request(appOf(), path, { headers: { 'sec-fetch-site': site } });

      expect(response.status).toBe(403);
    }
  });

  test('lets a link of another site lead to the page', async () => {
    const response = await request(appOf(), '/', { headers: { 'sec-fetch-site': 'cross-site' } });

    expect(response.status).toBe(200);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  test('lets nobody frame it, and lets it load nothing from elsewhere', async () => {
    const { headers } = await request(appOf(), '/api/about');

    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('takes bodies of 4 MiB, and none of 11', async () => {
    const body = JSON.stringify({ ...ask, stdin: { text: 'x'.repeat(4 * 1024 * 1024) } });
    const headers = { 'x-console-token': TOKEN };
    const large = await request(appOf(), '/api/run', { method: 'POST', body, headers });
    const tooLarge = await request(appOf(), '/api/run', { method: 'POST', body: body.repeat(3), headers });

    expect(large.status).toBe(200);
    expect(tooLarge.status).toBe(413);
  });
});

describe('The key of a stage', () => {
  const KEY = 'a-key-that-only-the-terminal-showed';

  test.each(['/', '/page.js', '/api/about', '/?key=guessed', `/api/about?key=${KEY}`])(
    'is asked for at %s',
    async (path) => {
      const response = await request(appOf(stage, KEY), path);

      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain(TOKEN);
    },
  );

  test('lets in whoever opens the address that has it, and is gone from the address then', async () => {
    const app = appOf(stage, KEY);
    const first = await request(app, `/?key=${KEY}`);
    expect([first.status, first.headers.get('location')]).toEqual([302, '/']);
    const [cookie = ''] = (first.headers.get('set-cookie') ?? '').split(';');
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);

    const then = await request(app, '/api/about', { headers: { cookie } });

    expect(then.status).toBe(200);
  });
});

describe('A question', () => {
  test('is answered by the command, with the command to type', async () => {
    const answer = await run(appOf(), {
      question: 'transform',
      values: { source: 'shopify', topic: 'orders/paid', connection: 'example' },
      stdin: { text: ORDER },
      reveal: true,
    });

    expect(answer).toMatchObject({
      command: `adapter transform --source=shopify --topic=orders/paid --connection=${EXAMPLE}#example -`,
      exitCode: 0,
      results: [{ outcome: 'events', events: [{ event: { event_name: 'df_purchase' } }] }],
    });
  });

  test('about the bytes of a delivery reads them', async () => {
    const { results } = await run(appOf(), {
      question: 'transform',
      values: { source: 'shopify', topic: 'orders/paid' },
      stdin: { delivery: 1 },
    });

    expect(results).toMatchObject([{ outcome: 'events' }]);
  });

  test('shows nobody unless it is asked to', async () => {
    const { results } = await run(appOf(), {
      question: 'transform',
      values: { source: 'shopify', topic: 'orders/paid' },
      stdin: { text: ORDER },
    });
    const text = JSON.stringify(results);

    for (const personal of ['jiwoo.han@example.com', '+8210']) expect(text).not.toContain(personal);
    expect(text).toContain('Yuja honey tea');
  });

  test('about a signature repeats no header, which may be a key', async () => {
    const answer = await run(appOf(), {
      question: 'signature',
      values: { source: 'shopify', connection: 'example' },
      stdin: { delivery: 1 },
    });

    expect(answer.results).toMatchObject([{ valid: false, reason: 'signature-missing' }]);
    expect(answer.command).toContain("'--header=authorization: …'");
    expect(JSON.stringify(answer)).not.toContain('of-the-shop');
  });

  test('that is in no table is not asked', async () => {
    const body = JSON.stringify({ question: 'erasures', values: {}, reveal: false });
    const headers = { 'x-console-token': TOKEN };

    expect((await request(appOf(), '/api/run', { method: 'POST', body, headers })).status).toBe(404);
  });

  test.each([
    ['an argument that is an option', { question: 'trace', values: { order: '--reveal', connection: 'a' } }],
    ['no values', { question: 'trace' }],
    ['values that are no texts', { question: 'trace', values: { order: 5 } }],
    [
      'thousands of headers',
      { question: 'signature', values: {}, headers: Array.from({ length: 2_001 }, () => 'a: b') },
    ],
  ])('with %s is refused', async (_, asked) => {
    const body = JSON.stringify({ reveal: false, ...asked });
    const headers = { 'x-console-token': TOKEN };

    expect((await request(appOf(), '/api/run', { method: 'POST', body, headers })).status).toBe(400);
  });

  test('reads no file but the connections', async () => {
    const { exitCode, complaints } = await run(appOf(), {
      question: 'transform',
      values: { source: 'shopify', topic: 'orders/paid', connection: 'x' },
      stdin: { text: ORDER },
    });

    expect([exitCode, complaints]).toEqual([1, [`${EXAMPLE} has no connection x`]]);
  });

  test('that changes something is only shown on a stage', async () => {
    const answer = await run(appOf(stage), {
      question: 'letters-redrive',
      values: { cause: 'refused', yes: 'yes' },
    });

    expect(answer).toEqual({
      command: 'adapter dead-letters redrive --cause=refused --yes --stage prod',
      exitCode: 0,
      results: [],
      complaints: [],
    });
  });
});

describe('A delivery', () => {
  test('is masked, and whole if asked for; keys of the shop never are', async () => {
    const masked = await (await request(appOf(), '/api/deliveries/1')).text();
    const whole = await (await request(appOf(), '/api/deliveries/1?reveal=1')).text();

    expect(masked).not.toContain('jiwoo.han');
    expect(whole).toContain('jiwoo.han');
    for (const shown of [masked, whole]) {
      expect(shown).toContain('orders/paid');
      expect(shown).not.toContain('of-the-shop');
      expect(shown).not.toContain('a=b');
    }
  });

  test.each([
    ['of a million figures', JSON.stringify(Array.from({ length: 1_000_000 }, () => 1))],
    ['of brackets in one another', `${'['.repeat(3_000)}1${']'.repeat(3_000)}`],
  ])('%s does not grow where it is masked', async (_, body) => {
    const delivery = { ...kept, rawBody: Buffer.from(body) };
    const app = appOf({ feed: feedOf({ delivery: () => delivery }) });

    const text = await (await request(app, '/api/deliveries/1')).text();

    expect(text.length).toBeLessThan(2 * body.length + 1_000);
  });

  test.each(['authorization', 'cookie', 'x-api-key', 'x-key-of-address', 'x-shop-token', 'client-secret'])(
    'never shows the value of %s',
    async (name) => {
      const delivery = { ...kept, headers: { [name]: 'a-value-that-proves' } };
      const app = appOf({ feed: feedOf({ delivery: () => delivery }) });

      const text = await (await request(app, '/api/deliveries/1?reveal=1')).text();

      expect(text).toContain(name);
      expect(text).not.toContain('a-value-that-proves');
    },
  );

  test('that is not kept is not found', async () => {
    expect((await request(appOf(), '/api/deliveries/2')).status).toBe(404);
  });
});

describe('A request', () => {
  test('that is no JSON is masked whole', async () => {
    const summary = {
      number: 1,
      at: '2026-11-29T00:00:00.000Z',
      call: 'events',
      serviceId: 'example-service',
      events: 0,
      items: 0,
      orderIds: [],
      outcome: 'refused',
      code: undefined,
      reasons: [],
      answeredInMs: 1,
    };
    const keptRequest = { summary, body: 'identity of jiwoo.han@example.com' };
    const app = appOf({ feed: feedOf({ request: () => keptRequest }) });

    const masked = await (await request(app, '/api/requests/1')).text();
    const whole = await (await request(app, '/api/requests/1?reveal=1')).text();

    expect(masked).not.toContain('jiwoo.han');
    expect(whole).toContain('jiwoo.han');
  });
});

describe('The stream', () => {
  test('begins with what is there, and goes on with what changes', async () => {
    const listeners: ((change: LiveChange) => void)[] = [];
    const feed = feedOf({
      subscribe: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    });
    const response = await request(appOf({ feed }), '/api/live');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    listeners[0]?.({ deliveries: [], requests: [], standIn: { fault: 'refuse', unregistered: [] } });
    const second = await reader?.read();
    await reader?.cancel();

    expect(first?.value).toContain('"orderId":"1"');
    expect(second?.value).toContain('"fault":"refuse"');
  });

  test('owes a reader that does not read no more than the last state', async () => {
    const listeners: ((change: LiveChange) => void)[] = [];
    const feed = feedOf({
      subscribe: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    });
    const response = await request(appOf({ feed }), '/api/live');
    // Until here nothing of it was read.
    for (let bytes = 1; bytes <= 1_000; bytes += 1) {
      listeners[0]?.({ deliveries: [{ ...kept.summary, bytes }], requests: [], standIn: undefined });
    }
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('"bytes":1000,')) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();

    expect(text.split('data: ').length - 1).toBeLessThan(5);
  });
});

describe('The stand-in', () => {
  test('takes a fault, and no word that is none', async () => {
    const app = appOf();
    const post = (settings: unknown) =>
      request(app, '/api/stand-in', {
        method: 'POST',
        body: JSON.stringify(settings),
        headers: { 'x-console-token': TOKEN },
      });

    expect(await (await post({ fault: 'refuse', unregistered: [] })).json()).toEqual({
      fault: 'refuse',
      unregistered: [],
    });
    expect((await post({ fault: 'broken', unregistered: [] })).status).toBe(400);
  });

  test('is none of a stage', async () => {
    const app = appOf(stage);

    expect((await request(app, '/api/live')).status).toBe(404);
    expect(await (await request(app, '/api/about')).json()).toMatchObject({
      mode: 'stage',
      stage: 'prod',
      hasStandIn: false,
    });
  });
});

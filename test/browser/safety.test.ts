import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type BrowsedConsole, browseConsole } from '../support/harness/browsed-console.ts';
import { openedPages } from '../support/harness/opened-pages.ts';
import { postSigned } from '../support/harness/post-signed.ts';

const IMAGE = '<img src=x onerror="alert(document.domain)">';

let stack: BrowsedConsole;
const { open, close } = openedPages(() => stack);

beforeAll(async () => {
  stack = await browseConsole();
});

afterAll(() => stack[Symbol.asyncDispose]());

afterEach(async () => {
  expect(await close()).toEqual([]);
});

const readSample = () => readFile('infra/local/sample-order.json', 'utf8');

/** Replaces every text of an order that is no figure, date, id or word of the platform. */
function withImages(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const isWord =
      /^[\d.+:TZ-]*$/.test(value) || /status|currency|gateway|source_name|_at$|phone|email/.test(key);
    return isWord ? value : `${IMAGE}${value}`;
  }
  if (Array.isArray(value)) return value.map((entry) => withImages(entry, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withImages(entry, name)]));
}

describe('Text of strangers', () => {
  test('is text in every pane: nothing of it runs, and nothing becomes an element', async () => {
    const order = withImages(JSON.parse(await readSample())) as Record<string, unknown>;
    const body = JSON.stringify({
      ...order,
      id: 990001,
      created_at: new Date().toISOString(),
      [IMAGE]: IMAGE,
    });
    expect(body.split('onerror').length).toBeGreaterThan(12);
    expect(await postSigned(stack.url, { body })).toBe(200);
    expect(await postSigned(stack.url, { body: JSON.stringify({ ...JSON.parse(body), currency: 5 }) })).toBe(
      200,
    );
    expect(await postSigned(stack.url, { body, secret: 'of-somebody-else-entirely' })).toBe(401);

    const page = await open('/#/live');
    await page.getByLabel('Show personal data').check();
    for (const path of ['#/live/2', '#/live/3', '#/live/4', '#/parked', '#/health', '#/waiting']) {
      await page.goto(`${stack.consoleUrl}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const fold of await page.getByRole('group').all()) await fold.locator('summary').click();
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
      expect(await page.locator('main img').count(), path).toBe(0);
    }
    await page.goto(`${stack.consoleUrl}/#/live/2`);
    await page.getByRole('article').getByText('Body · ').click();
    await page.getByRole('region', { name: 'Body of the delivery' }).getByText('onerror').first().waitFor();
  });

  test('of a body with 4 MiB is shown, and the page still answers', async () => {
    const order = JSON.parse(await readSample()) as Record<string, unknown>;
    const body = JSON.stringify({ ...order, id: 990002, note: 'x'.repeat(4 * 1024 * 1024 - 4_000) });
    expect(await postSigned(stack.url, { body })).toBe(200);
    const page = await open('/#/live');
    await page.getByRole('table', { name: 'Deliveries' }).getByText('990002').first().waitFor();
    await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().click();

    await page.getByRole('list', { name: 'Steps' }).getByText('adds up').waitFor();
    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor();
  });
});

describe('A page of another origin', () => {
  /** Serves a page that tries everything that a page can try, and tells what came of it. */
  async function startStranger(consoleUrl: string): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><title>A stranger</title><script>
        const settle = (work) => work.then((value) => 'got ' + value, () => 'failed');
        const body = JSON.stringify({ question: 'status', values: {}, reveal: true });
        const post = (headers) => settle(fetch('${consoleUrl}/api/run', { method: 'POST', body, headers }).then((r) => r.text()));
        window.tried = Promise.all([
          post({ 'content-type': 'text/plain' }),
          post({ 'content-type': 'application/json', 'x-console-token': 'guessed' }),
          settle(fetch('${consoleUrl}/').then((r) => r.text())),
          settle(fetch('${consoleUrl}/api/about').then((r) => r.text())),
          settle(new Promise((resolve, reject) => {
            const stream = new EventSource('${consoleUrl}/api/live');
            stream.onmessage = resolve; stream.onerror = reject;
          })),
          settle(new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.src = '${consoleUrl}/page.js'; script.onload = () => resolve('a script'); script.onerror = reject;
            document.head.append(script);
          })),
          settle(new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.src = '${consoleUrl}/'; document.documentElement.append(frame);
            frame.onload = () => { try { resolve(frame.contentDocument.title); } catch (error) { resolve('nothing'); } };
          })),
        ]);
      </script>`);
    });
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('gets nothing out of the console, and does nothing in it', async () => {
    const stranger = await startStranger(stack.consoleUrl);
    const { page } = await stack.open('/');
    await page.goto(stranger);

    const tried = await page.evaluate('window.tried');
    await page.context().close();

    expect(tried).toEqual(['failed', 'failed', 'failed', 'failed', 'failed', 'failed', 'got nothing']);
  });

  test('sees no more under a name that was made to point here', async () => {
    const { port } = new URL(stack.consoleUrl);
    const rebound = await browseConsoleAs(`rebound.example:${port}`);

    expect(rebound).toEqual([403, 403, 403]);
  });

  /** As a browser would ask after its resolver was fooled. */
  async function browseConsoleAs(host: string): Promise<readonly number[]> {
    const { request } = await import('node:http');
    const ask = (path: string, method: string) =>
      new Promise<number>((resolve, reject) => {
        request(
          stack.consoleUrl + path,
          { method, headers: { host, origin: `http://${host}` } },
          (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          },
        )
          .once('error', reject)
          .end();
      });
    return Promise.all([ask('/', 'GET'), ask('/api/live', 'GET'), ask('/api/run', 'POST')]);
  }
});

describe('The page', () => {
  test('is worked by the keyboard alone', async () => {
    const page = await open();
    await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().waitFor();
    const focus = () => page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");
    const tabTo = async (text: string) => {
      for (let press = 0; press < 60 && (await focus()) !== text; press += 1)
        await page.keyboard.press('Tab');
      expect(await focus()).toBe(text);
      await page.keyboard.press('Enter');
    };

    await tabTo('Signature');
    await page.getByRole('heading', { level: 1, name: 'Signature' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Live' }).waitFor();
    const [time = ''] = await page
      .getByRole('table', { name: 'Deliveries' })
      .getByRole('link')
      .allInnerTexts();
    await tabTo(time);
    await page.getByRole('button', { name: 'Same again' }).waitFor();
    await tabTo('Same again');

    await page.getByRole('status', { name: 'Same again' }).getByText('"known"').waitFor();
  });

  test.each(['en-GB', 'ko-KR'])('fits into 390 pixels in every pane (%s)', async (locale) => {
    const page = await open('/', { locale, viewport: { width: 390, height: 800 } });
    for (const pane of [
      'live',
      'live/1',
      'send',
      'signature',
      'waiting',
      'parked',
      'letters',
      'trace',
      'health',
    ]) {
      await page.goto(`${stack.consoleUrl}/#/${pane}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
      const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(excess, pane).toBeLessThanOrEqual(0);
    }
  });
});

test('Of 1,000 deliveries the last 500 are kept, and 100 of them drawn; the filter answers at once', async () => {
  const page = await open('/#/live');
  await page.getByRole('table', { name: 'Deliveries' }).waitFor();
  const sample = await readSample();
  const deliver = (number: number) =>
    postSigned(stack.url, {
      body: sample.replaceAll('7301648205117', String(20_000_000 + number)),
      secret: 'of-nobody-here-0',
    });

  for (let number = 0; number < 1_000; number += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => deliver(number + index)));
  }

  await expect
    .poll(() => page.getByRole('table', { name: 'Deliveries' }).innerText())
    .toContain('signature-mismatch');
  const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(101);
  await page.getByLabel('Filter').fill('sent');
  await page.getByText('No delivery fits the filter.').waitFor();
});

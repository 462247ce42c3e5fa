import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { readEntries } from '../../lib/cli/backfill/read-entries.ts';
import { readTrialConnection } from '../../lib/cli/read-trial-connection.ts';
import type { MappingSettings } from '../../lib/model/connection.ts';
import { ConfigError, PayloadError } from '../../lib/model/errors.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import type { RawBody } from '../../lib/sources/raw-body.ts';
import type { Source, Verdict } from '../../lib/sources/source.ts';
import { parseBody, readBareOrder, readDelivery } from '../../lib/translate/read-delivery.ts';
import type { DeliveryReading } from '../../lib/translate/reading.ts';
import { exampleSecretsOf } from '../support/builders/example-secrets.ts';
import { deliveryOf, fixturesOf } from '../support/reading/fixtures.ts';
import { linesOf, toList } from '../support/reading/lines-of.ts';

const SHOP = 'conformance.example.com';
const NOW = new Date('2026-11-24T00:00:00.000Z');
const rawBody = Buffer.from('{"id":1,"note":"한글 🍵"}');

/** The rules for every source, whatever its platform. */
describe.each(Object.values<Source>(sources))('source $id', (source) => {
  const topic = firstTopicOf(source);
  const { current: SECRET, previous: OLD_SECRET } = exampleSecretsOf(source);
  const signed = (secret = SECRET, body: RawBody = rawBody) => ({
    headers: lowerCase(
      source.sign({ rawBody: body, secret, topic, shop: SHOP, deliveryId: 'd-1', now: NOW }),
    ),
    rawBody: body,
  });
  const verify = (request: { headers: Record<string, string>; rawBody: RawBody }, secrets = [SECRET]) =>
    source.verify(source.readHeaders(request), { secrets, shop: SHOP }, NOW);

  test('is registered under its own id and has topics', () => {
    expect(Object.entries(sources)).toContainEqual([source.id, source]);
    expect(Object.values(source.topics).some(({ about }) => about === 'order')).toBe(true);
  });

  describe.runIf(source.sendsWebhooks !== false)('its webhooks:', () => {
    test('accepts its own signature, and reads the topic from the platform’s place for it', () => {
      const body = source.topicInBody?.write(topic);
      const request = signed(SECRET, body === undefined ? rawBody : Buffer.from(JSON.stringify(body)));
      const verdict = verify(request);

      expect(verdict.valid).toBe(true);
      const { delivery } = verdict as Extract<Verdict, { valid: true }>;
      expect(source.topicInBody?.read(JSON.parse(request.rawBody.toString())) ?? delivery.topic).toBe(topic);
      if (source.topicInBody !== undefined) expect(delivery.topic).toBeUndefined();
    });

    test('has no topic of the name that `adapter doctor` sends, which is read and ignored', () => {
      const body = source.topicInBody?.write('adapter/doctor');
      const read = body === undefined ? 'adapter/doctor' : source.topicInBody?.read(body);

      expect(read).toBeTypeOf('string');
      expect(Object.keys(source.topics)).not.toContain(read);
    });

    test('reads any header as an id of 1 to 128 characters, or as none', () => {
      const names = fc.constantFrom(...Object.keys(signed().headers), ...source.parkedHeaders);
      const values = fc.oneof(
        fc.constant(''),
        fc.string(),
        fc.integer({ min: 0, max: 9_000 }).map((n) => 'x'.repeat(n)),
      );

      fc.assert(
        fc.property(names, values, (name, value) => {
          const { deliveryId } = source.readHeaders({
            headers: { ...signed().headers, [name]: value },
            rawBody,
          });
          expect(deliveryId?.length ?? 1).toBeGreaterThan(0);
          expect(deliveryId?.length ?? 1).toBeLessThanOrEqual(128);
        }),
      );
    });

    test('accepts the current and the previous secret', () => {
      expect(verify(signed(OLD_SECRET), [SECRET, OLD_SECRET]).valid).toBe(true);
      expect(verify(signed(SECRET), [SECRET, OLD_SECRET]).valid).toBe(true);
    });

    test('signs and verifies a text as its bytes in UTF-8', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (note, isText) => {
          const text = JSON.stringify({ note });
          const bytes = Buffer.from(text);
          expect(signed(SECRET, text).headers).toEqual(signed(SECRET, bytes).headers);
          const request = signed(SECRET, isText ? text : bytes);
          expect(verify({ ...request, rawBody: isText ? bytes : text }).valid).toBe(true);
        }),
      );
    });

    test('has a body parsed once, by its check or by its reading', async () => {
      const text = JSON.stringify(source.topicInBody?.write(topic) ?? { id: 1 });
      const parse = vi.spyOn(JSON, 'parse');
      const verdict = verify(signed(SECRET, text));
      const { delivery } = verdict as Extract<Verdict, { valid: true }>;
      const settings = await settingsFor(source);
      try {
        readDelivery(source, delivery, { settings });
      } catch (error) {
        expect(error).toBeInstanceOf(PayloadError);
      }
      const times = parse.mock.calls.filter(([parsed]) => parsed === text).length;
      parse.mockRestore();
      expect(times).toBe(1);
    });

    test.runIf(source.authenticates === 'body')('refuses every body that differs in one byte', () => {
      const request = signed();

      for (let index = 0; index < rawBody.length; index += 1) {
        const changed = Buffer.from(rawBody);
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        expect(verify({ ...request, rawBody: changed })).toEqual({
          valid: false,
          reason: 'signature-mismatch',
        });
      }
    });

    test('refuses a signature that differs in one character, is repeated, or is cut short', () => {
      const request = signed();
      const [name, signature] = signatureHeader(source, request.headers);

      for (const wrong of [
        flip(signature),
        `${signature},${signature}`,
        signature.slice(0, -1),
        'é'.repeat(22),
      ]) {
        const verdict = verify({ ...request, headers: { ...request.headers, [name]: wrong } });
        expect(verdict).toEqual({ valid: false, reason: 'signature-mismatch' });
      }
    });

    test('refuses a missing or empty signature', () => {
      const request = signed();
      const [name] = signatureHeader(source, request.headers);
      const { [name]: _, ...without } = request.headers;

      expect(verify({ ...request, headers: without })).toEqual({ valid: false, reason: 'signature-missing' });
      expect(verify({ ...request, headers: { ...without, [name]: '' } }).valid).toBe(false);
    });

    // Of the others the body names the shop, or nothing does.
    test.runIf(
      source.sendsWebhooks !== false && Object.values(signed().headers).some((value) => value.includes(SHOP)),
    )('refuses a signed delivery that does not name its shop, or leaves the name empty', () => {
      const request = signed();
      const [name = ''] = Object.entries(request.headers).find(([, value]) => value.includes(SHOP)) ?? [];
      const { [name]: _, ...without } = request.headers;

      for (const headers of [without, { ...without, [name]: '' }]) {
        expect(verify({ ...request, headers })).toEqual({ valid: false, reason: 'shop-mismatch' });
      }
    });

    test('refuses everything without a secret, or with an empty one', () => {
      expect(verify(signed(), []).valid).toBe(false);
      expect(verify(signed(), ['']).valid).toBe(false);
    });

    // If secrets have a form of their own, nothing can be signed with an empty one.
    test.runIf(source.checkSecret === undefined)('refuses the signature of an empty secret', () => {
      expect(verify(signed(''), ['']).valid).toBe(false);
    });

    test.runIf(source.checkSecret !== undefined)('tells its secrets apart from other text', () => {
      for (const secret of [SECRET, OLD_SECRET]) expect(source.checkSecret?.(secret)).toBeUndefined();
      expect(source.checkSecret?.('any-other-text-at-all')).toMatch(/./);
    });

    test('keeps no secret with a parked delivery', () => {
      const [name] = signatureHeader(source, signed().headers);

      expect(source.parkedHeaders).not.toContain(name);
      expect(source.parkedHeaders).not.toContain('authorization');
    });

    test('never takes a signed delivery for a ping', () => {
      expect(source.isPing?.(signed()) ?? false).toBe(false);
    });
  });

  test.runIf(source.sendsWebhooks === false)('sends no webhooks: what claims to be one is refused', () => {
    expect(verify({ headers: {}, rawBody }).valid).toBe(false);
    expect(signed).toThrow(ConfigError);
    expect(source.listing).toBeDefined();
  });

  test.each(['no-such-topic', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'ignores a topic it does not know: %j',
    async (unknown) => {
      const reading = await read(source, { topic: unknown, rawBody: Buffer.from('{}') });

      expect(reading).toEqual({ kind: 'ignored', reason: 'topic' });
    },
  );

  test.each([
    ['null', 'null'],
    ['a number', '1'],
    ['text', '"order"'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['prototype keys', '{"__proto__":{"id":1},"constructor":{"prototype":{"id":1}}}'],
    ['another shape', '{"id":{"id":1},"line_items":{"0":{}},"total_price":[1],"financial_status":"paid"}'],
    ['deep nesting', `${'['.repeat(50_000)}1234567890123456789${']'.repeat(50_000)}`],
  ])('reads %s as ignored or as a payload error, never as an order', async (_, body) => {
    const readings = Object.keys(source.topics).map((known) =>
      tryRead(source, { topic: known, rawBody: Buffer.from(body) }),
    );
    for (const reading of [...(await Promise.all(readings)), await tryReadBare(source, body)]) {
      expect(reading instanceof PayloadError || reading.kind === 'ignored').toBe(true);
    }
  });

  test('reads an export of its orders, one a line, and leaves each as it is', async () => {
    const orders = fixturesOf(source).map(({ rawBody }) => rawBody.toString().replaceAll('\n', ' '));
    const lines = [...orders, '', 'no JSON', '[]'];
    const entries = readEntries(source, { lines: linesOf(lines), skip: 1 });

    expect(await toList(entries)).toEqual(lines.slice(1).map((text) => ({ lines: 1, text })));
  });

  describe.each(fixturesOf(source))('fixture $name', (fixture) => {
    test('reads and maps as its golden files say', async () => {
      const { reading, purchase } = goldenParts(await tryRead(source, fixture));

      await expect(reading).toMatchFileSnapshot(`${fixture.path}.reading.json`);
      if (purchase !== undefined) await expect(purchase).toMatchFileSnapshot(`${fixture.path}.purchase.json`);
    });

    test('reads the same twice, event ids included', async () => {
      const [first, second] = [await tryRead(source, fixture), await tryRead(source, fixture)];

      expect(second).toEqual(first);
    });
  });
});

/** The defaults, with the shop of the documentation and an opt-in property of each kind. */
async function settingsFor(source: Source): Promise<MappingSettings> {
  const connection = {
    source: source.id,
    shop: 'example.myshopify.com',
    eventProperties: { currency: 'currency', df_discount: 'orderDiscount' },
    itemProperties: { sku: 'sku' },
  };
  const read = () => Promise.resolve(Buffer.from(JSON.stringify(connection)));
  return readTrialConnection({ read }, { file: 'connection.json', source });
}

async function read(source: Source, delivery: { topic: string; rawBody: Buffer }): Promise<DeliveryReading> {
  return readDelivery(source, deliveryOf(delivery), { settings: await settingsFor(source) });
}

function tryRead(
  source: Source,
  delivery: { topic: string; rawBody: Buffer },
): Promise<DeliveryReading | PayloadError> {
  return read(source, delivery).catch(toPayloadError);
}

/** Reads the order like one of an export, or of the shop's API. */
function tryReadBare(source: Source, text: string): Promise<DeliveryReading | PayloadError> {
  return settingsFor(source)
    .then((settings) => readBareOrder(source, parseBody(text), { settings }))
    .catch(toPayloadError);
}

function toPayloadError(error: unknown): PayloadError {
  if (error instanceof PayloadError) return error;
  throw error;
}

function goldenParts(reading: DeliveryReading | PayloadError): { reading: string; purchase?: string } {
  if (reading instanceof PayloadError) return { reading: pretty({ invalid: reading.issues }) };
  if (reading.kind === 'ignored') return { reading: pretty({ ignored: reading.reason }) };
  if (reading.kind === 'references') return { reading: pretty({ references: reading.references }) };
  if (reading.kind === 'customers') return { reading: pretty({ customers: reading.customers }) };
  if (reading.kind !== 'order') return { reading: pretty(reading) };
  const { order, identity, events, moneyMismatch = null, refunds } = reading;
  const refunded = refunds.refunds.flatMap((refund) => refund.events);
  const all = [...events, ...refunded];
  return { reading: pretty({ order }), purchase: pretty({ identity, events: all, moneyMismatch }) };
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function firstTopicOf({ topics }: Source): string {
  const [first = ''] = Object.keys(topics);
  return first;
}

/** The header that changes with the secret is the signature. */
function signatureHeader(source: Source, headers: Record<string, string>): [name: string, value: string] {
  const topic = firstTopicOf(source);
  const input = { rawBody, topic, shop: SHOP, deliveryId: 'd-1', now: NOW };
  const other = lowerCase(source.sign({ ...input, secret: exampleSecretsOf(source).other }));
  const entry = Object.entries(headers).find(([name, value]) => other[name] !== value);
  if (entry === undefined) throw new Error('No header depends on the secret');
  return entry;
}

function flip(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}

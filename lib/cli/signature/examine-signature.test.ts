import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleSecretsOf } from '../../../test/support/builders/example-secrets.ts';
import { sources } from '../../sources/all-sources.ts';
import type { Source } from '../../sources/source.ts';
import { bodyVariants } from './body-variants.ts';
import { type Examined, examineSignature } from './examine-signature.ts';
import { signedHeaders } from './scheme.ts';

const SHOP = 'tea-house.example.com';
const NOW = new Date('2026-11-29T12:00:00.000Z');
const TEXT = '{"id":1,"note":"차 / 🍵","lines":[{"price":"10.0"}]}';
const every = Object.values<Source>(sources);
const secretOf = (source: Source) => exampleSecretsOf(source).current;

interface Sent {
  readonly source?: Source;
  readonly body?: string | Buffer;
  readonly secret?: string;
  readonly shop?: string;
  readonly now?: Date;
}

/** Returns a delivery as its platform signs it, ready to be examined. */
function deliver({
  source = sources.shopify,
  body = TEXT,
  shop = SHOP,
  now = NOW,
  ...more
}: Sent = {}): Examined {
  const secret = more.secret ?? secretOf(source);
  const rawBody = Buffer.from(body);
  const headers = signedHeaders(source, { rawBody, secret, shop, deliveryId: 'msg_1', now });
  return { source, rawBody, headers, secrets: [secret], topic: '', shop: SHOP, now: NOW };
}

function namesOf(examined: Examined): readonly string[] {
  return examineSignature(examined).causes.map(({ name }) => name);
}

function withValue(examined: Examined, change: (value: string) => string): Examined {
  const { header } = examineSignature(examined);
  return { ...examined, headers: { ...examined.headers, [header]: change(examined.headers[header] ?? '') } };
}

describe.each(every)('$id', (source) => {
  test('a signed delivery fits, and nothing is amiss', () => {
    const examined = deliver({ source });

    expect(examineSignature(examined)).toMatchObject({
      ...{ valid: true, reason: null, firstDifference: null, causes: [] },
      bytes: examined.rawBody.length,
      expected:
        source.authenticates === 'sender' ? null : examined.headers[examineSignature(examined).header],
    });
  });

  test('another secret does not fit, and no cause is made up', () => {
    const { previous } = exampleSecretsOf(source);

    expect(examineSignature({ ...deliver({ source }), secrets: [previous] })).toMatchObject({
      ...{ valid: false, reason: 'signature-mismatch', causes: [] },
    });
  });

  test('one that fits the second secret says so', () => {
    const { current, previous } = exampleSecretsOf(source);
    const examination = examineSignature({ ...deliver({ source }), secrets: [previous, current] });

    expect(examination).toMatchObject({ valid: true, causes: [{ name: 'another-secret' }] });
    expect(examination.causes[0]?.says).toContain('second');
  });

  test('one without headers names those that are missing', () => {
    const examination = examineSignature({ ...deliver({ source }), headers: { 'x-my-signature': 'abc' } });

    expect(examination).toMatchObject({
      ...{ valid: false, reason: 'signature-missing', given: null },
      causes: [{ name: 'header-missing' }],
    });
    expect(examination.causes[0]?.says).toContain(examination.header);
    expect(examination.causes[0]?.says).toContain('x-my-signature');
  });

  test('one whose header has another name says which', () => {
    const examined = deliver({ source });
    const headers = Object.fromEntries(
      Object.entries(examined.headers).map(([name, value]) => [
        name.startsWith('webhook-') ? `svix-${name.slice('webhook-'.length)}` : name,
        value,
      ]),
    );
    const { header } = examineSignature(examined);
    const { [header]: value = '', ...others } = headers;
    const renamed = header in headers ? { ...others, 'x-forwarded-proof': value } : headers;

    expect(namesOf({ ...examined, headers: renamed })).toEqual(['header-renamed']);
  });

  test('neither the secret nor a part of it is shown', () => {
    const { current, previous } = exampleSecretsOf(source);
    const examined = deliver({ source });
    const tries: readonly Examined[] = [
      examined,
      { ...examined, secrets: [` ${current}\n`] },
      { ...examined, secrets: [previous, current] },
      withValue(examined, () => current),
      withValue(examined, () => `Bearer ${current}`),
      withValue(examined, () => previous),
      { ...examined, headers: { 'x-proof': current } },
    ];

    for (const tried of tries) {
      const shown = JSON.stringify(examineSignature(tried));
      expect(shown).not.toContain(current.replace('whsec_', ''));
      if (source.authenticates === 'sender') expect(shown).not.toContain(previous);
    }
  });
});

describe('a cause is found, and it alone:', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef0123456789abcdef', 'hex');
  const standard = sources['standard-webhooks'];
  const received = (body: string | Buffer, sent: Sent = {}): Examined => ({
    ...deliver(sent),
    rawBody: Buffer.from(body),
  });
  const underKey = (source: Source, secret: string, bytes: Buffer, before = ''): Examined => {
    const examined = deliver({ source, secret });
    const content = Buffer.concat([Buffer.from(before), examined.rawBody]);
    return withValue(examined, (value) => {
      const digest = createHmac('sha256', bytes).update(content).digest('base64');
      return value.startsWith('v1,') ? `v1,${digest}` : digest;
    });
  };
  const before = `msg_1.${NOW.getTime() / 1_000}.`;
  const pretty = JSON.stringify(JSON.parse(TEXT), undefined, 2);

  const planted: Readonly<Record<string, readonly Examined[]>> = {
    'body-mark': [received(`\uFEFF${TEXT}`)],
    'body-newline-added': [received(`${TEXT}\n`), received(`${TEXT}\r\n`)],
    'body-newline-lost': [received(TEXT, { body: `${TEXT}\n` }), received(TEXT, { body: `${TEXT}\r\n` })],
    'body-crlf': [received(pretty.replaceAll('\n', '\r\n'), { body: pretty })],
    'body-lf': [received(pretty, { body: pretty.replaceAll('\n', '\r\n') })],
    'body-latin1': [
      received(Buffer.from(TEXT).toString('latin1')),
      received(Buffer.from('{"name":"Zoë"}', 'latin1'), { body: '{"name":"Zoë"}' }),
    ],
    'body-base64': [received(Buffer.from(TEXT).toString('base64'))],
    'body-written-anew': [
      received(pretty),
      received(TEXT, { body: pretty }),
      received(TEXT, {
        body: String.raw`{"id":1,"note":"\ucc28 \/ \ud83c\udf75","lines":[{"price":"10.0"}]}`,
      }),
      received(TEXT, {
        body: String.raw`{"id": 1, "note": "\ucc28 / \ud83c\udf75", "lines": [{"price": "10.0"}]}`,
      }),
      // A number that JSON.parse would write otherwise.
      received('{ "total": 10.00 }', { body: '{"total":10.00}' }),
    ],
    'secret-blanks': every.map((source) => ({ ...deliver({ source }), secrets: [` ${secretOf(source)}\n`] })),
    'secret-quotes': [{ ...deliver(), secrets: [`"${secretOf(sources.shopify)}"`] }],
    'secret-prefix': [
      { ...deliver({ secret: 'whsec_0123456789abcdef' }), secrets: ['0123456789abcdef'] },
      { ...deliver({ secret: '0123456789abcdef' }), secrets: ['whsec_0123456789abcdef'] },
      {
        ...deliver({ source: sources['stripe-checkout'], secret: 'whsec_0123456789abcdef' }),
        secrets: ['0123456789abcdef'],
      },
    ],
    'secret-base64': [
      underKey(sources.shopify, key.toString('base64'), key),
      underKey(sources.bigcommerce, `whsec_${key.toString('base64')}`, key, before),
    ],
    'secret-hex': [
      underKey(sources.shopify, key.toString('hex'), key),
      underKey(sources.woocommerce, key.toString('hex'), key),
    ],
    'secret-text': [
      underKey(standard, secretOf(standard), Buffer.from(secretOf(standard)), before),
      underKey(standard, secretOf(standard), Buffer.from(secretOf(standard).replace('whsec_', '')), before),
    ],
    'secret-sent': [withValue(deliver(), () => secretOf(sources.shopify))],
    'signature-word': [
      withValue(deliver(), (value) => `sha256=${value}`),
      withValue(deliver({ source: sources.imweb }), (value) => `Bearer ${value}`),
    ],
    'signature-hex': [
      withValue(deliver(), (value) => Buffer.from(value, 'base64').toString('hex')),
      withValue(
        deliver({ source: standard }),
        (value) => `v1,${Buffer.from(value.slice(3), 'base64').toString('hex')}`,
      ),
    ],
    'signature-base64': [
      withValue(deliver({ source: sources['stripe-checkout'] }), (value) =>
        value.replace(/[0-9a-f]{64}/, (digits) => Buffer.from(digits, 'hex').toString('base64')),
      ),
    ],
    'signature-capitals': [withValue(deliver({ source: sources.shopline }), (value) => value.toUpperCase())],
    'signature-base64url': [
      withValue(deliver(), (value) => Buffer.from(value, 'base64').toString('base64url')),
    ],
    'signature-version': [withValue(deliver({ source: standard }), (value) => value.slice(3))],
    'signature-twice': [withValue(deliver(), (value) => `${value},${value}`)],
    'header-renamed': [{ ...deliver(), headers: renamedIn(deliver().headers) }],
    'other-platform': [
      withValue(
        deliver({ source: standard, secret: secretOf(standard) }),
        () => deliver({ secret: secretOf(standard) }).headers['x-shopify-hmac-sha256'] ?? '',
      ),
    ],
    'other-shop': every.flatMap((source) => otherShopOf(source)),
    'no-shop': [
      { ...deliver(), headers: { ...deliver().headers, 'x-shopify-shop-domain': '' } },
      { ...deliver(), shop: undefined, headers: { ...deliver().headers, 'x-shopify-shop-domain': '' } },
      {
        ...deliver({ source: sources.woocommerce }),
        headers: { ...deliver({ source: sources.woocommerce }).headers, 'x-wc-webhook-source': '' },
      },
    ],
    clock: [standard, sources.bigcommerce, sources['stripe-checkout']].map((source) =>
      deliver({ source, now: new Date('2026-11-20T12:00:00.000Z') }),
    ),
    'time-milliseconds': [deliver({ source: standard, now: new Date(NOW.getTime() * 1_000) })],
    ping: [
      {
        ...deliver({ source: sources.woocommerce, body: 'webhook_id=7' }),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
    'secret-form': [{ ...deliver({ source: standard }), secrets: ['any-other-text-at-all'] }],
  };

  test.each(Object.entries(planted).flatMap(([name, all]) => all.map((examined) => ({ name, examined }))))(
    '$name, of $examined.source.id',
    ({ name, examined }) => {
      const { valid, reason, causes } = examineSignature(examined);

      expect(causes.map((cause) => cause.name)).toEqual([name]);
      expect(valid).toBe(false);
      expect(reason).not.toBeNull();
    },
  );
});

function renamedIn(headers: Examined['headers']): Examined['headers'] {
  const { 'x-shopify-hmac-sha256': value, ...others } = headers;
  return { ...others, 'http-x-shopify-hmac-sha256': value };
}

const OTHER = 'other-shop.example.com';
/** A body of another shop, of the platforms that name it there. */
const ofOther: Readonly<Record<string, unknown>> = {
  bigcommerce: { producer: `stores/${OTHER}`, store_id: '11111' },
  cafe24: { event_no: 90023, resource: { order_id: '20261120-0000022', mall_id: OTHER } },
  imweb: { eventType: 'END_USER_SIGN_UP_BULK', data: { members: [{ siteCode: OTHER }] } },
  shopby: [{ eventType: 'CHANGE_ORDER_STATUS', orderNo: '1', mallNo: 77 }],
  'stripe-checkout': { id: 'evt_1', object: 'event', context: 'org_1/acct_2' },
};

function otherShopOf(source: Source): readonly Examined[] {
  const body = ofOther[source.id];
  if (body !== undefined) return [deliver({ source, body: JSON.stringify(body) })];
  const examined = deliver({ source, shop: OTHER });
  return Object.values(examined.headers).some((value) => value?.includes(OTHER)) ? [examined] : [];
}

test.each(every.flatMap((source) => otherShopOf(source)))(
  'the shop that a delivery of $source.id names is named, and any passes if none is asked for',
  (examined) => {
    const { reason, causes } = examineSignature(examined);

    expect(reason).toBe('shop-mismatch');
    expect(causes[0]?.says).toMatch(/"(https:\/\/)?(other-shop\.example\.com\/?|77|acct_2)"/);
    expect(examineSignature({ ...examined, shop: undefined })).toMatchObject({ valid: true, causes: [] });
  },
);

test('says how old a delivery is, and that it is of another shop, too', () => {
  const body = JSON.stringify(ofOther['bigcommerce']);
  const old = { ...deliver({ source: sources.bigcommerce, body }), now: new Date('2026-12-02T13:30:00Z') };
  const { reason, causes } = examineSignature(old);

  expect(reason).toBe('timestamp-stale');
  expect(causes.map(({ name }) => name)).toEqual(['clock', 'other-shop']);
  expect(causes[0]?.says).toContain('2026-11-29T12:00:00.000Z, 3 d 1 h before the check');
});

test('finds two causes at once', () => {
  const examined: Examined = {
    ...deliver(),
    rawBody: Buffer.from(`${TEXT}\n`),
    secrets: [`${secretOf(sources.shopify)}\n`],
  };

  expect(namesOf(examined)).toEqual(['body-newline-added', 'secret-blanks']);
});

test('knows the other names of Shopify', () => {
  const { headers, ...examined } = deliver();
  const events = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('x-shopify-', 'shopify-'), value]),
  );

  expect(examineSignature({ ...examined, headers: events })).toMatchObject({
    ...{ valid: true, header: 'shopify-hmac-sha256', causes: [] },
  });
});

test('says where the signatures part', () => {
  const examined = deliver();
  const { expected, given, firstDifference } = examineSignature({
    ...withValue(examined, (value) => value.slice(0, 5)),
  });

  expect(firstDifference).toEqual({ at: 5, expected: expected?.[5], given: '' });
  expect(expected?.startsWith(given ?? '?')).toBe(true);
});

const signing = every.filter(({ authenticates }) => authenticates === 'body');

test.each(signing)(
  'a delivery of $id with one byte changed never fits, and no cause is claimed for nothing',
  (source) => {
    const change = fc.record({ json: fc.json(), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(change, ({ json, at, by }) => {
        const examined = deliver({ source, body: json });
        const rawBody = Buffer.from(examined.rawBody);
        const index = at % rawBody.length;
        rawBody.writeUInt8(rawBody.readUInt8(index) ^ by, index);
        const { valid, causes } = examineSignature({ ...examined, rawBody });

        expect(valid).toBe(false);
        // Only the bytes that were signed fit, so a cause has to lead to them.
        for (const { name } of causes) {
          const variant = bodyVariants.find((known) => known.name === name);
          const tries = variant?.tries(rawBody) ?? [];
          expect(tries.some(({ value }) => value.equals(examined.rawBody))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  },
);

test('whatever holds the secret is not shown, whatever is around it', () => {
  const text = fc.stringMatching(/^[ -~]{0,9}$/);
  const secrets = fc.stringMatching(/^[!-~]{16,40}$/);
  const sent = fc.record({ source: fc.constantFrom(...every), secret: secrets, before: text, after: text });
  fc.assert(
    fc.property(sent, ({ source, secret, before, after }) => {
      const examined = deliver({ source });
      for (const name of Object.keys(examined.headers)) {
        const headers = { ...examined.headers, [name]: before + secret + after };
        const { header, expected, given, causes } = examineSignature({
          ...examined,
          headers,
          secrets: [secret],
        });
        const shown = [header, expected, given, ...causes.map(({ says }) => says)].join('\n');

        expect(shown).not.toContain(secret);
      }
    }),
    { numRuns: 60 },
  );
});

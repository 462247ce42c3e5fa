import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../model/errors.ts';
import type { Verdict } from '../source.ts';
import { readHeaders } from '../standard-headers.ts';
import { sign, verify } from './verify.ts';

/** The example of the reference libraries: `libraries/javascript/src/webhook.test.ts`, "sign function works". */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const example = {
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  rawBody: Buffer.from('{"test": 2432232314}'),
};
const NOW = new Date(1614265330 * 1000);

/** The pair of RFC 8032, 7.1, test 1, and the signature of the example by the JDK's own ed25519 (SunEC 17). */
const PRIVATE = 'whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';
const PUBLIC = 'whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const ASYMMETRIC =
  'v1a,fldxM4gAKugP6nnt1hdz3sgGfZ6d99nzrMFnZOELIxbzEHoVmAb2ADpkJK7zgPePmPsle0zV9jSeGlHFG2NVAw==';

const OTHER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const OTHER_SIGNATURE = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

interface Changes {
  readonly headers?: Record<string, string>;
  readonly rawBody?: Buffer;
  readonly secrets?: readonly string[];
  readonly now?: Date;
}

function verdictOn({
  headers = {},
  rawBody = example.rawBody,
  secrets = [SECRET],
  now = NOW,
}: Changes): Verdict {
  const request = { headers: { ...example.headers, ...headers }, rawBody };
  return verify(readHeaders(request), { secrets, shop: 'shop' }, now);
}

function reasonOf(changes: Changes): string | undefined {
  const verdict = verdictOn(changes);
  return verdict.valid ? undefined : verdict.reason;
}

const withSignature = (signature: string, changes: Changes = {}) =>
  reasonOf({ ...changes, headers: { 'webhook-signature': signature } });

/** Signs by hand, whatever the timestamp. */
function signed(timestamp: string, id = 'msg_1'): Record<string, string> {
  const key = Buffer.from(SECRET.slice(6), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(example.rawBody)
    .digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

describe('a shared secret', () => {
  test('signs as the reference libraries do', () => {
    const { rawBody } = example;
    const deliveryId = example.headers['webhook-id'];
    const input = { rawBody, secret: SECRET, topic: 'order.paid', shop: 'shop', deliveryId, now: NOW };

    expect(sign(input)).toEqual({ 'content-type': 'application/json', ...example.headers });
  });

  test('passes with and without its prefix, and the delivery keeps its id', () => {
    expect(reasonOf({ secrets: [SECRET.slice(6)] })).toBeUndefined();
    expect(verdictOn({})).toMatchObject({
      valid: true,
      delivery: { topic: undefined, deliveryId: 'msg_p5jXN8AQM9LWM0D4loKWxJek', isTest: false },
    });
  });

  test('any of several passes, in any place', () => {
    expect(reasonOf({ secrets: [OTHER_SECRET, SECRET] })).toBeUndefined();
    expect(reasonOf({ secrets: ['no key at all', SECRET] })).toBeUndefined();
  });

  test.each([
    ['of another sender', [OTHER_SECRET]],
    ['as its text, not decoded', [`whsec_${Buffer.from(SECRET).toString('base64')}`]],
    ['empty', ['', 'whsec_']],
    ['none', []],
  ])('%s: refused', (_, secrets) => {
    expect(reasonOf({ secrets })).toBe('signature-mismatch');
  });

  test('a signature of an empty key is refused', () => {
    const { 'webhook-id': id, 'webhook-timestamp': at } = example.headers;
    const signature = createHmac('sha256', '')
      .update(`${id}.${at}.${example.rawBody.toString()}`)
      .digest('base64');

    expect(withSignature(`v1,${signature}`, { secrets: ['', 'whsec_'] })).toBe('signature-mismatch');
  });
});

describe('an asymmetric key', () => {
  test('passes signatures of an independent implementation, and signs the same', () => {
    const deliveryId = example.headers['webhook-id'];
    const input = { rawBody: example.rawBody, topic: '', shop: '', deliveryId, now: NOW };

    expect(withSignature(ASYMMETRIC, { secrets: [PUBLIC] })).toBeUndefined();
    expect(sign({ ...input, secret: PRIVATE })['webhook-signature']).toBe(ASYMMETRIC);
  });

  test('a sender may switch from one kind to the other while both are known', () => {
    const secrets = [SECRET, PUBLIC];

    expect(withSignature(example.headers['webhook-signature'], { secrets })).toBeUndefined();
    expect(withSignature(ASYMMETRIC, { secrets })).toBeUndefined();
  });

  test('its public half is not a shared secret: anyone may have it', () => {
    const { 'webhook-id': id, 'webhook-timestamp': at } = example.headers;
    const content = `${id}.${at}.${example.rawBody.toString()}`;
    for (const key of [PUBLIC, PUBLIC.slice(5), Buffer.from(PUBLIC.slice(5), 'base64')]) {
      const signature = createHmac('sha256', key).update(content).digest('base64');
      expect(withSignature(`v1,${signature}`, { secrets: [PUBLIC] })).toBe('signature-mismatch');
      expect(withSignature(`v1a,${signature}`, { secrets: [PUBLIC] })).toBe('signature-mismatch');
    }
  });

  test.each([
    ['under the name of the other kind', ASYMMETRIC.replace('v1a', 'v1')],
    ['cut short', ASYMMETRIC.slice(0, -8)],
    ['with another letter', ASYMMETRIC.replace('fldx', 'flex')],
    ['empty', 'v1a,'],
  ])('a signature %s is refused', (_, signature) => {
    expect(withSignature(signature, { secrets: [PUBLIC] })).toBe('signature-mismatch');
  });

  test('its private half verifies nothing', () => {
    expect(withSignature(ASYMMETRIC, { secrets: [PRIVATE] })).toBe('signature-mismatch');
  });

  test.each([PUBLIC, '', 'whsec_', 'any text'])('%j cannot sign', (secret) => {
    const input = { rawBody: example.rawBody, topic: '', shop: '', deliveryId: 'd', now: NOW };

    expect(() => sign({ ...input, secret })).toThrow(ConfigError);
  });
});

describe('a list of signatures', () => {
  const own = example.headers['webhook-signature'];

  test.each([
    ['before and after others', `${OTHER_SIGNATURE} v2,xyz ${own} ${OTHER_SIGNATURE}`],
    ['beside the other kind', `${ASYMMETRIC} ${own}`],
    ['with extra spaces', `  ${own}  `],
  ])('passes if one matches, %s', (_, signatures) => {
    expect(withSignature(signatures)).toBeUndefined();
  });

  test.each([
    ['another version', own.replace('v1', 'v2')],
    ['no version', own.slice(3)],
    ['a comma between them', `${OTHER_SIGNATURE},${own}`],
    ['none that matches', `${OTHER_SIGNATURE} ${ASYMMETRIC}`],
    ['nothing but its name', 'v1,'],
  ])('is refused with %s', (_, signatures) => {
    expect(withSignature(signatures)).toBe('signature-mismatch');
  });

  test('is read up to the fourth of a kind we know: each may cost a pass over the whole body', () => {
    expect(withSignature(`${'v1,x '.repeat(3)}${own}`)).toBeUndefined();
    expect(withSignature(`${'v1a,x '.repeat(2)}${'v2,x   '.repeat(20)}${own}`)).toBeUndefined();
    expect(withSignature(`${'v1,x '.repeat(2)}${'v1a,x '.repeat(2)}${own}`)).toBe('signature-mismatch');
  });
});

describe('the time', () => {
  test.each([
    [-300_000, undefined],
    [-300_001, 'timestamp-stale'],
    [0, undefined],
    [300_999, undefined],
    [301_000, 'timestamp-stale'],
  ])('%d ms after the timestamp: %s', (ms, reason) => {
    expect(reasonOf({ now: new Date(NOW.getTime() + ms) })).toBe(reason);
  });

  test.each([
    '1614265330000',
    '2021-02-25T15:02:10Z',
    '1614265330.0',
    '+1614265330',
    ' 1614265330',
    '0x60377AF2',
    '-1',
    'NaN',
  ])('a signed timestamp that is not in whole seconds is stale: %j', (timestamp) => {
    expect(reasonOf({ headers: signed('1614265330') })).toBeUndefined();
    expect(reasonOf({ headers: signed(timestamp) })).toBe('timestamp-stale');
  });

  test('is not checked without a valid signature', () => {
    const later = { now: new Date(NOW.getTime() + 3_600_000) };

    expect(withSignature(OTHER_SIGNATURE, later)).toBe('signature-mismatch');
    expect(reasonOf({ headers: { 'webhook-timestamp': String(later.now.getTime() / 1000) }, ...later })).toBe(
      'signature-mismatch',
    );
  });
});

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
  'without %s the signature is missing',
  (name) => {
    expect(reasonOf({ headers: { [name]: '' } })).toBe('signature-missing');
    const { [name]: _, ...headers } = example.headers as Record<string, string>;
    expect(
      verify(readHeaders({ headers, rawBody: example.rawBody }), { secrets: [SECRET], shop: 's' }, NOW),
    ).toEqual({
      valid: false,
      reason: 'signature-missing',
    });
  },
);

test('a signed body cannot be split and sent again as another one', () => {
  const key = Buffer.from(SECRET.slice(6), 'base64');
  const forged = '{"type":"order.paid","data":{"id":"forged"}}';
  const body = `{"note":"x.1614265330.${forged}`;
  const signature = createHmac('sha256', key).update(`msg_1.1600000000.${body}`).digest('base64');
  const headers = {
    'webhook-id': 'msg_1.1600000000.{"note":"x',
    'webhook-timestamp': '1614265330',
    'webhook-signature': `v1,${signature}`,
  };

  expect(reasonOf({ headers, rawBody: Buffer.from(forged) })).toBe('signature-mismatch');
  expect(reasonOf({ headers: signed('1614265330', 'order-1001.paid') })).toBeUndefined();
});

describe('any delivery', () => {
  const key = fc
    .uint8Array({ minLength: 24, maxLength: 64 })
    .map((bytes) => Buffer.from(bytes).toString('base64'));
  const secret = fc.tuple(fc.constantFrom('', 'whsec_'), key).map((parts) => parts.join(''));
  const body = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  const webhook = { rawBody: body, secret, deliveryId: fc.stringMatching(/^[\w.-]{1,40}$/) };

  test('passes unchanged', () => {
    fc.assert(
      fc.property(fc.record(webhook), (sent) => {
        const headers = sign({ ...sent, topic: '', shop: '', now: NOW });
        expect(
          reasonOf({ headers, rawBody: sent.rawBody, secrets: [OTHER_SECRET, sent.secret] }),
        ).toBeUndefined();
      }),
    );
  });

  test('is refused if one character of id or timestamp, or one bit of the body differs', () => {
    fc.assert(
      fc.property(fc.record(webhook), fc.nat(), (sent, place) => {
        const headers = sign({ ...sent, topic: '', shop: '', now: NOW });
        const rawBody = Buffer.concat([sent.rawBody, Buffer.from('x')]);
        const at = place % rawBody.length;
        rawBody.writeUInt8(rawBody.readUInt8(at) ^ (1 << (place % 8)), at);
        const changes: Changes[] = [
          { headers, rawBody },
          { headers: { ...headers, 'webhook-id': changeOne(sent.deliveryId, place) }, rawBody: sent.rawBody },
          {
            headers: { ...headers, 'webhook-timestamp': changeOne('1614265330', place) },
            rawBody: sent.rawBody,
          },
        ];
        for (const change of changes) {
          expect(reasonOf({ ...change, secrets: [sent.secret] })).toBe('signature-mismatch');
        }
      }),
    );
  });

  test('gets a verdict, never an exception', () => {
    fc.assert(
      fc.property(
        fc.record({
          headers: fc.dictionary(
            fc.constantFrom(...Object.keys(example.headers)),
            fc.string({ unit: 'binary' }),
          ),
          rawBody: body,
          secrets: fc.array(
            fc.oneof(
              fc.string(),
              secret,
              fc.string().map((text) => `whpk_${text}`),
            ),
          ),
        }),
        (changes) => {
          expect(verdictOn(changes).valid).toBe(false);
        },
      ),
    );
  });
});

function changeOne(text: string, place: number): string {
  const at = place % text.length;
  return text.slice(0, at) + (text.charAt(at) === '7' ? '8' : '7') + text.slice(at + 1);
}

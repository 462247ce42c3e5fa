import fc from 'fast-check';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { sources } from '../../lib/sources/all-sources.ts';

const source = sources['standard-webhooks'];

/** It uses this machine's clock, and knows only shared secrets and text bodies. */
const peer = {
  sign: (secret: string, { id, now, body }: { id: string; now: Date; body: string }) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }),
  accepts: (secret: string, body: string | Buffer, headers: Record<string, string>): boolean => {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return false;
      throw error;
    }
  },
};

const we = {
  sign: (secret: string, { id, now, rawBody }: { id: string; now: Date; rawBody: Buffer }) =>
    source.sign({ rawBody, secret, topic: 'order.paid', shop: 'shop', deliveryId: id, now }),
  accepts: (secret: string, rawBody: Buffer, headers: Record<string, string>): boolean =>
    source.verify(source.readHeaders({ headers, rawBody }), { secrets: [secret], shop: 'shop' }, new Date())
      .valid,
};

const key = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const secret = fc.tuple(fc.constantFrom('', 'whsec_'), key).map((parts) => parts.join(''));
const id = fc.stringMatching(/^[\w.:-]{1,40}$/);
/** Unicode beyond the basic plane, lone surrogates, JSON, and an empty body. */
const body = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme' }),
  fc.json(),
  fc.constant(''),
  fc.constant('\ud83c lone \udf75'),
);

describe('the npm package standardwebhooks and this adapter', () => {
  test('accept each other’s signatures', () => {
    fc.assert(
      fc.property(secret, id, body, (shared, msgId, text) => {
        const now = new Date();
        const rawBody = Buffer.from(text);

        expect(we.accepts(shared, rawBody, peer.sign(shared, { id: msgId, now, body: text }))).toBe(true);
        expect(peer.accepts(shared, rawBody, we.sign(shared, { id: msgId, now, rawBody }))).toBe(true);
      }),
    );
  });

  test('sign the same', () => {
    fc.assert(
      fc.property(
        secret,
        id,
        body,
        fc.date({ min: new Date(0), noInvalidDate: true }),
        (shared, msgId, text, now) => {
          const ours = we.sign(shared, { id: msgId, now, rawBody: Buffer.from(text) });

          expect(ours).toEqual({
            'content-type': 'application/json',
            ...peer.sign(shared, { id: msgId, now, body: text }),
          });
        },
      ),
    );
  });

  test('agree on changed webhooks', () => {
    const changes = fc.constantFrom(
      'body',
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
      'secret',
      'nothing',
    );
    fc.assert(
      fc.property(secret, secret, id, body, changes, (shared, other, msgId, text, changed) => {
        fc.pre(
          Buffer.from(shared.replace('whsec_', '')).compare(Buffer.from(other.replace('whsec_', ''))) !== 0,
        );
        const headers: Record<string, string> = peer.sign(shared, { id: msgId, now: new Date(), body: text });
        const sentBody = changed === 'body' ? `${text} ` : text;
        const sentHeaders = {
          ...headers,
          ...(changed in headers && { [changed]: changeLast(headers[changed] ?? '') }),
        };
        const known = changed === 'secret' ? other : shared;

        const verdicts = [
          we.accepts(known, Buffer.from(sentBody), sentHeaders),
          peer.accepts(known, sentBody, sentHeaders),
        ];
        expect(verdicts).toEqual(changed === 'nothing' ? [true, true] : [false, false]);
      }),
    );
  });

  test.each([-302, -299, 299, 302])('agree on a timestamp of %d seconds from now', (seconds) => {
    const now = new Date(Date.now() + seconds * 1000);
    const shared = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const headers = peer.sign(shared, { id: 'msg_1', now, body: '{}' });

    const expected = Math.abs(seconds) < 300;
    expect(we.accepts(shared, Buffer.from('{}'), headers)).toBe(expected);
    expect(peer.accepts(shared, '{}', headers)).toBe(expected);
  });

  test('agree on which of several signatures counts', () => {
    const shared = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const headers = peer.sign(shared, { id: 'msg_1', now: new Date(), body: '{}' });
    const own = headers['webhook-signature'];

    for (const [signatures, expected] of [
      [`v1,AAAA ${own}`, true],
      [`${own} v1,AAAA`, true],
      [own.replace('v1', 'v2'), false],
      ['v1,', false],
    ] as const) {
      const sent = { ...headers, 'webhook-signature': signatures };
      expect([we.accepts(shared, Buffer.from('{}'), sent), peer.accepts(shared, '{}', sent)]).toEqual([
        expected,
        expected,
      ]);
    }
  });

  test('differ on bytes that are not text: the package signs the decoded text, the adapter the bytes', () => {
    const shared = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const rawBody = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    const headers = we.sign(shared, { id: 'msg_1', now: new Date(), rawBody });

    expect([we.accepts(shared, rawBody, headers), peer.accepts(shared, rawBody, headers)]).toEqual([
      true,
      false,
    ]);
  });
});

function changeLast(text: string): string {
  return text.slice(0, -1) + (text.endsWith('7') ? '8' : '7');
}

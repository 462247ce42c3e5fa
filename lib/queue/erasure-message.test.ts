import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anErasure } from '../../test/support/builders/an-erasure.ts';
import { MessageError } from '../model/errors.ts';
import { decodeErasureMessage, encodeErasureMessage } from './erasure-message.ts';

test('a message comes out as it went in', () => {
  const message = anErasure({ reference: '9', emails: ['이@example.com', '\u0007'] });

  expect(decodeErasureMessage(encodeErasureMessage(message))).toEqual(message);
  expect(encodeErasureMessage(message)).not.toContain('\u0007');
});

test('version 1 is read as it was written', () => {
  const file = new URL('__fixtures__/erasure-message.v1.json', import.meta.url);

  expect(decodeErasureMessage(readFileSync(file, 'utf8'))).toMatchObject({
    kind: 'erase-customer',
    identity: { external_id: '191167' },
    orderIds: ['299938'],
  });
});

test.each([
  ['{"v":2}', 'message-newer'],
  ['{"v":1}', 'message-invalid'],
  ['ann@example.com', 'message-invalid'],
])('%s is %s, and the error does not quote it', (body, code) => {
  try {
    decodeErasureMessage(body);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(MessageError);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('ann@');
  }
});

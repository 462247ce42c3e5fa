import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONNECTION_ID } from '../model/connection.ts';
import { toBatches } from './to-batches.ts';

describe('batches', () => {
  const bytesOf = (batch: readonly { MessageBody?: string | undefined }[]) =>
    batch.reduce((all, { MessageBody = '' }) => all + Buffer.byteLength(MessageBody), 0);

  test('hold every body once and in order, at most 10 bodies and 1 MiB each, with distinct ids', () => {
    const body = fc
      .tuple(fc.integer({ min: 1, max: 400_000 }), fc.constantFrom('a', '차'))
      .map(([length, character]) => character.repeat(length));
    fc.assert(
      fc.property(fc.array(body, { maxLength: 30 }), (bodies) => {
        const batches = toBatches(bodies.map((text) => ({ body: text })));
        expect(batches.flat().map(({ MessageBody }) => MessageBody)).toEqual(bodies);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThanOrEqual(1);
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(batch.length === 1 || bytesOf(batch) <= 1_048_576).toBe(true);
          expect(new Set(batch.map(({ Id }) => Id)).size).toBe(batch.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('name the group of a message, which every id of a connection may be', () => {
    expect(toBatches([{ body: 'x', group: 'main' }, { body: 'y' }])).toEqual([
      [
        { Id: '0', MessageBody: 'x', MessageGroupId: 'main' },
        { Id: '1', MessageBody: 'y' },
      ],
    ]);
    fc.assert(
      fc.property(fc.stringMatching(CONNECTION_ID), (id) => {
        // What SQS takes: up to 128 letters, digits and signs of ASCII.
        expect(id).toMatch(/^[!-~]{1,128}$/);
      }),
    );
  });

  test('ten small bodies are one batch, eleven are two', () => {
    expect(toBatches(Array.from({ length: 10 }, () => ({ body: 'x' })))).toHaveLength(1);
    expect(toBatches(Array.from({ length: 11 }, () => ({ body: 'x' })))).toHaveLength(2);
  });
});

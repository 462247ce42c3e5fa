import fc from 'fast-check';
import { v5 } from 'uuid';
import { expect, test } from 'vitest';
import { uuidV5 } from './uuid-v5.ts';

/** @see https://opentofu.org/docs/language/functions/uuidv5 (read 2026-11-29) */
test('the id is that of a public example', () => {
  const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  expect(uuidV5('www.opentofu.org', dns)).toBe('df1e675d-b743-5f6c-9952-6311d0f141df');
});

test('every id is bit for bit that of package uuid', () => {
  // The package refuses half of a surrogate pair, which JSON writes as an escape.
  const names = fc.oneof(fc.string({ unit: 'grapheme' }), fc.json());
  fc.assert(
    fc.property(names, fc.uuid(), (name, namespace) => {
      expect(uuidV5(name, namespace)).toBe(v5(name, namespace));
    }),
    { numRuns: 1_000 },
  );
});

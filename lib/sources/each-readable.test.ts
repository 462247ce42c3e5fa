import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { toIssues } from '../model/issues.ts';
import { eachReadable, someReadable } from './each-readable.ts';

const Entry = v.object({ id: v.number() });
const GOOD = { id: 1 };
const ODD = { id: 'one' };

describe('each entry that can be read', () => {
  const schema = v.object({ list: eachReadable(Entry) });

  test.each([
    [[GOOD, ODD, null], 1, 2],
    [[], 0, 0],
    [undefined, 0, 0],
    [null, 0, 0],
    ['no list', 0, 0],
  ])('%j: %i read, %i set aside', (list, read, setAside) => {
    const { list: found } = v.parse(schema, list === undefined ? {} : { list });

    expect([found.read.length, found.setAside]).toEqual([read, setAside]);
  });
});

describe('a list of which something has to be read', () => {
  const schema = v.object({ list: someReadable(Entry) });

  test('sets aside what cannot be read', () => {
    expect(v.parse(schema, { list: [ODD, GOOD] }).list).toEqual({ read: [GOOD], setAside: 1 });
    expect(v.parse(schema, { list: [] }).list).toEqual({ read: [], setAside: 0 });
  });

  test('names every fault if nothing can be read', () => {
    const { issues } = v.safeParse(schema, { list: [ODD, null, {}] });

    expect(toIssues(issues ?? [])).toEqual([
      { path: 'list.0.id', message: 'expected number' },
      { path: 'list.1', message: 'expected Object' },
      { path: 'list.2.id', message: 'missing' },
    ]);
  });

  test('has to be one', () => {
    expect(v.is(schema, {})).toBe(false);
    expect(v.is(schema, { list: null })).toBe(false);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeIndex, encodeIndex } from './connection-index.ts';
import { type IndexPorts, settleIndex } from './settle-index.ts';

const SALT = 'a-salt-of-96-bit';

const saltOf = (text: string | undefined) => decodeIndex(text ?? '')?.salt ?? '';

/** A parameter store in memory: the connections, and the index. */
function aStore(ids: readonly string[] = []) {
  const shops = new Set(ids);
  const store = { shops, index: encodeIndex(ids, SALT), waits: 0, writes: 0 };
  const ports: IndexPorts = {
    listIds: () => Promise.resolve([...shops]),
    read: () => Promise.resolve(store.index),
    write: (text) => {
      store.index = text;
      store.writes += 1;
      return Promise.resolve();
    },
    sleep: () => {
      store.waits += 1;
      return Promise.resolve();
    },
  };
  return { store, ports };
}

test('an index that agrees is neither written nor waited for', async () => {
  const { store, ports } = aStore(['a', 'b']);
  await settleIndex(ports);

  expect(store).toMatchObject({ writes: 0, waits: 0 });
});

test('a new connection is listed, and waited for until every instance knows', async () => {
  const { store, ports } = aStore(['a']);
  store.shops.add('b');
  await settleIndex(ports, 'b');

  expect(store).toMatchObject({ index: encodeIndex(['a', 'b'], SALT), writes: 1, waits: 1 });
});

test('every first index has a salt of its own, and keeps it', async () => {
  const [one, other] = [aStore(), aStore()];
  for (const { store, ports } of [one, other]) {
    store.shops.add('a');
    await settleIndex(ports);
  }
  const salt = saltOf(one.store.index);
  one.store.shops.add('b');
  await settleIndex(one.ports);

  expect(saltOf(one.store.index)).toBe(salt);
  expect(saltOf(other.store.index)).not.toBe(salt);
});

test('a listing that does not have the new connection yet is waited for', async () => {
  const { store, ports } = aStore(['a']);
  let looks = 0;
  const listIds = () => Promise.resolve((looks += 1) < 3 ? ['a'] : ['a', 'b']);
  await settleIndex({ ...ports, listIds }, 'b');

  expect(store.index).toBe(encodeIndex(['a', 'b'], SALT));
});

test('what never agrees is an error that says what to type', async () => {
  const { ports } = aStore(['a']);
  const write = () => Promise.resolve();
  const read = () => Promise.resolve('another');

  await expect(settleIndex({ ...ports, read, write })).rejects.toThrow('adapter connection index');
});

type Step = { readonly does: 'put' | 'remove'; readonly id: string };

const steps = fc.array(
  fc.record<Step>({ does: fc.constantFrom('put', 'remove'), id: fc.constantFrom('a', 'b', 'c', 'd') }),
  { minLength: 1, maxLength: 4 },
);

test('operators at once, in any interleaving, leave an index of what is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(steps, { minLength: 2, maxLength: 3 }),
      async (s, operators) => {
        const { store, ports } = aStore(['a']);
        const later: IndexPorts = {
          listIds: s.scheduleFunction(ports.listIds),
          read: s.scheduleFunction(ports.read),
          write: s.scheduleFunction(ports.write),
          sleep: s.scheduleFunction(ports.sleep),
        };
        const change = s.scheduleFunction(({ does, id }: Step) => {
          if (does === 'put') store.shops.add(id);
          else store.shops.delete(id);
          return Promise.resolve();
        });
        const work = operators.map(async (own) => {
          for (const step of own) {
            await change(step);
            await settleIndex(later);
          }
        });
        await s.waitFor(Promise.all(work));

        expect(store.index).toBe(encodeIndex([...store.shops], saltOf(store.index)));
      },
    ),
  );
});

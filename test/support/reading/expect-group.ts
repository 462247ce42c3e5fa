import { expect } from 'vitest';

/** Expects that the group under which messages are sent is the connection that each of them names. */
export function expectGroup(bodies: readonly string[], group: string): void {
  const connections = bodies.map((body) => (JSON.parse(body) as { connection: string }).connection);
  expect(new Set(connections)).toEqual(new Set(bodies.length === 0 ? [] : [group]));
}

/** A read that need not be consistent returns a state that is at most so old here, in milliseconds. */
export const LONGEST_LAG_MS = 1_000;

/** Returns what a map held at an instant of the last second: all keys, or some. */
export type RecentPast<Value> = (at: number, keys?: Iterable<string>) => Map<string, Value>;

/** Has a map remember for a second what it held. `now` is in milliseconds since 1970. */
export function rememberPast<Value>(map: Map<string, Value>, now: () => number): RecentPast<Value> {
  const past = new Map<string, { readonly until: number; readonly value: Value | undefined }[]>();
  const set = map.set.bind(map);
  const remove = map.delete.bind(map);

  function note(key: string): void {
    const recent = past.get(key)?.filter(({ until }) => until >= now() - LONGEST_LAG_MS) ?? [];
    past.set(key, [...recent, { until: now(), value: map.get(key) }]);
  }

  map.set = (key, value) => {
    note(key);
    return set(key, value);
  };
  map.delete = (key) => {
    note(key);
    return remove(key);
  };

  return (at, keys = new Set([...map.keys(), ...past.keys()])) => {
    const held = new Map<string, Value>();
    for (const key of keys) {
      const replaced = past.get(key)?.find(({ until }) => until > at);
      const value = replaced === undefined ? map.get(key) : replaced.value;
      if (value !== undefined) held.set(key, value);
    }
    return held;
  };
}

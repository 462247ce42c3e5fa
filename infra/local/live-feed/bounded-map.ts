/** A map that forgets what was added first. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
}

/** Returns an empty map of at most `size` entries. `onForgotten` is called with each one that has to go. */
export function createBoundedMap<Key, Value>(
  size: number,
  onForgotten: (value: Value) => void = () => undefined,
): BoundedMap<Key, Value> {
  const map = new Map<Key, Value>();
  return {
    get: (key) => map.get(key),
    set(key, value) {
      map.set(key, value);
      if (map.size <= size) return;
      const [first] = map;
      if (first === undefined) return;
      map.delete(first[0]);
      onForgotten(first[1]);
    },
    delete: (key) => {
      map.delete(key);
    },
  };
}

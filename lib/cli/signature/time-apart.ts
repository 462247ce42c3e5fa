const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Returns how far an instant is from another: `2 h 5 min before`, `40 s after`. In its two largest units. Pure. */
export function apart(instant: Date, other: Date): string {
  let seconds = Math.round(Math.abs(instant.getTime() - other.getTime()) / 1_000);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    seconds -= count * size;
  }
  const words = parts.slice(0, 2).join(' ') || '0 s';
  return `${words} ${instant.getTime() <= other.getTime() ? 'before' : 'after'}`;
}

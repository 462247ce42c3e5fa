import { UsageError } from '../command.ts';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Returns how many milliseconds `90s`, `15m`, `1h` or `2d` are.
 * @throws {UsageError} it is nothing of the kind.
 */
export function readSince(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([smhd])$/.exec(text) ?? [];
  if (unit === '') throw new UsageError(`--since needs a time such as 30m, 1h or 2d (you wrote "${text}")`);
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

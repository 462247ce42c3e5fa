import { UsageError } from './command.ts';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Returns an instant in milliseconds since 1970: of `2026-11-24T02:00:00Z`, of a day in UTC, or of `90s`, `15m`, `6h`, `3d` before `now`.
 * @throws {UsageError} it is none of them.
 */
export function readInstant(text: string, option: string, now: number): number {
  const ago = /^(\d{1,5})([smhd])$/.exec(text);
  if (ago !== null) return now - Number(ago[1]) * (UNITS_MS[ago[2] ?? ''] ?? 0);
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`${option} needs an instant such as 2026-11-24T02:00:00Z, or 6h`);
  return at;
}

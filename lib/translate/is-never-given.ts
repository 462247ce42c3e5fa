import { findSource } from '../sources/registry.ts';

/** Returns whether a source never gives a field or a standard property, or not to this event. */
export function isNeverGiven(source: string, field: string, event?: string): boolean {
  const names: readonly string[] = findSource(source)?.neverGives ?? [];
  return names.includes(field) || (event !== undefined && names.includes(`${event} ${field}`));
}

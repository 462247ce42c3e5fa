import { maskText } from '../../mask.ts';

/** Keys below which everything is about a person, in what the commands print and in what goes to Dfinery. */
const OF_PERSONS: ReadonlySet<string> = new Set(['identity', 'user_properties', 'customers']);
/** Shorter texts stand in too many other places. */
const MIN_LENGTH = 4;

/**
 * Returns JSON of the same shape in which what is about persons is masked: identities and profiles, and every text
 * elsewhere that holds one of their values. Figures and names of products stay. Pure.
 */
export function maskPersons(value: unknown): unknown {
  const known = [...textsOfPersons(value, false)].filter((text) => text.length >= MIN_LENGTH);
  return mask(value, known, false);
}

function* textsOfPersons(value: unknown, isOfPerson: boolean): Generator<string> {
  if (typeof value === 'string' && isOfPerson) yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    yield* textsOfPersons(entry, isOfPerson || OF_PERSONS.has(key));
  }
}

function mask(value: unknown, known: readonly string[], isOfPerson: boolean): unknown {
  if (typeof value === 'string') {
    return isOfPerson || known.some((text) => value.includes(text)) ? maskText(value) : value;
  }
  if (typeof value === 'number') return isOfPerson ? '‹number›' : value;
  if (Array.isArray(value)) return value.map((entry) => mask(entry, known, isOfPerson));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, mask(entry, known, isOfPerson || OF_PERSONS.has(key))]),
  );
}

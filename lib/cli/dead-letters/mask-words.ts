import { maskText } from '../mask.ts';

/** Anything that looks like an address or a phone number, whoever's it is. */
const PERSONAL = [/[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/gu, /\+?\d[\d\s().-]{6,}\d/gu];
/** Dead letters keep so much of a message: a value at its end may be cut. */
const CUT_AT = 256;

/**
 * Returns Dfinery's words with what quotes a value of the message masked, so that the rest can be read. Names of events and
 * properties are no values. If the body is not JSON, nothing is known of its values, and all is masked. Pure.
 */
export function maskWords(words: string, body: string): string {
  const values = valuesIn(body);
  if (values === undefined) return maskText(words);
  const sorted = [...values].sort((a, b) => b.length - a.length);
  const masked = sorted.reduce(
    (text, value) => text.replaceAll(patternOf(value), maskText(value)),
    maskCut(words, sorted),
  );
  return PERSONAL.reduce((text, pattern) => text.replaceAll(pattern, (found) => maskText(found)), masked);
}

/** A name in Latin letters stands alone; in Korean a particle may follow. One letter says nothing. */
function patternOf(value: string): RegExp {
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const isLatin = /^[\x20-\x7e]*$/.test(value);
  return new RegExp(isLatin ? `(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])` : escaped, 'giu');
}

function maskCut(words: string, values: readonly string[]): string {
  if (words.length < CUT_AT) return words;
  for (const value of values) {
    for (let length = value.length - 1; length >= 3; length -= 1) {
      const beginning = value.slice(0, length);
      if (words.endsWith(beginning)) return words.slice(0, -length) + maskText(beginning);
    }
  }
  return words;
}

/** Returns the texts of a message but the names of its kind, each as a dead letter writes it. */
function valuesIn(body: string): Set<string> | undefined {
  const values = new Set<string>();
  const add = (value: unknown, key: string): void => {
    if (typeof value === 'string' && value.length > 1 && !NAMES.has(key)) {
      values.add(value.replace(/[^\x20-\uD7FF\uE000-\uFFFD]/g, '?'));
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, entry] of Object.entries(value)) add(entry, Array.isArray(value) ? key : name);
  };
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    add(parsed, '');
    return values;
  } catch {
    return undefined;
  }
}

/** Fields whose texts are names of the adapter or of the console, and nobody's. */
const NAMES = new Set(['event_name', 'kind', 'source', 'connection', 'stage', 'currency']);

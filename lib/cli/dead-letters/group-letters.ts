import type { HeldLetter } from '../../queue/held-letters.ts';
import { quoteWord } from '../quote-word.ts';
import { maskWords } from './mask-words.ts';

/** Dead letters of one cause and code. No personal data. */
export interface LetterGroup {
  readonly cause: string;
  readonly code: string | undefined;
  readonly count: number;
  /** Dfinery's own words, masked, the most frequent first. */
  readonly words: readonly string[];
  readonly connections: readonly string[];
  /** How many there are of each kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** When the first and the last of them died, ISO 8601. Absent if SQS itself moved all of them. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
}

/** Different words that are kept of a group. */
const MAX_WORDS = 3;

/** Returns letters by cause and code, the largest group first. Pure. */
export function groupLetters(letters: readonly HeldLetter[]): LetterGroup[] {
  const alike = Map.groupBy(letters, ({ cause, attributes }) => JSON.stringify([cause, attributes['code']]));
  return [...alike.values()].map(toGroup).sort((a, b) => b.count - a.count);
}

function toGroup(letters: readonly HeldLetter[]): LetterGroup {
  const [first] = letters;
  const died = letters.flatMap(({ attributes: { diedAt } }) => diedAt ?? []).sort();
  const words = letters.flatMap(({ attributes: { message }, body }) =>
    message === undefined || message === '' ? [] : [maskWords(message, body)],
  );
  return {
    cause: first?.cause ?? '',
    code: first?.attributes['code'],
    count: letters.length,
    words: [...count(words)]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_WORDS)
      .map(([word]) => word),
    connections: [...new Set(letters.flatMap(({ message }) => message?.connection ?? []))].sort(),
    kinds: Object.fromEntries(count(letters.map(({ message }) => message?.kind ?? 'no message'))),
    oldest: died[0],
    newest: died.at(-1),
  };
}

function count(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Returns the lines of a group for a person; `more` are the options of the command that puts it back. Pure. */
export function describeGroup(group: LetterGroup, more: readonly string[]): string[] {
  const { cause, code, count: letters, words, connections, kinds, oldest, newest } = group;
  const of = Object.entries(kinds).map(([kind, number]) => `${number} ${kind}`);
  const died =
    oldest === undefined ? 'moved by SQS' : `died ${oldest}${newest === oldest ? '' : ` … ${newest ?? ''}`}`;
  const chosen = ['--cause', cause, ...(code === undefined ? [] : ['--code', code]), ...more];
  return [
    `${letters} × ${cause}${code === undefined || code === cause ? '' : ` ${code}`}`,
    ...words.map((text) => `    ${text}`),
    `    ${[connections.join(', '), of.join(', '), died].filter((text) => text !== '').join(' · ')}`,
    `    → adapter dead-letters redrive ${chosen.map(quoteWord).join(' ')}`,
  ];
}

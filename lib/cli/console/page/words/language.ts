import { signal } from '@preact/signals';
import { korean } from './command-words.ts';
import { keepChoice, readChoice } from './stored-choice.ts';
import { type Language, type TextName, texts } from './texts.ts';

const CHOICE = 'console-language';

/** The language of the page. What commands say stays English. */
export const language = signal<Language>(readLanguage(readChoice(CHOICE) ?? navigator.language));

/** Changes the language, and keeps the choice. */
export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  keepChoice(CHOICE, chosen);
}

/** Returns a text in the language of the page. `{name}` in it is replaced by the value of that name. */
export function say(name: TextName, values: Readonly<Record<string, string | number>> = {}): string {
  return texts[name][language.value].replace(/\{(\w+)\}/g, (whole, key: string) =>
    String(values[key] ?? whole),
  );
}

/** Returns a word of a command; on the Korean page with the Korean for it before it: `배송비(delivery)`. */
export function sayWord(word: string): string {
  if (language.value !== 'ko' || !Object.hasOwn(korean, word)) return word;
  return `${korean[word as keyof typeof korean]}(${word})`;
}

function readLanguage(tag: string): Language {
  return tag.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

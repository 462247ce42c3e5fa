import type { Issue } from '../asking/shown-answers.ts';
import { indentJson } from '../json/indent-json.ts';
import { toJsonLines } from '../json/json-lines.ts';
import { clipText } from '../words/clip-text.ts';
import { toCount } from '../words/format.ts';
import { say } from '../words/language.ts';
import { CopyButton } from './copy-button.tsx';

interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
  /** What is wrong in it, and where. */
  readonly issues?: readonly Issue[];
}

/** A value as JSON, which scrolls inside, with a button to copy it. Of a very long one the beginning is shown. */
export function JsonView({ value, label, issues = [] }: JsonViewProps) {
  const text = typeof value === 'string' ? value : indentJson(JSON.stringify(value));
  const { shown, hidden } = clipText(text);
  return (
    <div class="json">
      <CopyButton text={text} what={label} />
      <pre tabIndex={0} role="region" aria-label={label}>
        {issues.length === 0 || typeof value === 'string'
          ? shown
          : toShownLines(value, issues).map(({ text: line, notes }, index) => (
              <span key={index} class={notes.length > 0 ? 'line marked' : 'line'}>
                {line}
                {notes.length > 0 && <em> ← {notes.join('; ')}</em>}
                {'\n'}
              </span>
            ))}
      </pre>
      {hidden > 0 && <p class="quiet">{say('hiddenN', { n: toCount(hidden) })}</p>}
    </div>
  );
}

/** So many lines a browser draws at once. */
const MAX_LINES = 5_000;

/** The first lines, and wherever something is wrong. */
function toShownLines(value: unknown, issues: readonly Issue[]) {
  return toJsonLines(value, issues).filter(({ notes }, index) => index < MAX_LINES || notes.length > 0);
}

import type { Issue } from '../asking/shown-answers.ts';
import { toJsonLines } from '../json/json-lines.ts';
import { CopyButton } from './copy-button.tsx';

interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
  /** What is wrong in it, and where. */
  readonly issues?: readonly Issue[];
}

/** A value as JSON, which scrolls inside, with a button to copy it. */
export function JsonView({ value, label, issues = [] }: JsonViewProps) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return (
    <div class="json">
      <CopyButton text={text} what={label} />
      <pre tabIndex={0} role="region" aria-label={label}>
        {issues.length === 0 || typeof value === 'string'
          ? text
          : toJsonLines(value, issues).map(({ text: line, notes }, index) => (
              <span key={index} class={notes.length > 0 ? 'line marked' : 'line'}>
                {line}
                {notes.length > 0 && <em> ← {notes.join('; ')}</em>}
                {'\n'}
              </span>
            ))}
      </pre>
    </div>
  );
}

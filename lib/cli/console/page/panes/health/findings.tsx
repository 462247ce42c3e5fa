import type { StatusFinding } from '../../asking/shown-answers.ts';
import { Mark } from '../../parts/mark.tsx';
import { NextCommand } from '../../parts/next-command.tsx';
import { say } from '../../words/language.ts';

/** What is not as it should be, and what to type. */
export function Findings({ findings }: { readonly findings: readonly StatusFinding[] }) {
  if (findings.length === 0)
    return (
      <p>
        <Mark tone="good" word={say('nothingWrong')} />
      </p>
    );
  return (
    <ul class="findings" aria-label={say('findings')}>
      {findings.map(({ needsPerson, says, type, page }) => (
        <li key={`${says} ${type}`}>
          <Mark tone={needsPerson ? 'bad' : 'busy'} word={say(needsPerson ? 'needsPerson' : 'healsItself')} />{' '}
          {says}
          <NextCommand words={type} />
          <span class="quiet">docs/runbook.md#{page}</span>
        </li>
      ))}
    </ul>
  );
}

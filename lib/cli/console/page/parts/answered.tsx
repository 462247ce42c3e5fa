import type { ComponentChildren } from 'preact';
import type { Asked } from '../asking/question.ts';
import { say } from '../words/language.ts';
import { CommandLine } from './command-line.tsx';

interface AnsweredProps<Result> {
  readonly asked: Asked<Result>;
  /** Names the result for those who hear the page. */
  readonly label: string;
  /** Shows what was found. Default: nothing but what the command complains of. */
  readonly children?: (results: readonly Result[]) => ComponentChildren;
}

/** What a question came to: its results, what the command complained of, and the command itself. */
export function Answered<Result>({ asked, label, children }: AnsweredProps<Result>) {
  const { isBusy, answer, problem } = asked;
  return (
    <section role="status" aria-label={label} aria-busy={isBusy}>
      {isBusy && answer === undefined && <p class="quiet">{say('loading')}</p>}
      {problem !== undefined && <p class="bad-text">{problem}</p>}
      {answer !== undefined && (
        <>
          {children?.(answer.results)}
          {answer.complaints.length > 0 && <pre class="complaints">{answer.complaints.join('\n')}</pre>}
          {answer.command !== '' && <CommandLine command={answer.command} />}
        </>
      )}
    </section>
  );
}

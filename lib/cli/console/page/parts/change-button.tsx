import { type Question, useQuestion } from '../asking/question.ts';
import type { QuestionName } from '../asking/shown-answers.ts';
import { isLocal } from '../state/page-about.ts';
import { refreshStatus } from '../state/page-status.ts';
import { say } from '../words/language.ts';
import { Answered } from './answered.tsx';
import { CommandFor } from './command-for.tsx';
import { ResultLines } from './result-lines.tsx';

interface ChangeButtonProps {
  readonly label: string;
  /** What changes something. */
  readonly question: Question;
  /** Values that make a dry run of it. */
  readonly dryRun?: Readonly<Record<string, string>>;
  /** Values that make it happen. */
  readonly really?: Readonly<Record<string, string>>;
  readonly onDone?: () => void;
}

/** Says first what would be changed, and changes it at a second click. For a stage there is the command instead. */
export function ChangeButton({ label, question, dryRun, really, onDone }: ChangeButtonProps) {
  const tried = useQuestion<QuestionName>();
  const done = useQuestion<QuestionName>();
  const attempt = (): void => {
    done.forget();
    void tried.ask({ ...question, values: { ...question.values, ...dryRun } });
  };
  const change = async (): Promise<void> => {
    tried.forget();
    await done.ask({ ...question, values: { ...question.values, ...really } });
    onDone?.();
    void refreshStatus();
  };
  const isOffered = isLocal.value && tried.answer !== undefined && !tried.isBusy;
  return (
    <div>
      <p class="buttons">
        <button type="button" disabled={tried.isBusy || done.isBusy} onClick={attempt}>
          {say('dryRunOf', { what: label })}
        </button>
        {isOffered && (
          <button type="button" class="main" onClick={() => void change()}>
            {say('reallyDo', { what: label })}
          </button>
        )}
      </p>
      <Answered asked={tried} label={say('dryRunOf', { what: label })}>
        {(results) => <ResultLines results={results} />}
      </Answered>
      {isLocal.value ? (
        <Answered asked={done} label={label}>
          {(results) => <ResultLines results={results} />}
        </Answered>
      ) : (
        <CommandFor label={label} question={{ ...question, values: { ...question.values, ...really } }} />
      )}
    </div>
  );
}

import { say } from '../language.ts';
import { about, isLocal } from '../page-about.ts';
import { refreshStatus } from '../page-status.ts';
import { type Question, useQuestion } from '../question.ts';
import { toCommand } from '../to-command.ts';
import { Answered } from './answered.tsx';
import { CommandLine } from './command-line.tsx';
import { ResultLines } from './result-lines.tsx';

interface ChangeButtonProps {
  readonly label: string;
  /** What changes something. */
  readonly question: Question;
  /** Values that make a dry run of it. */
  readonly dryRun?: Readonly<Record<string, string>>;
  /** Values that make it happen. */
  readonly really?: Readonly<Record<string, string>>;
  /** The command for a stage, of which nothing is changed from here. */
  readonly words: readonly string[];
  readonly onDone?: () => void;
}

/** Says first what would be changed, and changes it at a second click. Of a stage it only shows the command. */
export function ChangeButton({ label, question, dryRun, really, words, onDone }: ChangeButtonProps) {
  const tried = useQuestion();
  const done = useQuestion();
  if (!isLocal.value) return <CommandLine command={toCommand(words, about.value?.accessWords ?? [])} />;
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
  const isOffered = tried.answer !== undefined && !tried.isBusy;
  return (
    <div class="change">
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
      <Answered asked={done} label={label}>
        {(results) => <ResultLines results={results} />}
      </Answered>
    </div>
  );
}

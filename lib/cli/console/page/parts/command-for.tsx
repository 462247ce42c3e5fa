import { type Question, useAnswerTo } from '../asking/question.ts';
import { say } from '../words/language.ts';
import { Answered } from './answered.tsx';

interface CommandForProps {
  /** What it does. */
  readonly label: string;
  /** What changes something. Of a stage the server runs no such command: it only says what to type. */
  readonly question: Question;
}

/** The command that changes something at a stage, to be copied. */
export function CommandFor({ label, question }: CommandForProps) {
  const asked = useAnswerTo(question);
  return (
    <>
      <p class="quiet">{say('typeToChange', { what: label })}</p>
      <Answered asked={asked} label={label} />
    </>
  );
}

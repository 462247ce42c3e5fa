import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunAnswer, RunRequest } from '../../console-api.ts';
import { reveal } from '../state/reveal.ts';
import { postToServer } from './ask-server.ts';
import type { Answers, QuestionName } from './shown-answers.ts';

/** What is asked. The server's table of questions says which values one takes. */
export interface Question<Name extends QuestionName = QuestionName>
  extends Omit<RunRequest, 'question' | 'values' | 'reveal'> {
  readonly question: Name;
  /** Empty ones are left out. */
  readonly values?: Readonly<Record<string, string | undefined>>;
  /** Default: as the switch of personal data says. */
  readonly reveal?: boolean;
}

/** What a command printed: results, and what it complained of. */
export interface Answer<Result = unknown> extends RunAnswer {
  readonly results: readonly Result[];
}

/** What one question of the page came to so far. */
export interface Asked<Result = unknown> {
  readonly isBusy: boolean;
  readonly answer: Answer<Result> | undefined;
  /** Why there is no answer. What a command complains of is in its answer. */
  readonly problem: string | undefined;
}

export interface QuestionUse<Name extends QuestionName> extends Asked<Answers[Name]> {
  /** Asks, and returns the answer; `undefined` if there is none, or another was asked since. */
  readonly ask: (question: Question<Name>) => Promise<Answer<Answers[Name]> | undefined>;
  readonly forget: () => void;
}

const unasked = { isBusy: false, answer: undefined, problem: undefined };

/** Returns a question as the server takes it: empty values are left out. */
export function toRunRequest({ values = {}, ...question }: Question): RunRequest {
  const given = Object.entries(values).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  return { reveal: reveal.value, ...question, values: Object.fromEntries(given) };
}

/** Runs a command. @throws {Error} the server does not answer, or refuses. */
export function askQuestion<Name extends QuestionName>(
  question: Question<Name>,
): Promise<Answer<Answers[Name]>> {
  return postToServer('/api/run', toRunRequest(question));
}

/** Returns a place for one question of a component. Only the answer to what was asked last is kept. */
export function useQuestion<Name extends QuestionName>(): QuestionUse<Name> {
  const [asked, setAsked] = useState<Asked<Answers[Name]>>(unasked);
  const last = useRef(0);
  const forget = (): void => {
    last.current += 1;
    setAsked(unasked);
  };
  const ask = async (question: Question<Name>): Promise<Answer<Answers[Name]> | undefined> => {
    last.current += 1;
    const own = last.current;
    setAsked(({ answer }) => ({ isBusy: true, answer, problem: undefined }));
    try {
      const answer = await askQuestion(question);
      if (own !== last.current) return undefined;
      setAsked({ isBusy: false, answer, problem: undefined });
      return answer;
    } catch (error) {
      if (own === last.current) setAsked({ isBusy: false, answer: undefined, problem: String(error) });
      return undefined;
    }
  };
  return { ...asked, ask, forget };
}

/** Asks at once, and again whenever the question changes or the switch of personal data does. */
export function useAnswerTo<Name extends QuestionName>(
  question: Question<Name> | undefined,
): QuestionUse<Name> {
  const used = useQuestion<Name>();
  const key = question === undefined ? undefined : JSON.stringify([question, reveal.value]);
  useEffect(() => {
    if (question === undefined) used.forget();
    else void used.ask(question);
  }, [key]);
  return used;
}

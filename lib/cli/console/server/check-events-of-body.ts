import * as v from 'valibot';
import { answerRun, type NotRun } from './answer-run.ts';
import type { ConsoleSettings } from './console-settings.ts';
import type { LiveFeed } from './live-feed.ts';

const QuestionSchema = v.looseObject({ values: v.looseObject({ connection: v.string() }) });
const TransformedSchema = v.object({ events: v.unknown() });

/**
 * Returns why the stand-in for Dfinery would refuse what a body becomes. The question is that of `transform`. It is mapped
 * here and not by the page, because what the page has may be masked, and a masked address is none.
 */
export async function checkEvents(
  body: unknown,
  { feed, settings }: { readonly feed: LiveFeed; readonly settings: ConsoleSettings },
): Promise<readonly string[] | NotRun> {
  const asked = v.safeParse(QuestionSchema, body);
  if (!asked.success) return { status: 400, message: 'Expected a question with a connection' };
  const answer = await answerRun({ ...asked.output, question: 'transform', reveal: true }, settings);
  if ('status' in answer) return answer;
  const transformed = v.safeParse(TransformedSchema, answer.results[0]);
  return feed.check(asked.output.values.connection, transformed.success ? transformed.output.events : []);
}

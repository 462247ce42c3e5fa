import { signal } from '@preact/signals';
import type { About, RunAnswer } from '../../console-api.ts';
import { askQuestion } from '../asking/question.ts';
import type { StatusAnswer } from '../asking/shown-answers.ts';

const EVERY_MS = 10_000;

/** What `adapter status` said last. */
export const status = signal<StatusAnswer | undefined>(undefined);
/** How that was asked, and the command for it. */
export const statusRun = signal<RunAnswer | undefined>(undefined);
/** Why there is no newer one. */
export const statusProblem = signal<string | undefined>(undefined);

/** Asks for the status. */
export async function refreshStatus(): Promise<void> {
  try {
    const answer = await askQuestion({ question: 'status' });
    statusRun.value = answer;
    const [found] = answer.results;
    if (found !== undefined) status.value = found;
    statusProblem.value = found === undefined ? answer.complaints.join(' ') : undefined;
  } catch (error) {
    statusProblem.value = String(error);
  }
}

/** Asks at once; of the local stack every 10 s from then on, while the page can be seen. Of a stage it costs a little. */
export function followStatus(mode: About['mode']): void {
  void refreshStatus();
  if (mode === 'stage') return;
  setInterval(() => {
    if (document.visibilityState === 'visible') void refreshStatus();
  }, EVERY_MS);
}

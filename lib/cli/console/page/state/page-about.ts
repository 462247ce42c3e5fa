import { computed, signal } from '@preact/signals';
import type { About } from '../../console-api.ts';
import { getFromServer } from '../asking/ask-server.ts';

/** What this page shows; `undefined` until the server has said it. */
export const about = signal<About | undefined>(undefined);

/** Why the server did not say it. */
export const aboutProblem = signal<string | undefined>(undefined);

/** True with the stack of `npm start`: only there can something be changed. */
export const isLocal = computed(() => about.value?.mode === 'local');

/** Asks the server once more what this page shows. */
export async function loadAbout(): Promise<void> {
  try {
    about.value = await getFromServer<About>('/api/about');
    aboutProblem.value = undefined;
  } catch (error) {
    aboutProblem.value = String(error);
  }
}

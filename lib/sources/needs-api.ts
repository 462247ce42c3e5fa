import type { Source } from './source.ts';

/** Returns whether webhooks of a source only name orders, so that none could be read without its shops' API. */
export function needsApi({ topics }: Pick<Source, 'topics'>): boolean {
  return Object.values(topics).some((topic) => topic.about === 'order' && topic.names === true);
}

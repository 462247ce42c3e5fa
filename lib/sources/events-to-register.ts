import { isTaken, type TakingSettings } from './is-taken.ts';
import type { Source } from './source.ts';

/** Returns the names of the events that a connection of a source sends. */
export function eventsToRegister({ topics }: Pick<Source, 'topics'>, settings: TakingSettings): string[] {
  const taken = Object.entries(topics).filter(([name, topic]) => isTaken(topic, { name, settings }));
  const happenings = taken.flatMap(([, topic]) => (topic.about === 'happening' ? [topic.sends] : []));
  const signUps = taken.some(([, { about }]) => about === 'customers') ? ['df_sign_up'] : [];
  return ['df_purchase', 'df_refund', ...signUps, ...new Set(happenings)];
}

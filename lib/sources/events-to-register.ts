import { isTaken, type TakingSettings } from './is-taken.ts';
import { findSource } from './registry.ts';

/** Returns the names of the events that a connection sends. */
export function eventsToRegister(connection: TakingSettings & { readonly source: string }): string[] {
  const topics = Object.entries(findSource(connection.source)?.topics ?? {});
  const taken = topics.filter(([name, topic]) => isTaken(topic, { name, settings: connection }));
  const happenings = taken.flatMap(([, topic]) => (topic.about === 'happening' ? [topic.sends] : []));
  const signUps = taken.some(([, { about }]) => about === 'customers') ? ['df_sign_up'] : [];
  return ['df_purchase', 'df_refund', ...signUps, ...new Set(happenings)];
}

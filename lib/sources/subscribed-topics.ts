import { isTaken, type TakingSettings } from './is-taken.ts';
import type { Source } from './source.ts';

/** Returns the topics to subscribe for a connection, as the shop's API writes them. */
export function subscribedTopics(
  { topics, subscriptions }: Pick<Source, 'topics' | 'subscriptions'>,
  settings: TakingSettings,
): string[] {
  return Object.entries(topics)
    .filter(([name, topic]) => isTaken(topic, { name, settings }))
    .filter(([, topic]) => topic.about !== 'nothing' && !(topic.about === 'order' && topic.isOurs))
    .map(([name, topic]) => subscriptions?.topicInApi(name, topic))
    .filter((name) => name !== undefined);
}

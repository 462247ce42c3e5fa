import { isTaken, type TakingSettings } from '../is-taken.ts';
import { shopify } from './source.ts';

/**
 * Returns the topics to subscribe through the Admin API for a connection, in GraphQL's spelling: `ORDERS_PAID`. Privacy
 * topics are not included: they are set in the app's configuration.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic (read 2026-11-25)
 */
export function subscribedTopics(settings: TakingSettings): string[] {
  return Object.entries(shopify.topics)
    .filter(([name, topic]) => isTaken(topic, { name, settings }))
    .filter(([, { about }]) => about !== 'nothing' && about !== 'privacy')
    .map(([name]) => name.replace('/', '_').toUpperCase());
}

import type { Source } from '../../sources/source.ts';

/** A source whose shops' API subscribes webhooks. */
export type SubscribingSource = Source & Required<Pick<Source, 'api' | 'subscriptions'>>;

/** Says whether the API of a source's shops subscribes webhooks. */
export function canSubscribe(source: Source | undefined): source is SubscribingSource {
  return source?.api !== undefined && source.subscriptions !== undefined;
}

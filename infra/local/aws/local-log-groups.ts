/** The functions that `npm start` runs, by their names in `serverless.yml`. */
const LOCAL_FUNCTIONS = [
  'receiveWebhook',
  'drainEvents',
  'fetchOrders',
  'refreshTokens',
  'eraseCustomers',
  'pollOrders',
] as const;

export type LocalFunction = (typeof LOCAL_FUNCTIONS)[number];

/** Returns the log group of a function of the local stack. */
export function localLogGroup(name: LocalFunction): string {
  return `/aws/lambda/adapter-local-${name}`;
}

/** The groups as the commands take them: separated by commas. */
export const LOCAL_LOG_GROUPS = LOCAL_FUNCTIONS.map(localLogGroup).join(',');

/** The group of what operators change. */
export const LOCAL_CHANGES_GROUP = '/adapter-local/changes';

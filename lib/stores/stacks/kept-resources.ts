/** What a stack keeps when it is removed: where orders wait, and what is remembered of them. */
interface KeptResource {
  /** Its type in the template. */
  readonly type: 'AWS::SQS::Queue' | 'AWS::DynamoDB::Table' | 'AWS::S3::Bucket';
  /** The queue that takes its dead letters. */
  readonly deadLetters?: string;
}

/** All of them by their names in the template, in the order in which contents are taken over: first who was erased. */
export const keptResources = {
  ErasuresTable: { type: 'AWS::DynamoDB::Table' },
  LedgerTable: { type: 'AWS::DynamoDB::Table' },
  TokensTable: { type: 'AWS::DynamoDB::Table' },
  ErasuresQueue: { type: 'AWS::SQS::Queue', deadLetters: 'ErasuresDeadLetterQueue' },
  ErasuresDeadLetterQueue: { type: 'AWS::SQS::Queue' },
  FetchesQueue: { type: 'AWS::SQS::Queue', deadLetters: 'FetchesDeadLetterQueue' },
  FetchesDeadLetterQueue: { type: 'AWS::SQS::Queue' },
  EventsQueue: { type: 'AWS::SQS::Queue', deadLetters: 'EventsDeadLetterQueue' },
  EventsDeadLetterQueue: { type: 'AWS::SQS::Queue' },
  ParkedDeliveriesBucket: { type: 'AWS::S3::Bucket' },
} as const satisfies Readonly<Record<string, KeptResource>>;

export type KeptName = keyof typeof keptResources;

export const keptNames = Object.keys(keptResources) as readonly KeptName[];

/** Says whether a name of the template is that of a kept resource. */
export function isKeptName(name: string): name is KeptName {
  return Object.hasOwn(keptResources, name);
}

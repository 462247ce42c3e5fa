import { lookAtQueue } from '../../queue/look-at-queue.ts';
import { lookAtBucket } from '../../stores/parked/look-at-bucket.ts';
import type { EarlierStack } from '../../stores/stacks/earlier-stacks.ts';
import type { ImportedResource } from '../../stores/stacks/import-stack.ts';
import { keptResources } from '../../stores/stacks/kept-resources.ts';
import { lookAtTable } from '../../stores/stacks/look-at-table.ts';
import type { Clients } from '../open-clients.ts';

/** A queue, table or bucket that exists, and that an earlier stack left or a person named. */
export interface LeftResource extends ImportedResource {
  /** The stack that left it. Absent if a person named it. */
  readonly by?: Pick<EarlierStack, 'id' | 'removedAt'>;
  /** What is in it, in words; `undefined` if nobody counts it. */
  readonly holds: string | undefined;
  /** Of a queue: the name of the queue that takes its dead letters. */
  readonly deadLetters?: string | undefined;
}

type Named = Pick<LeftResource, 'name' | 'physicalId' | 'by'>;

/** Returns the resource as it is, or `undefined` if it is gone. @throws {ConfigError} it is none of this adapter. */
export async function lookAt(
  { sqs, dynamoDb, s3 }: Pick<Clients, 'sqs' | 'dynamoDb' | 's3'>,
  named: Named,
): Promise<LeftResource | undefined> {
  const { name, physicalId } = named;
  switch (keptResources[name].type) {
    case 'AWS::SQS::Queue': {
      const seen = await lookAtQueue(sqs(), physicalId);
      return seen && { ...named, ...seen, holds: `messages: ${seen.messages}` };
    }
    case 'AWS::DynamoDB::Table': {
      const seen = await lookAtTable(dynamoDb(), physicalId);
      return seen && { ...named, ...seen, holds: `items: about ${seen.items}` };
    }
    case 'AWS::S3::Bucket': {
      const seen = await lookAtBucket(s3(), physicalId);
      return seen && { ...named, ...seen, holds: undefined };
    }
  }
}

/** Returns what earlier stacks left and still exists. A resource that two of them had counts for the later one. */
export async function lookAtLeft(
  clients: Pick<Clients, 'sqs' | 'dynamoDb' | 's3'>,
  stacks: readonly EarlierStack[],
): Promise<LeftResource[]> {
  const named = new Map<string, Named>();
  for (const by of stacks) {
    for (const [name, physicalId] of by.left) {
      if (!named.has(physicalId)) named.set(physicalId, { name, physicalId, by });
    }
  }
  const seen = await Promise.all([...named.values()].map((one) => lookAt(clients, one)));
  return seen.filter((one) => one !== undefined);
}

/** Names that are compared: the last part of a queue's address. */
export function shortNameOf({ physicalId }: Pick<LeftResource, 'physicalId'>): string {
  return physicalId.split('/').at(-1) ?? physicalId;
}

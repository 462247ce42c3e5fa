import {
  type CloudFormationClient,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import { isKeptName, type KeptName } from './kept-resources.ts';

/** A stack that was removed, and what it left. */
export interface EarlierStack {
  /** Begins the last part of its ARN: stacks of one name have nothing else that tells them apart. */
  readonly id: string;
  readonly removedAt: Date;
  /** Addresses of queues, names of tables and of the bucket. */
  readonly left: ReadonlyMap<KeptName, string>;
}

/**
 * Returns the removed stacks of a name that left something, the newest first. CloudFormation knows a removed stack and
 * its resources for 90 days.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html (read 2026-11-30)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html (read 2026-11-30)
 */
export async function readEarlierStacks(
  client: CloudFormationClient,
  stackName: string,
): Promise<EarlierStack[]> {
  const found: EarlierStack[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks(
    { client },
    { StackStatusFilter: ['DELETE_COMPLETE'] },
  )) {
    for (const { StackName, StackId = '', DeletionTime: removedAt = new Date(0) } of StackSummaries) {
      if (StackName !== stackName) continue;
      const left = await readLeft(client, StackId);
      if (left.size > 0) found.push({ id: shortIdOf(StackId), removedAt, left });
    }
  }
  return found.sort((a, b) => b.removedAt.getTime() - a.removedAt.getTime());
}

/** `DELETE_SKIPPED` is what was kept. */
async function readLeft(client: CloudFormationClient, StackName: string): Promise<Map<KeptName, string>> {
  const left = new Map<KeptName, string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    for (const { LogicalResourceId = '', PhysicalResourceId, ResourceStatus } of StackResourceSummaries) {
      if (ResourceStatus !== 'DELETE_SKIPPED' || PhysicalResourceId === undefined) continue;
      if (isKeptName(LogicalResourceId)) left.set(LogicalResourceId, PhysicalResourceId);
    }
  }
  return left;
}

/** `arn:aws:cloudformation:R:A:stack/NAME/1f2e3d4c-…` */
function shortIdOf(stackId: string): string {
  return (stackId.split('/').at(-1) ?? '').slice(0, 8);
}

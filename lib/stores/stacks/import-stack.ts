import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackImportComplete,
} from '@aws-sdk/client-cloudformation';
import { ConfigError } from '../../model/errors.ts';
import { type KeptName, keptResources } from './kept-resources.ts';

/** How often CloudFormation is asked, and for how long. */
const ASKED = { minDelay: 1, maxDelay: 5, maxWaitTime: 600 };

/** By its address for a queue, by its name for table and bucket: what CloudFormation identifies each type by. */
const IDENTIFIERS = {
  'AWS::SQS::Queue': 'QueueUrl',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
} as const;

/** A resource that exists, with its settings as they are. */
export interface ImportedResource {
  readonly name: KeptName;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Returns the status of a stack, such as `UPDATE_COMPLETE`; `undefined` if there is none. */
export async function readStackStatus(
  client: CloudFormationClient,
  stackName: string,
): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks[0]?.StackStatus;
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/**
 * Makes a stack of resources that exist and belong to no stack. Nothing about them is changed. The template has only what
 * an import allows: every resource has a DeletionPolicy, none is new, and there are no outputs. It gives no resource a
 * name, as the template of the adapter does not, so that the deployment that follows replaces none. Settings are told as
 * they are: CloudFormation does not compare, and the deployment changes what differs from what it was told.
 * @throws {ConfigError} CloudFormation refuses; nothing is left of the attempt, or a stack to remove is named.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html (read 2026-11-30)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html (read 2026-11-30)
 */
export async function importStack(
  client: CloudFormationClient,
  stackName: string,
  resources: readonly ImportedResource[],
): Promise<void> {
  const stack = { StackName: stackName };
  // A name of its own, because an attempt that was broken off leaves its change set.
  const change = { ...stack, ChangeSetName: `take-over-${Date.now()}` };
  try {
    await client.send(
      new CreateChangeSetCommand({
        ...change,
        ChangeSetType: 'IMPORT',
        TemplateBody: templateOf(resources),
        ResourcesToImport: resources.map(({ name, physicalId }) => ({
          LogicalResourceId: name,
          ResourceType: typeOf(name),
          ResourceIdentifier: { [IDENTIFIERS[typeOf(name)]]: physicalId },
        })),
      }),
    );
    await waitUntilChangeSetCreateComplete({ client, ...ASKED }, change);
  } catch (cause) {
    const { StatusReason: reason } = await client.send(new DescribeChangeSetCommand(change)).catch(() => ({
      StatusReason: cause instanceof Error ? cause.message : String(cause),
    }));
    await removeEmptyStack(client, stackName);
    throw new ConfigError(`CloudFormation refuses to import: ${reason}`, [], cause);
  }
  await client.send(new ExecuteChangeSetCommand(change));
  try {
    await waitUntilStackImportComplete({ client, ...ASKED }, stack);
  } catch (cause) {
    const status = await readStackStatus(client, stackName);
    throw new ConfigError(
      `The import did not succeed: the stack ${stackName} is ${status}. Its events say why. Remove it, and begin anew`,
      [],
      cause,
    );
  }
}

function typeOf(name: KeptName) {
  return keptResources[name].type;
}

/** Retain, so that nothing can delete what was there before. The deployment that follows sets the adapter's own policy. */
function templateOf(resources: readonly ImportedResource[]): string {
  const entries = resources.map(({ name, properties }) => [
    name,
    { Type: typeOf(name), DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: properties },
  ]);
  return JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: Object.fromEntries(entries) as unknown,
  });
}

/** A change set that failed leaves a stack without resources, with which `serverless deploy` would not begin. */
async function removeEmptyStack(client: CloudFormationClient, stackName: string): Promise<void> {
  if ((await readStackStatus(client, stackName)) !== 'REVIEW_IN_PROGRESS') return;
  await client.send(new DeleteStackCommand({ StackName: stackName }));
}

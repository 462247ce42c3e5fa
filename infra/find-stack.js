import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/**
 * @typedef {{ Outputs?: { OutputKey?: string, OutputValue?: string }[] }} Stack
 * Returns a stack, or `undefined` if there is none.
 * @param {{ send: (command: DescribeStacksCommand) => Promise<{ Stacks?: Stack[] }> }} client
 * @param {string} stackName
 * @returns {Promise<Stack | undefined>}
 */
export async function findStack(client, stackName) {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks[0];
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';

/** Starts a stand-in that answers `DescribeStacks` with one stack and its outputs. Without outputs there is no stack. */
export function startCloudFormationDouble(
  outputs: Readonly<Record<string, string>> | undefined,
): Promise<RunningServer> {
  return startServer((_, response) => {
    response.writeHead(outputs === undefined ? 400 : 200, { 'content-type': 'text/xml' });
    response.end(outputs === undefined ? MISSING : found(outputs));
    return Promise.resolve();
  });
}

const MISSING =
  '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id s does not exist</Message></Error></ErrorResponse>';

function found(outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs)
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('');
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>s</StackName><Outputs>${members}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

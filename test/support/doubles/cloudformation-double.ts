import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { readBody } from '../../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';

const BUCKET = 'deployment-bucket';

export interface CloudFormationDouble extends RunningServer {
  /** The changes that were carried out, in order, each with its template. */
  readonly changes: readonly { readonly kind: 'CREATE' | 'UPDATE'; readonly template: string }[];
}

/**
 * Starts the part of CloudFormation and STS that a deployment calls. Every change succeeds at once. Templates are read
 * from the S3 at `s3Endpoint`, to which the deployment uploads them.
 */
export async function startCloudFormationDouble(s3Endpoint: string): Promise<CloudFormationDouble> {
  const s3 = new S3Client({ ...localClientSettings(s3Endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const changes: { kind: 'CREATE' | 'UPDATE'; template: string }[] = [];
  const events: string[] = [];
  let stack: { name: string; status: string } | undefined;
  let prepared = '';

  function carryOut(template: string): void {
    const kind = changes.length === 0 ? 'CREATE' : 'UPDATE';
    changes.push({ kind, template });
    if (stack !== undefined) stack.status = `${kind}_COMPLETE`;
    for (const status of [`${kind}_IN_PROGRESS`, `${kind}_COMPLETE`]) {
      events.unshift(eventXml({ id: String(events.length + 1), name: stack?.name ?? '', status }));
    }
  }

  async function templateOf(parameters: URLSearchParams): Promise<string> {
    const url = parameters.get('TemplateURL');
    if (url === null) return parameters.get('TemplateBody') ?? '';
    const Key = decodeURIComponent(new URL(url).pathname).replace(`/${BUCKET}/`, '').replace(/^\//, '');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return (await Body?.transformToString()) ?? '';
  }

  const actions: Readonly<Record<string, (parameters: URLSearchParams) => Promise<string> | string>> = {
    DescribeStacks: () => {
      if (stack === undefined) throw new Error('Stack does not exist');
      return `<Stacks><member>${stackXml(stack.name)}<StackStatus>${stack.status}</StackStatus><CreationTime>2026-11-24T00:00:00Z</CreationTime><Outputs>${outputsXml(changes.at(-1)?.template ?? '{}')}</Outputs></member></Stacks>`;
    },
    CreateStack: async (parameters) => {
      stack = { name: parameters.get('StackName') ?? '', status: '' };
      carryOut(await templateOf(parameters));
      return `<StackId>${idOf(stack.name)}</StackId>`;
    },
    UpdateStack: async (parameters) => {
      carryOut(await templateOf(parameters));
      return `<StackId>${idOf(stack?.name ?? '')}</StackId>`;
    },
    CreateChangeSet: async (parameters) => {
      stack ??= { name: parameters.get('StackName') ?? '', status: 'REVIEW_IN_PROGRESS' };
      prepared = await templateOf(parameters);
      return `<Id>${idOf(stack.name)}/change</Id><StackId>${idOf(stack.name)}</StackId>`;
    },
    DescribeChangeSet: () =>
      `${stackXml(stack?.name ?? '')}<ChangeSetName>change</ChangeSetName><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus><Changes/>`,
    ExecuteChangeSet: () => {
      carryOut(prepared);
      return '';
    },
    DeleteChangeSet: () => '',
    ValidateTemplate: () => '<Capabilities><member>CAPABILITY_IAM</member></Capabilities>',
    DescribeStackEvents: () => `<StackEvents>${events.join('')}</StackEvents>`,
    DescribeStackResource: (parameters) =>
      `<StackResourceDetail>${stackXml(stack?.name ?? '')}<LogicalResourceId>${parameters.get('LogicalResourceId') ?? ''}</LogicalResourceId><PhysicalResourceId>${BUCKET}</PhysicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType><LastUpdatedTimestamp>2026-11-24T00:00:00Z</LastUpdatedTimestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></StackResourceDetail>`,
    ListStackResources: () => '<StackResourceSummaries/>',
    GetCallerIdentity: () =>
      '<Arn>arn:aws:iam::000000000000:user/test</Arn><UserId>test</UserId><Account>000000000000</Account>',
  };

  const server = await startServer(async (request, response) => {
    const parameters = new URLSearchParams((await readBody(request))?.toString() ?? '');
    const name = parameters.get('Action') ?? '';
    try {
      const action = actions[name];
      if (action === undefined) throw new Error(`no action ${name}`);
      const result = await action(parameters);
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(`<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`);
    } catch (error) {
      response.writeHead(name === '' ? 404 : 400, { 'content-type': 'text/xml' });
      const message = error instanceof Error ? error.message : '';
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    }
  });
  return {
    ...server,
    changes,
    stop: async () => {
      s3.destroy();
      await server.stop();
    },
  };
}

function idOf(name: string): string {
  return `arn:aws:cloudformation:ap-northeast-2:000000000000:stack/${name}/11111111-1111-1111-1111-111111111111`;
}

function stackXml(name: string): string {
  return `<StackId>${idOf(name)}</StackId><StackName>${name}</StackName>`;
}

function eventXml({ id, name, status }: { id: string; name: string; status: string }): string {
  return `<member><EventId>${id}</EventId>${stackXml(name)}<LogicalResourceId>${name}</LogicalResourceId><PhysicalResourceId>${idOf(name)}</PhysicalResourceId><ResourceType>AWS::CloudFormation::Stack</ResourceType><Timestamp>${new Date().toISOString()}</Timestamp><ResourceStatus>${status}</ResourceStatus></member>`;
}

function outputsXml(template: string): string {
  const { Outputs = {} } = JSON.parse(template) as { Outputs?: Record<string, unknown> };
  const values: Readonly<Record<string, string>> = {
    ServerlessDeploymentBucketName: BUCKET,
    HttpApiUrl: 'https://abc123.execute-api.ap-northeast-2.amazonaws.com',
  };
  return Object.keys(Outputs)
    .map(
      (key) =>
        `<member><OutputKey>${key}</OutputKey><OutputValue>${values[key] ?? key}</OutputValue></member>`,
    )
    .join('');
}

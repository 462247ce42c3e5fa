import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localClientSettings } from '../../../../infra/local/aws/local-aws.ts';
import { readBody } from '../../../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../../../infra/local/http-server.ts';
import { resolveValue } from './resolve-value.ts';
import {
  type ChangeKind,
  createStackStore,
  type DeployedStack,
  type PhysicalResources,
  readTemplate,
  type StackStore,
} from './stack-store.ts';

export interface CloudFormationDouble extends RunningServer {
  /** The changes that were carried out, in order, each with its template. */
  readonly changes: readonly { readonly kind: ChangeKind; readonly template: string }[];
  readonly store: StackStore;
}

/**
 * Starts the part of CloudFormation and STS that deployments and commands call. A removal asks also for images, of which
 * there are none. Every change succeeds at once, but for an
 * import against the rules. Templates are read from the S3 at `s3Endpoint`, to which the deployment uploads them.
 */
export async function startCloudFormationDouble(
  s3Endpoint: string,
  physical: PhysicalResources,
): Promise<CloudFormationDouble> {
  const s3 = new S3Client({ ...localClientSettings(s3Endpoint), forcePathStyle: true });
  const changes: { kind: ChangeKind; template: string }[] = [];
  const store = createStackStore(physical);
  /** By the ids of their stacks: the name of the change set that was made last. */
  const changeSetNames = new Map<string, string>();

  async function templateOf(parameters: URLSearchParams): Promise<string> {
    const url = parameters.get('TemplateURL');
    if (url === null) return parameters.get('TemplateBody') ?? '';
    const [, Bucket = '', ...key] = decodeURIComponent(new URL(url).pathname).split('/');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key.join('/') }));
    return (await Body?.transformToString()) ?? '';
  }

  /** @throws {Error} there is none, in the words by which the framework and the commands know it. */
  function stackOf(parameters: URLSearchParams): DeployedStack {
    const name = parameters.get('StackName') ?? '';
    const stack = store.find(name);
    if (stack === undefined) throw new Error(`Stack with id ${name} does not exist`);
    return stack;
  }

  const actions: Readonly<Record<string, (parameters: URLSearchParams) => Promise<string> | string>> = {
    DescribeStacks: (parameters) => {
      const stack = stackOf(parameters);
      return `<Stacks><member>${stackXml(stack)}<StackStatus>${stack.status}</StackStatus><CreationTime>2026-11-24T00:00:00Z</CreationTime><Outputs>${outputsXml(stack)}</Outputs></member></Stacks>`;
    },
    ListStacks: (parameters) => {
      const wanted = [...parameters]
        .filter(([key]) => key.startsWith('StackStatusFilter'))
        .map(([, one]) => one);
      const found = store.stacks.filter(({ status }) => wanted.includes(status));
      return `<StackSummaries>${found.map((stack) => `<member>${stackXml(stack)}<StackStatus>${stack.status}</StackStatus><CreationTime>2026-11-24T00:00:00Z</CreationTime>${stack.deletedAt === undefined ? '' : `<DeletionTime>${stack.deletedAt.toISOString()}</DeletionTime>`}</member>`).join('')}</StackSummaries>`;
    },
    ListStackResources: (parameters) =>
      `<StackResourceSummaries>${[...stackOf(parameters).resources]
        .map(([name, { type, physicalId, status }]) => resourceXml({ name, type, physicalId, status }))
        .map((xml) => `<member>${xml}</member>`)
        .join('')}</StackResourceSummaries>`,
    DescribeStackResource: (parameters) => {
      const stack = stackOf(parameters);
      const name = parameters.get('LogicalResourceId') ?? '';
      const resource = stack.resources.get(name);
      if (resource === undefined) throw new Error(`Resource ${name} does not exist for stack ${stack.name}`);
      return `<StackResourceDetail>${stackXml(stack)}${resourceXml({ name, ...resource })}</StackResourceDetail>`;
    },
    CreateChangeSet: async (parameters) => {
      const changeSetName = parameters.get('ChangeSetName') ?? '';
      const waiting = store.living(parameters.get('StackName') ?? '');
      if (waiting?.changeSet !== undefined && changeSetNames.get(waiting.id) === changeSetName)
        throw new Error(`ChangeSet ${changeSetName} already exists in stack ${waiting.id}`);
      const stack = await store.prepare(parameters.get('StackName') ?? '', {
        kind: (parameters.get('ChangeSetType') ?? 'UPDATE') as ChangeKind,
        template: await templateOf(parameters),
        toImport: readToImport(parameters),
      });
      changeSetNames.set(stack.id, changeSetName);
      return `<Id>${stack.id}/change</Id><StackId>${stack.id}</StackId>`;
    },
    DescribeChangeSet: (parameters) => {
      const stack = stackOf(parameters);
      const fault = stack.changeSet?.fault;
      const status =
        fault === undefined
          ? '<Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus>'
          : `<Status>FAILED</Status><StatusReason>${escapeXml(fault)}</StatusReason>`;
      return `${stackXml(stack)}<ChangeSetName>change</ChangeSetName>${status}<Changes/>`;
    },
    ExecuteChangeSet: async (parameters) => {
      const { name, changeSet } = stackOf(parameters);
      await store.execute(name);
      if (changeSet !== undefined) changes.push({ kind: changeSet.kind, template: changeSet.template });
      return '';
    },
    DeleteChangeSet: (parameters) => {
      stackOf(parameters).changeSet = undefined;
      return '';
    },
    DeleteStack: (parameters) => {
      store.remove(parameters.get('StackName') ?? '');
      return '';
    },
    GetTemplate: (parameters) => `<TemplateBody>${escapeXml(stackOf(parameters).template)}</TemplateBody>`,
    ValidateTemplate: () => '<Capabilities><member>CAPABILITY_IAM</member></Capabilities>',
    DescribeStackEvents: (parameters) => {
      const stack = stackOf(parameters);
      if (stack.deletedAt !== undefined) throw new Error(`Stack [${stack.name}] does not exist`);
      return `<StackEvents>${stack.events.map((event) => eventXml(stack, event)).join('')}</StackEvents>`;
    },
    GetCallerIdentity: () =>
      '<Arn>arn:aws:iam::000000000000:user/test</Arn><UserId>test</UserId><Account>000000000000</Account>',
  };

  const server = await startServer(async (request, response) => {
    if (String(request.headers['x-amz-target']).endsWith('.DescribeRepositories')) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"__type":"RepositoryNotFoundException"}');
      return;
    }
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
      const message = escapeXml(error instanceof Error ? error.message : '');
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    }
  });
  return {
    ...server,
    changes,
    store,
    stop: async () => {
      s3.destroy();
      await server.stop();
    },
  };
}

/** `ResourcesToImport.member.1.ResourceIdentifier.entry.1.key` and so on. */
function readToImport(parameters: URLSearchParams) {
  const found = [];
  for (let index = 1; ; index += 1) {
    const of = (key: string): string => parameters.get(`ResourcesToImport.member.${index}.${key}`) ?? '';
    const name = of('LogicalResourceId');
    if (name === '') return found;
    const property = of('ResourceIdentifier.entry.1.key');
    found.push({ name, type: of('ResourceType'), property, value: of('ResourceIdentifier.entry.1.value') });
  }
}

function stackXml({ id, name }: DeployedStack): string {
  return `<StackId>${id}</StackId><StackName>${name}</StackName>`;
}

function resourceXml(resource: {
  readonly name: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
}): string {
  const { name, type, physicalId, status } = resource;
  return `<LogicalResourceId>${name}</LogicalResourceId><PhysicalResourceId>${escapeXml(physicalId)}</PhysicalResourceId><ResourceType>${type}</ResourceType><LastUpdatedTimestamp>2026-11-24T00:00:00Z</LastUpdatedTimestamp><ResourceStatus>${status}</ResourceStatus>`;
}

function eventXml(stack: DeployedStack, { id, status }: DeployedStack['events'][number]): string {
  return `<member><EventId>${id}</EventId>${stackXml(stack)}<LogicalResourceId>${stack.name}</LogicalResourceId><PhysicalResourceId>${stack.id}</PhysicalResourceId><ResourceType>AWS::CloudFormation::Stack</ResourceType><Timestamp>${new Date().toISOString()}</Timestamp><ResourceStatus>${status}</ResourceStatus></member>`;
}

function outputsXml(stack: DeployedStack): string {
  return Object.entries(readTemplate(stack.template).Outputs)
    .map(([key, { Value }]) => {
      const value = escapeXml(resolveValue(Value, stack));
      return `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`;
    })
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

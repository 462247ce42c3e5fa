import { readBody } from '../../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';

interface Asked {
  readonly Name: string;
  readonly Names: readonly string[];
  readonly Value: string;
  readonly Path: string;
  readonly Type: 'String' | 'SecureString';
  readonly NextToken?: string;
}

export interface WritableParameterStore extends RunningServer {
  /** Value by name. */
  readonly parameters: Map<string, string>;
}

/** Starts the part of SSM that writes and reads parameters, lists them in pages of one, and deletes them. */
export async function startWritableParameterStore(): Promise<WritableParameterStore> {
  const parameters = new Map<string, string>();
  const operations: Readonly<Record<string, (asked: Asked) => unknown>> = {
    'AmazonSSM.PutParameter': ({ Name, Value, Type }) => {
      if (Type !== 'SecureString' && !Name.endsWith('-index')) throw new Error('a secret in the clear');
      parameters.set(Name, Value);
      return { Version: 1 };
    },
    'AmazonSSM.GetParametersByPath': ({ Path, NextToken = '0' }) => {
      const below = [...parameters].filter(([name]) => name.startsWith(`${Path}/`));
      const index = Number(NextToken);
      const Parameters = below.slice(index, index + 1).map(([Name, Value]) => ({ Name, Value }));
      return { Parameters, ...(index + 1 < below.length && { NextToken: String(index + 1) }) };
    },
    'AmazonSSM.GetParameter': ({ Name }) => {
      const Value = parameters.get(Name);
      return Value === undefined ? undefined : { Parameter: { Name, Value } };
    },
    'AmazonSSM.GetParameters': ({ Names }) => ({
      Parameters: Names.flatMap((Name) => {
        const Value = parameters.get(Name);
        return Value === undefined ? [] : [{ Name, Value }];
      }),
    }),
    'AmazonSSM.DeleteParameters': ({ Names }) => {
      for (const name of Names) parameters.delete(name);
      return { DeletedParameters: Names };
    },
  };
  const server = await startServer(async (request, response) => {
    const asked = JSON.parse((await readBody(request))?.toString() ?? '') as Asked;
    const operation = operations[String(request.headers['x-amz-target'])];
    const answer = operation?.(asked);
    const fault = { __type: operation === undefined ? 'UnknownOperationException' : 'ParameterNotFound' };
    response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer ?? fault));
  });
  return { ...server, parameters };
}

import { paginateDescribeParameters, type SSMClient } from '@aws-sdk/client-ssm';
import { UnavailableError } from '../../model/errors.ts';

/** A part of a connection that is a parameter of its own. */
export type ConnectionPart = 'shop' | 'export';

/** SSM hands out at most 50 names a call. */
const PAGE_SIZE = 50;
/** Thousands of connections are dozens of calls. */
const BUDGET_MS = 20_000;

/**
 * Returns the ids of all connections that have a part, sorted. Only names are read: a role that may do this may read no
 * value, while listing by path would hand out every secret of every connection.
 * @throws {UnavailableError} SSM is unavailable.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html (read 2026-11-29)
 */
export async function connectionIds(
  { ssm, path }: { readonly ssm: SSMClient; readonly path: string },
  part: ConnectionPart,
): Promise<string[]> {
  const ids: string[] = [];
  const ParameterFilters = [{ Key: 'Path', Option: 'Recursive', Values: [path] }];
  try {
    const abort = { abortSignal: AbortSignal.timeout(BUDGET_MS) };
    const pages = paginateDescribeParameters(
      { client: ssm, pageSize: PAGE_SIZE },
      { ParameterFilters },
      abort,
    );
    for await (const { Parameters = [] } of pages) {
      for (const { Name = '' } of Parameters) {
        const [id = '', of] = Name.slice(path.length + 1).split('/');
        if (of === part) ids.push(id);
      }
    }
  } catch (cause) {
    throw new UnavailableError('The connections cannot be listed', {
      code: 'connections-unavailable',
      cause,
    });
  }
  return ids.sort();
}

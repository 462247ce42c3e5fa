import {
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  type Parameter,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import * as v from 'valibot';
import {
  ApiClientSchema,
  type Connection,
  type DfineryConnection,
  type ExportConnection,
  ListedDfinerySchema,
  ListedExportSchema,
  ShopConnectionSchema,
} from '../../model/connection.ts';
import { ConfigError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import type { ApiClient } from '../../sources/shop-api.ts';
import { decodeIndex, indexName, MAX_LISTED } from './connection-index.ts';
import { type IndexPorts, settleIndex } from './settle-index.ts';

export type StoredShop = v.InferOutput<typeof ShopConnectionSchema>;

/** A connection as stored in SSM. A part may be missing if the others were written by hand. */
export interface StoredConnection {
  readonly id: string;
  readonly shop: StoredShop | undefined;
  readonly dfinery: DfineryConnection | undefined;
  /** Present if the shop's API is used. */
  readonly api: ApiClient | undefined;
  /** Present if arrivals at Dfinery are checked. */
  readonly export: ExportConnection | undefined;
}

/** The parts of a connection that it may do without. */
export type OptionalPart = 'api' | 'export';

/** The index of connections, compared with them. `full`: there are more connections than an index can list. */
export type IndexState =
  | { readonly kind: 'none' }
  | { readonly kind: 'full' }
  | { readonly kind: 'index'; readonly lacks: readonly string[] };

/** The connections of a stage as an operator uses them. All methods throw if SSM cannot be reached. */
export interface StoredConnections {
  /** Returns all connections by id. @throws {ConfigError} one is invalid; names its paths, never a value. */
  list(): Promise<ReadonlyMap<string, StoredConnection>>;
  /**
   * Writes every part, the receiver's last: by then orders can be fetched and sent. Returns when every instance of the
   * receiver finds it, after 6 s if it is new.
   */
  put(id: string, connection: Connection): Promise<void>;
  /** Removes parts that a connection no longer needs. */
  removeParts(id: string, parts: readonly OptionalPart[]): Promise<void>;
  /** Removes every part. */
  remove(id: string): Promise<void>;
  /** Makes the index list exactly the connections, if some were written or removed by other means. */
  rebuildIndex(): Promise<void>;
  /** Returns whether the index lists every connection. */
  readIndex(): Promise<IndexState>;
}

/** Returns the connections below `{path}`, each stored as `{id}/shop`, `{id}/dfinery`, `{id}/api` and `{id}/export`. */
export function createStoredConnections(options: {
  readonly ssm: SSMClient;
  readonly path: string;
  readonly sleep: (ms: number) => Promise<unknown>;
}): StoredConnections {
  const { ssm, path, sleep } = options;

  async function readAll({ decrypt }: { readonly decrypt: boolean }): Promise<Parameter[]> {
    const found: Parameter[] = [];
    let NextToken: string | undefined;
    do {
      const command = new GetParametersByPathCommand({
        Path: path,
        Recursive: true,
        WithDecryption: decrypt,
        ...(NextToken !== undefined && { NextToken }),
      });
      const page = await ssm.send(command);
      found.push(...(page.Parameters ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  }

  async function write(name: string, value: unknown): Promise<void> {
    const parameter = {
      Name: `${path}/${name}`,
      Value: JSON.stringify(value),
      Type: 'SecureString' as const,
    };
    // Above 4 KB, such as with many excluded identities, SSM chooses the larger, dearer tier by itself.
    await ssm.send(new PutParameterCommand({ ...parameter, Overwrite: true, Tier: 'Intelligent-Tiering' }));
  }

  async function removeParts(id: string, parts: readonly string[]): Promise<void> {
    await ssm.send(new DeleteParametersCommand({ Names: parts.map((part) => `${path}/${id}/${part}`) }));
  }

  const index: IndexPorts = {
    listIds: async () => {
      const names = (await readAll({ decrypt: false })).map(({ Name = '' }) => Name.slice(path.length + 1));
      return names.filter((name) => name.endsWith('/shop')).map((name) => name.slice(0, -'/shop'.length));
    },
    read: async () => {
      try {
        const { Parameter } = await ssm.send(new GetParameterCommand({ Name: indexName(path) }));
        return Parameter?.Value;
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },
    write: async (text) => {
      const Name = indexName(path);
      // Whoever may read it may list the connections themselves.
      const parameter = { Name, Value: text, Type: 'String' as const, Tier: 'Standard' as const };
      if (text === undefined) await ssm.send(new DeleteParametersCommand({ Names: [Name] }));
      else await ssm.send(new PutParameterCommand({ ...parameter, Overwrite: true }));
    },
    sleep,
  };

  return {
    async list() {
      const connections = new Map<string, StoredConnection>();
      for (const { Name = '', Value = '' } of await readAll({ decrypt: true })) {
        const [id = '', half] = Name.slice(path.length + 1).split('/');
        const known = connections.get(id) ?? { ...NO_PARTS, id };
        if (half === 'shop') connections.set(id, { ...known, shop: read(ShopConnectionSchema, Value, Name) });
        if (half === 'dfinery')
          connections.set(id, { ...known, dfinery: read(ListedDfinerySchema, Value, Name) });
        if (half === 'api') connections.set(id, { ...known, api: read(ApiClientSchema, Value, Name) });
        if (half === 'export')
          connections.set(id, { ...known, export: read(ListedExportSchema, Value, Name) });
      }
      return connections;
    },
    async put(id, { dfinery: { exportToken, ...dfinery }, api, ...shop }) {
      const isNew = !(await index.listIds()).includes(id);
      await write(`${id}/dfinery`, dfinery);
      if (api !== undefined) await write(`${id}/api`, api);
      if (exportToken !== undefined)
        await write(`${id}/export`, { serviceId: dfinery.serviceId, exportToken });
      await write(`${id}/shop`, { ...shop, dfinery: { serviceId: dfinery.serviceId } });
      await settleIndex(index, isNew ? id : undefined);
    },
    removeParts,
    async remove(id) {
      await removeParts(id, ['shop', 'dfinery', 'api', 'export']);
      await settleIndex(index);
    },
    rebuildIndex: () => settleIndex(index),
    async readIndex() {
      const ids = await index.listIds();
      if (ids.length > MAX_LISTED) return { kind: 'full' };
      const listed = decodeIndex((await index.read()) ?? '');
      if (listed === undefined) return { kind: 'none' };
      return { kind: 'index', lacks: ids.filter((id) => !listed.has(id)) };
    },
  };
}

const NO_PARTS = { shop: undefined, dfinery: undefined, api: undefined, export: undefined };

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'), schema), text);
  if (result.success) return result.output;
  throw new ConfigError(`The parameter ${name} is invalid`, toIssues(result.issues));
}

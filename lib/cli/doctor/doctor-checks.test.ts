import { describe, expect, test } from 'vitest';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import type { Connection } from '../../model/connection.ts';
import type { OperatorAccess } from '../operator-access.ts';
import type { CheckResult } from './check-result.ts';
import { checks } from './doctor-checks.ts';

const own = (name: string) => ({ shop: `${name}.myshopify.com`, secrets: [`signing-secret-of-${name}`] });

describe('the check of the stored connections', () => {
  test('names them if they go together', async () => {
    const second = aConnection({ ...own('second'), externalIdPrefix: 'second-' });
    expect(await check({ main: aConnection(), second })).toEqual({ state: 'ok', found: 'main, second' });
  });

  test('fails for shops whose customers may mix, and names both', async () => {
    const { state, found, advice } = await check({
      main: aConnection(),
      second: aConnection({ ...own('second'), externalIdPrefix: '1' }),
    });

    expect(state).toBe('fail');
    expect(found).toMatch(/^main\.externalIdPrefix .*second.*; second\.externalIdPrefix .*main/);
    expect(advice).toContain('docs/connections.md');
  });

  test('warns of a secret that two connections have, without quoting it', async () => {
    const { secrets } = aConnection();
    const second = aConnection({ ...own('second'), secrets, externalIdPrefix: 'second-' });
    const { state, found } = await check({ main: aConnection(), second });

    expect(state).toBe('warn');
    expect(found).toContain('main.secrets.0 is a secret of second too');
    for (const secret of secrets) expect(found).not.toContain(secret);
  });
});

async function check(connections: Readonly<Record<string, Connection>>): Promise<CheckResult> {
  const stored = new Map(
    Object.entries(connections).map(([id, { api, ...shop }]) => [
      id,
      { id, shop, dfinery: shop.dfinery, api },
    ]),
  );
  const access: Partial<Record<keyof OperatorAccess, unknown>> = {
    connections: () => ({ list: () => Promise.resolve(stored) }),
  };
  const { run } = checks.find(({ name }) => name === 'connections') ?? {};
  if (run === undefined) throw new Error('There is no such check');
  return run(access as OperatorAccess);
}

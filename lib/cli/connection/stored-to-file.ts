import type { StoredConnection } from '../../stores/connections/stored-connections.ts';
import { maskText } from '../mask.ts';

/**
 * Returns a stored connection in the form that `connection put` takes. What is stored twice, as the service id is, is taken
 * from the receiver's part; of a part that is missing nothing is there. Pure.
 */
export function toConnectionFile({ shop, dfinery, api, export: arrivals }: StoredConnection) {
  const serviceId = shop?.dfinery.serviceId ?? dfinery?.serviceId;
  return {
    ...shop,
    dfinery: {
      ...(serviceId !== undefined && { serviceId }),
      ...(dfinery && { accessToken: dfinery.accessToken }),
      ...(arrivals && { exportToken: arrivals.exportToken }),
    },
    ...(api && { api }),
  };
}

/** Returns such a file with its secrets masked. `connection put` refuses it. */
export function toMaskedFile(stored: StoredConnection) {
  const { dfinery, api, ...rest } = toConnectionFile(stored);
  const { accessToken, exportToken } = dfinery;
  return {
    ...rest,
    ...(rest.secrets && { secrets: rest.secrets.map(maskText) }),
    dfinery: {
      ...dfinery,
      ...(accessToken !== undefined && { accessToken: maskText(accessToken) }),
      ...(exportToken !== undefined && { exportToken: maskText(exportToken) }),
    },
    ...(api && { api: { ...api, clientSecret: maskText(api.clientSecret) } }),
  };
}

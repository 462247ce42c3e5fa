/** The account and the region that the stand-ins play. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'ap-northeast-2';

/** Settings of an AWS client that talks to a stand-in. Credentials are not checked, but must be there. */
export function localClientSettings(endpoint: string) {
  return {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
}

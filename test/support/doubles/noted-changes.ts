import { startCloudWatchDouble } from '../../../infra/local/aws/cloudwatch-double.ts';
import { readBody } from '../../../infra/local/http-body.ts';
import { startServer } from '../../../infra/local/http-server.ts';

const ARN = 'arn:aws:iam::123456789012:user/kim';
const ANSWER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${ARN}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** Starts what commands of a stage note their changes with: a log, and the part of STS that says who they are. */
export async function startNotedChanges() {
  const cloudWatch = await startCloudWatchDouble();
  const sts = await startServer(async (request, response) => {
    await readBody(request);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(ANSWER);
  });
  return {
    caller: ARN,
    environment: { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cloudWatch.url, AWS_ENDPOINT_URL_STS: sts.url },
    /** Returns the notes of a stage, in order. */
    notes: (stage: string): unknown[] =>
      cloudWatch
        .linesOf(`/dfinery-webhook-adapter/${stage}/changes`)
        .map((line) => JSON.parse(line) as unknown),
    stop: async () => {
      await cloudWatch.stop();
      await sts.stop();
    },
  };
}

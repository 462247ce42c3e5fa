/**
 * What Lambda itself writes of an invocation: one line at its start and one at its end, with `logFormat: JSON` and the
 * level of the platform's lines as it is by default.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html (read 2026-11-24)
 */
export function platformLines(functionName: string): readonly [string, string] {
  const time = '2026-11-24T00:00:00.000Z';
  const requestId = '00000000-0000-0000-0000-000000000000';
  const start = {
    requestId,
    functionArn: `arn:aws:lambda:ap-northeast-2:000000000000:function:${functionName}`,
    version: '$LATEST',
  };
  const metrics = { durationMs: 23.569, billedDurationMs: 24, memorySizeMB: 512, maxMemoryUsedMB: 118 };
  return [
    JSON.stringify({ time, type: 'platform.start', record: start }),
    JSON.stringify({ time, type: 'platform.report', record: { requestId, metrics, status: 'success' } }),
  ];
}

import type { Environment } from '../../../lib/runtime/config.ts';
import { createPowertoolsTelemetry } from '../../../lib/runtime/powertools.ts';
import type { Telemetry } from '../../../lib/runtime/telemetry.ts';

/** Returns the lines that one invocation of a function writes, in order. Its names are those of the local stack. */
export function linesOfInvocation(
  work: (telemetry: Telemetry) => void,
  environment: Environment = {},
): readonly string[] {
  const telemetry = createPowertoolsTelemetry({
    ...environment,
    POWERTOOLS_SERVICE_NAME: 'adapter',
    POWERTOOLS_METRICS_NAMESPACE: 'adapter',
  });
  const written = captureWritten();
  try {
    work(telemetry);
    telemetry.flush();
  } finally {
    written.stop();
  }
  return written.lines();
}

/** Takes what is written to standard output and standard error until it is stopped. */
export function captureWritten() {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];
  const own = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) {
    stream.write = (chunk: unknown): boolean => {
      written.push(String(chunk));
      return true;
    };
  }
  return {
    lines: (): string[] =>
      written
        .join('')
        .split('\n')
        .filter((line) => line !== ''),
    stop: () => {
      streams.forEach((stream, index) => {
        Object.assign(stream, { write: own[index] });
      });
    },
  };
}

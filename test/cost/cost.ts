import { readFile, writeFile } from 'node:fs/promises';
import { readMeasured } from '../../infra/cost/measured.ts';
import { runCost } from '../../infra/cost/run-cost.ts';
import { measure } from './measure.ts';

/** `npm run cost`. It stands among the tests because it measures with what they run the packaged functions with. */
process.exitCode = await runCost(process.argv.slice(2), {
  print: (text) => {
    console.log(text);
  },
  complain: (text) => {
    console.error(text);
  },
  read: (file) => readFile(file, 'utf8'),
  write: (file, text) => writeFile(file, text),
  measured: readMeasured,
  measure,
});

import { envelopeSchema } from '../report/envelope.ts';
import { REPORT_KINDS } from '../report/kinds/index.ts';
import { cliPage } from './cli-page.ts';
import { errorsPage } from './errors-page.ts';

/** Every generated page: path below docs/ → text. */
export const generatedPages = (): ReadonlyMap<string, string> =>
  new Map([
    ['errors.md', errorsPage()],
    ['cli.md', cliPage()],
    ...REPORT_KINDS.map((kind): [string, string] => [
      `schemas/${kind.name}.json`,
      `${JSON.stringify(envelopeSchema(kind as never), null, 2)}\n`,
    ]),
  ]);

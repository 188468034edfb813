import type { SourceSurvey } from '@meterline/server';
import { tildePath } from '../render/name.ts';
import { nextLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { renderTable } from '../render/table.ts';
import { plain, wrap } from '../render/text.ts';

/** The first screen on a machine without any log: what was looked for, where, and what to do now. */
export const noLogsLines = (
  survey: readonly SourceSurvey[],
  screen: Screen,
  home: string,
  name: string,
): readonly string[] => {
  const looked = survey
    .filter(({ enabled, roots }) => enabled && roots.length > 0)
    .map(({ name, roots }) => ({
      name,
      path: tildePath(roots[0]?.path ?? '', home),
      more: roots.length - 1,
    }));
  return [
    screen.paint.title('No logs of coding agents on this machine yet'),
    ...wrap(
      'Meterline reads what agents write down of their calls. It found nothing in the places below.',
      screen.width,
    ).map(screen.paint.faint),
    '',
    ...renderTable(
      [
        { head: 'Program', cell: ({ name }) => name },
        {
          head: 'Looked in',
          min: 20,
          keep: 'end',
          cell: ({ path, more }) => `${plain(path)}${more > 0 ? ` (and ${more} more)` : ''}`,
        },
      ],
      looked,
      screen,
    ),
    '',
    'What to do:',
    ...nextLines(
      [
        { command: demoCommand(name), says: 'look around with sample logs' },
        { command: `${name} import FILE`, says: 'a log, CSV or JSON lines' },
        { command: `${name} connect NAME --path DIR`, says: 'logs kept in another place' },
      ],
      screen,
    ),
    '',
    'Or use one of these programs, then run this again: its calls will be here.',
  ];
};

const demoCommand = (name: string): string =>
  name.startsWith('npm') ? 'npm start -- --demo' : `${name} start --demo`;

import { MeterlineError } from '@meterline/core';

const READERS = ['SELECT', 'WITH', 'VALUES', 'EXPLAIN'];

/**
 * Lets one reading statement through and gives it without its last semicolon. SQLite would run the first statement of
 * several and ignore the rest in silence. Throws SQL_INVALID.
 */
export const checkStatement = (statement: string): string => {
  const bare = withoutTexts(statement);
  const end = bare.search(/;\s*$/);
  const body = end === -1 ? bare : bare.slice(0, end);
  const word = /^\s*([A-Za-z]+)/.exec(body)?.[1]?.toUpperCase() ?? '';
  if (body.includes(';')) throw refused('It holds more than one statement.');
  if (!READERS.includes(word)) throw refused(`It begins with "${word}"; only ${READERS.join(', ')} read.`);
  return statement.slice(0, body.length);
};

/** The statement with comments and quoted texts blanked out, everything else in its place. */
const withoutTexts = (statement: string): string =>
  statement.replace(QUOTED, (text) => ' '.repeat(text.length));

// 'text', "name", `name`, [name], -- to the end of the line, /* … */; an open one reaches to the end.
const QUOTED =
  /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

const refused = (reason: string): MeterlineError =>
  new MeterlineError({
    code: 'SQL_INVALID',
    message: `The SQL statement cannot be run. ${reason}`,
    hint: 'The ledger is read with a single SELECT.',
  });

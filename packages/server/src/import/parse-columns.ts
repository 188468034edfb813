import { fail, ok, type Result } from '@meterline/core';

/**
 * A column map as people write it: `time=Date`, or several with commas between, as our field → their header. None at
 * all gives undefined.
 *
 * @param flag What the map is called where it was written.
 */
export const parseColumns = (
  maps: readonly string[],
  flag: '--map' | 'map',
): Result<Readonly<Record<string, string>> | undefined> => {
  if (maps.length === 0) return ok(undefined);
  const columns: Record<string, string> = {};
  for (const pair of maps.flatMap((map) => map.split(/,(?=[\w.]+=)/))) {
    const at = pair.indexOf('=');
    const [field, header] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at <= 0 || header === '')
      return fail(
        'USAGE_FLAG_INVALID',
        `${flag} is '${pair}', but must be FIELD=HEADER.`,
        `For example ${flag === 'map' ? EXAMPLE_QUERY : EXAMPLE_FLAGS}.`,
      );
    columns[field] = header;
  }
  return ok(columns);
};

const EXAMPLE_FLAGS = '--map time=Date --map model=Model --map input="Input Tokens"';
const EXAMPLE_QUERY = '?map=time=Date,model=Model,input=Input';

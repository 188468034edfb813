import { MeterlineError } from '@meterline/core';

/** `--map time=Date --map input="Input Tokens"`, or several with commas between, as our field → their header. */
export const columnsOf = (maps: readonly string[]): Readonly<Record<string, string>> | undefined => {
  if (maps.length === 0) return undefined;
  const columns: Record<string, string> = {};
  for (const pair of maps.flatMap((map) => map.split(/,(?=[\w.]+=)/))) {
    const at = pair.indexOf('=');
    const [field, header] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at <= 0 || header === '')
      throw new MeterlineError({
        code: 'USAGE_FLAG_INVALID',
        message: `--map is '${pair}', but must be FIELD=HEADER.`,
        hint: 'For example --map time=Date --map model=Model --map input="Input Tokens".',
      });
    columns[field] = header;
  }
  return columns;
};

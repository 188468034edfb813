import { MeterlineError } from '@meterline/core';
import type { ClientLink, Setting } from './client-link.ts';
import { editEnv } from './edit-env.ts';
import { editJson } from './edit-json.ts';
import { editTomlFile } from './edit-toml.ts';
import { type Splice, spliceBetween } from './splice.ts';

export interface FileEdit {
  readonly after: string;
  /** One for each setting, so that a receipt holds nothing else of the file. */
  readonly splices: readonly Splice[];
}

const EDITORS = { json: editJson, toml: editTomlFile, env: editEnv } as const;

/** The text with the settings of a link. Throws a fault that says what to set by hand where the text does not let it. */
export const editFile = (link: ClientLink, url: string, file: string, before: string): FileEdit => {
  const settings = link.settings(url);
  let after = before;
  const splices: Splice[] = [];
  for (const setting of settings) {
    const next = EDITORS[link.format](after, [setting]);
    if (!next.ok)
      throw new MeterlineError({
        ...next.fault,
        message: `${file}: ${next.fault.message}`,
        hint: `Nothing was changed. Set by hand: ${settings.map(byHand).join(', ')}.`,
      });
    if (next.value !== after) splices.push(spliceBetween(after, next.value));
    after = next.value;
  }
  return { after, splices };
};

const byHand = ({ path, value }: Setting): string => `${path.join('.')} = ${JSON.stringify(value)}`;

import { isZone, MeterlineError, zoneName } from '@meterline/core';
import { didYouMean } from '../program/suggest.ts';

/** The last part of a zone's name is what people type: `berlin` means `Europe/Berlin`. */
const zonesLike = (name: string): string => {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  const city = name.split('/').at(-1)?.toLowerCase().replaceAll(' ', '_') ?? '';
  const sameCity = zones.find((zone) => zone.split('/').at(-1)?.toLowerCase() === city);
  return sameCity === undefined ? didYouMean(name, zones) : ` Did you mean '${sameCity}'?`;
};

/** `--zone`, when it is given and real, as the zone database spells it. */
export const checkedZone = (name: string | undefined): string | undefined => {
  if (name === undefined) return undefined;
  if (isZone(name)) return zoneName(name);
  throw new MeterlineError({
    code: 'ZONE_UNKNOWN',
    message: `--zone is '${name}', which is no IANA time zone.${zonesLike(name)}`,
    hint: 'Zones are named like Europe/Berlin, America/New_York, Asia/Kolkata or UTC.',
  });
};

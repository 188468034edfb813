/** Zones that are listed at once; more typing finds the others. */
export const MAX_ZONES = 30;

const words = (text: string): string => text.toLowerCase().replaceAll('_', ' ').replaceAll('/', ' ').trim();

/** Zones of which every typed word is a part: `new york` finds `America/New_York`. Those that begin so come first. */
export const findZones = (zones: readonly string[], typed: string): readonly string[] => {
  const wanted = words(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = zones.filter((zone) => wanted.every((word) => words(zone).includes(word)));
  const first = wanted[0];
  if (first === undefined) return found.slice(0, MAX_ZONES);
  const begins = (zone: string): number =>
    words(zone)
      .split(' ')
      .some((word) => word.startsWith(first))
      ? 0
      : 1;
  return [...found].sort((a, b) => begins(a) - begins(b)).slice(0, MAX_ZONES);
};

/** Names that the zone database has given up, which browsers still list, and those that people look for. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** All zones of this browser, by their names of today; UTC is in some lists only. */
export const knownZones = (
  listed: readonly string[] = Intl.supportedValuesOf('timeZone'),
): readonly string[] => [...new Set(['UTC', ...listed.map((zone) => RENAMED[zone] ?? zone)])].sort();

/** `Sunday 22 November 2026, 15:38`: what it is there at an instant. */
export const wallClock = (instant: number, zone: string): string => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  const day = [part('weekday'), part('day'), part('month'), part('year')].join(' ');
  return `${day}, ${part('hour')}:${part('minute')}`;
};

/** `UTC+5:45`; empty for UTC itself. */
export const offsetText = (instant: number, zone: string): string => {
  const part = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return (part ?? '').replace('GMT', 'UTC').replace('-', '−');
};

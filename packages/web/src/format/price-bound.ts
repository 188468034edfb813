/** A bound of a price is an instant of UTC; one at midnight is a day. */
export const boundText = (iso: string): string => {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  if (day === undefined) return iso;
  return minute === '00:00' ? day : `${day} ${minute} UTC`;
};

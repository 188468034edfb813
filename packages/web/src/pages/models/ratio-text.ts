const figure = (value: number): string =>
  value >= 9.95 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1).replace(/\.0$/, '');

/** Input beside output, the smaller of them as 1: `34 : 1`, `1 : 2.5`. A dash where nothing was sent or nothing came. */
export const ratioText = (outputPerInput: number | null): string => {
  if (outputPerInput === null || outputPerInput === 0) return '–';
  return outputPerInput <= 1 ? `${figure(1 / outputPerInput)} : 1` : `1 : ${figure(outputPerInput)}`;
};

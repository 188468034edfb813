import { type Dimension, MeterlineError, PLAIN_DIMENSIONS, parseDimension } from '@meterline/core';
import { didYouMean } from '../program/suggest.ts';

const MAX_DIMENSIONS = 6;

/** A dimension by name. A fault names the flag, the word, and every word that is valid. */
export const dimensionOf = (flag: string, word: string): Dimension => {
  const dimension = parseDimension(word);
  if (dimension.ok) return dimension.value;
  const meant = word === 'day' || word === 'hour' || word === 'week' || word === 'month';
  throw new MeterlineError({
    code: 'DIMENSION_UNKNOWN',
    message: `--${flag} has '${word}', which is no dimension.${didYouMean(word, PLAIN_DIMENSIONS)}`,
    hint: meant ? `For time use --interval ${word}.` : `Dimensions: ${PLAIN_DIMENSIONS.join(', ')}, tag:KEY.`,
  });
};

/** `--by project,model` */
export const dimensionsOf = (
  text: string | undefined,
  fallback: readonly Dimension[],
): readonly Dimension[] => {
  if (text === undefined) return fallback;
  const words = text.split(',').map((word) => word.trim());
  const dimensions = words.filter((word) => word !== '').map((word) => dimensionOf('by', word));
  const unique = [...new Set(dimensions)];
  if (unique.length > 0 && unique.length <= MAX_DIMENSIONS) return unique;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--by '${text}' names ${unique.length} dimensions; give 1 to ${MAX_DIMENSIONS}, separated by commas.`,
  });
};

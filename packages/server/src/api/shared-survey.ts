import type { Meterline, SourceSurvey } from '../meterline.ts';

/** Looks through folders once for all that ask while it is done: many pages ask at the same moment. */
export const sharedSurvey = (): ((meterline: Meterline) => Meterline) => {
  const running = new WeakMap<Meterline, Promise<readonly SourceSurvey[]>>();
  return (meterline) => ({
    ...meterline,
    survey: () => {
      const known = running.get(meterline);
      if (known !== undefined) return known;
      const survey = meterline.survey().finally(() => running.delete(meterline));
      running.set(meterline, survey);
      return survey;
    },
  });
};

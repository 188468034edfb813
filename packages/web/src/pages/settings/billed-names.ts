/** Programs that have calls, and whatever else meterline.toml names (a source, a provider); each once. */
export const billedNames = (
  apps: readonly string[],
  billing: Readonly<Record<string, unknown>>,
): readonly string[] => [...new Set([...apps, ...Object.keys(billing)])];

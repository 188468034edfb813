/** The folder that VS Code gives each extension, and the program's name. */
export const EXTENSIONS = [
  ['saoudrizwan.claude-dev', 'cline'],
  ['rooveterinaryinc.roo-cline', 'roo-code'],
  ['kilocode.kilo-code', 'kilo-code'],
] as const;

export const appOfPath = (path: string): string =>
  EXTENSIONS.find(([extension]) => path.toLowerCase().includes(extension))?.[1] ?? 'cline';

/** The program that opens an address in the user's browser, and its arguments. */
export const browserCommand = (platform: string, url: string): readonly [string, ...string[]] => {
  if (platform === 'darwin') return ['open', url];
  // `start` takes a first quoted argument for the title of a window.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url];
  return ['xdg-open', url];
};

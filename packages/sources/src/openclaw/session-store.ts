/** Deepest nesting of a configuration that is followed. */
const MAX_DEPTH = 64;

/** Strings, comments, brackets and bare words of JSON5; numbers and the rest do not matter here. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}[\]:,]|[A-Za-z_$][\w$]*/g;

/**
 * The one value that matters of `openclaw.json`: `session.store`, where the session index and the transcripts beside
 * it lie. The file is JSON5 with comments; this reads just enough of it, and an odd file gives undefined.
 */
export const sessionStoreOf = (config: string): string | undefined => {
  const path: string[] = [];
  let key: string | undefined;
  let afterColon = false;
  for (const [token] of config.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if (token === '{' || token === '[') {
      if (path.push(afterColon ? (key ?? '') : '') > MAX_DEPTH) return undefined;
      afterColon = false;
    } else if (token === '}' || token === ']') path.pop();
    else if (token === ':') afterColon = true;
    else if (token === ',') afterColon = false;
    else if (afterColon) {
      if (key === 'store' && path.length === 2 && path[1] === 'session') return unquote(token);
      afterColon = false;
    } else key = unquote(token);
  }
  return undefined;
};

const unquote = (token: string): string =>
  /^["']/.test(token) ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PART_HEADER_BYTES } from './limits.ts';
import { boundaryOf, fileOfForm } from './multipart.ts';

const CRLF = '\r\n';
const part = (disposition: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${CRLF}Content-Disposition: form-data; ${disposition}${CRLF}Content-Type: text/x${CRLF}${CRLF}`,
    ),
    content,
  ]);
const form = (boundary: string, parts: readonly Buffer[]): Buffer =>
  Buffer.concat([
    ...parts.map((one) => Buffer.concat([Buffer.from(`--${boundary}`), one, Buffer.from(CRLF)])),
    Buffer.from(`--${boundary}--${CRLF}`),
  ]);

async function* split(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = Math.max(from, cut);
  }
  yield bytes.subarray(from);
}

const read = async (bytes: Buffer, cuts: readonly number[], boundary: string) => {
  const names: string[] = [];
  const pieces: Uint8Array[] = [];
  for await (const piece of fileOfForm(split(bytes, cuts), boundary, (name) => names.push(name)))
    pieces.push(piece);
  return { names, content: Buffer.concat(pieces) };
};

const B = 'xYzZY';
/** Content that looks like what surrounds it. */
const contents = fc
  .array(fc.constantFrom('\r', '\n', '-', '--', B, `\r\n--`, `\r\n--xYz`, `--${B}`, 'a', '\u0000', '🙂'))
  .map((pieces) => Buffer.from(pieces.join('').replaceAll(`\r\n--${B}`, '')));
const name = (length: number) => fc.array(fc.nat(length), { maxLength: 12 });

describe('the file of a form', () => {
  it('comes out as it went in, wherever the body is cut and whatever stands beside it', async () => {
    const cases = fc.record({
      content: contents,
      before: fc.option(contents),
      after: fc.option(contents),
      cuts: name(400),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ content, before, after, cuts }) => {
        const bytes = form(B, [
          ...(before ? [part('name="note"', before)] : []),
          part('name="file"; filename="a b.jsonl"', content),
          ...(after ? [part('name="more"', after)] : []),
        ]);
        const whole = await read(
          bytes,
          cuts.filter((cut) => cut <= bytes.length),
          B,
        );
        expect(whole.names).toEqual(['a b.jsonl']);
        expect(whole.content).toEqual(content);
      }),
    );
  });

  it('is refused where the form breaks off, at every byte', async () => {
    const bytes = form(B, [part('name="file"; filename="a"', Buffer.from('content'))]);
    const end = bytes.lastIndexOf(`--${CRLF}`) + 2;
    for (let at = 0; at < end; at++)
      await expect(read(bytes.subarray(0, at), [], B)).rejects.toThrow(/breaks off/);
    expect((await read(bytes.subarray(0, end), [], B)).content.toString()).toBe('content');
  });

  it('is one: none and two are refused, and headers without end', async () => {
    const file = part('name="file"; filename="a"', Buffer.from('x'));
    await expect(read(form(B, [part('name="a"', Buffer.from('x'))]), [], B)).rejects.toThrow(/no file/);
    await expect(read(form(B, [file, file]), [], B)).rejects.toThrow(/more than one/);
    const long = part(`name="file"; filename="${'a'.repeat(MAX_PART_HEADER_BYTES)}"`, Buffer.from('x'));
    await expect(read(form(B, [long]), [], B)).rejects.toThrow(/too long a header/);
  });

  it('has its boundary in the content type', () => {
    expect(boundaryOf('multipart/form-data; boundary=----a1')).toBe('----a1');
    expect(boundaryOf('Multipart/Form-Data; charset=x; boundary="a b"')).toBe('a b');
    expect(boundaryOf('application/json; boundary=a')).toBeUndefined();
  });
});

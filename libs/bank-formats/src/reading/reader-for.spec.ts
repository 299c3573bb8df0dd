import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { modelJson } from '../model/json.js';
import { decodeText } from '../model/text.js';
import { detectText } from './detect.js';
import { readerFor } from './reader-for.js';

const fixtures = new URL('../../fixtures/statements/', import.meta.url);
const samples = new URL('../../../../../shared/vectors/bank/', import.meta.url);
const present = existsSync(samples);

function filesBelow(folder: URL): URL[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const url = new URL(name, folder);
      return statSync(url).isDirectory() ? filesBelow(new URL(`${name}/`, folder)) : [url];
    });
}

/** All that a reader tells of a text that comes in pieces of a length, as JSON text. */
function told(text: string, pieceChars: number): string {
  const format = detectText(text)?.format;
  const events: unknown[] = [];
  const reader = readerFor(format ?? 'csv', (event) => {
    events.push(event);
  });
  if (reader === null) throw new Error('no reader');
  try {
    for (let at = 0; at < text.length; at += pieceChars) {
      reader.write(text.slice(at, at + pieceChars));
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof BankFormatError)) throw error;
    const { code, message, line, column } = error;
    events.push({ code, message, line, column });
  }
  return modelJson(events, 1);
}

function expectSameInPieces(url: URL): void {
  const { text } = decodeText(readFileSync(url));
  const whole = told(text, text.length);
  for (const pieceChars of [1, 2, 7, 64, 1_000]) expect(told(text, pieceChars)).toBe(whole);
}

describe('a reader tells the same in whatever pieces a file comes', () => {
  it.each(filesBelow(fixtures).map((url) => [url.pathname.split('/').at(-1), url] as const))(
    '%s',
    (_, url) => {
      expectSameInPieces(url);
    },
  );

  describe.skipIf(!present)('made of the samples of banks', () => {
    const urls = present
      ? ['camt/', 'mt940/', 'ofx/'].flatMap((folder) => filesBelow(new URL(folder, samples)))
      : [];
    const small = urls.filter((url) => statSync(url).size < 12_000);
    it.each(small.map((url) => [url.pathname.split('/').slice(-2).join('/'), url] as const))(
      '%s',
      (_, url) => {
        expectSameInPieces(url);
      },
    );
  });
});

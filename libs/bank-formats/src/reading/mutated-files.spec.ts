import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { readBankFile } from './read-bank-file.js';

const fixtures = new URL('../../fixtures/statements/', import.meta.url);
const samples = new URL('../../../../../shared/vectors/bank/', import.meta.url);
const present = existsSync(samples);

/** More rounds on demand: MUTATION_ROUNDS=200 npx vitest run … */
const rounds = Number(process.env['MUTATION_ROUNDS'] ?? 12);

function filesBelow(folder: URL): URL[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const url = new URL(name, folder);
      return statSync(url).isDirectory() ? filesBelow(new URL(`${name}/`, folder)) : [url];
    });
}

/** A repeatable source of numbers (mulberry32): the same file is always broken the same way. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const splinters = [
  '\0',
  '<',
  '>',
  '&',
  '&#0;',
  '&a;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '<?',
  '</',
  '/>',
  '"',
  "'",
  '\r',
  '\n',
  ':61:',
  ':86:',
  ':20:',
  ':62F:',
  '-',
  '{',
  '}',
  '?20',
  '//',
  ',',
  '-1',
  '1e309',
  '9'.repeat(70),
  '\u00ff',
  '<STMTTRN>',
  '</OFX>',
  '<TRNAMT>',
  '\ufeff',
  '\ud800',
  '260230',
  'C',
  'RD',
  '<Ntry>',
  '</Stmt>',
].map((text) => Buffer.from(text));

/** The file with a few things wrong: bytes changed, cut, doubled, moved, or splinters put in. */
function mutated(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  let broken: Uint8Array = Uint8Array.from(bytes);
  for (let times = next(4); times >= 0; times -= 1) {
    const at = next(broken.length + 1);
    const to = Math.min(broken.length, at + next(40));
    const [before, piece, after] = [broken.slice(0, at), broken.slice(at, to), broken.slice(to)];
    const ways = [
      (): Uint8Array[] => [before, piece.map(() => next(256)), after],
      (): Uint8Array[] => [before, after],
      (): Uint8Array[] => [before, piece, piece, after],
      (): Uint8Array[] => [before, splinters[next(splinters.length)] ?? piece, piece, after],
      (): Uint8Array[] => [before, splinters[next(splinters.length)] ?? piece, after],
      (): Uint8Array[] => [before],
      (): Uint8Array[] => [after, before],
      (): Uint8Array[] => [before, piece.map((byte) => byte ^ (1 << next(8))), after],
    ];
    broken = Buffer.concat(ways[next(ways.length)]?.() ?? [broken]);
  }
  return broken;
}

/** Reads a file broken in many ways; every one is read or refused, never anything else. */
function expectReadOrRefused(url: URL): void {
  const bytes = readFileSync(url);
  const next = numbers(bytes.length);
  for (let round = 0; round < rounds; round += 1) {
    const broken = mutated(bytes, next);
    try {
      const { statements } = readBankFile(broken);
      for (const { entries } of statements) {
        for (const entry of entries) expect(typeof entry.amountMinor).toBe('bigint');
      }
    } catch (error) {
      if (error instanceof BankFormatError) continue;
      throw new Error(`round ${round} of ${url.pathname}`, { cause: error });
    }
  }
}

describe('a broken file is read with warnings or refused, and nothing else', () => {
  it.each(filesBelow(fixtures).map((url) => [url.pathname.split('/').at(-1), url] as const))(
    '%s',
    (_, url) => {
      expectReadOrRefused(url);
    },
  );

  describe.skipIf(!present)('made of the samples of banks', () => {
    const folders = ['camt/', 'mt940/', 'ofx/', 'pain/', 'ach/'];
    const urls = present ? folders.flatMap((folder) => filesBelow(new URL(folder, samples))) : [];
    it.each(urls.map((url) => [url.pathname.split('/').slice(-2).join('/'), url] as const))(
      '%s',
      (_, url) => {
        expectReadOrRefused(url);
      },
    );
  });
});

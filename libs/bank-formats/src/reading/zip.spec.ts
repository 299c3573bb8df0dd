import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { zip } from '../testing/zip-archive.js';
import { detectBankFile } from './detect-bank-file.js';
import { readBankFile } from './read-bank-file.js';

const mt = (minor: number): Uint8Array =>
  Buffer.from(
    `:20:X\n:25:NL91ABNA0417164300\n:28C:1\n:60F:C261101EUR100,00\n` +
      `:61:2611021102C${minor},00NMSC\n` +
      `:62F:C261102EUR${100 + minor},00\n-\n`,
  );

describe('a ZIP archive of statements', () => {
  it('is read as one file, with the name of each in its warnings', () => {
    const archive = zip(
      { name: '1.sta', content: mt(5) },
      { name: 'sub/2.sta', content: mt(7), stored: true },
      { name: '__MACOSX/._1.sta', content: Buffer.from('x') },
      { name: 'letter.pdf', content: Buffer.from('%PDF-1.7') },
    );
    const { format, statements, warnings } = readBankFile(archive);
    expect(format).toBe('mt940');
    expect(statements.map(({ entries }) => entries[0]?.amountMinor)).toEqual([500n, 700n]);
    expect(warnings).toMatchObject([{ code: 'file-left-out', message: /letter\.pdf/ }]);
    expect(detectBankFile(archive)).toMatchObject({ format: 'mt940', confidence: 1 });
  });

  it('says of each statement which file it is of, and reads the same bytes once', () => {
    const csv =
      'Account;Date;Description;Amount;Currency\nNL91ABNA0417164300;2026-11-02;x;1.00;EUR\n';
    const { statements, warnings } = readBankFile(
      zip(
        { name: 'letter.pdf', content: Buffer.from('%PDF-1.7') },
        { name: '1.sta', content: mt(5) },
        { name: '2.csv', content: Buffer.from(csv) },
        { name: 'again.sta', content: mt(5) },
      ),
    );
    expect(statements.map(({ packed }) => packed)).toMatchObject([
      { place: 0, name: '1.sta', format: 'mt940' },
      { place: 1, name: '2.csv', format: 'csv' },
    ]);
    expect(warnings).toContainEqual({
      code: 'file-repeated',
      message: 'again.sta: the same bytes as 1.sta',
      line: null,
      file: 4,
    });
    expect(readBankFile(mt(5)).statements[0]).not.toHaveProperty('packed');
  });

  it('is refused whole when one statement in it cannot be read', () => {
    const broken = Buffer.from(Buffer.from(mt(5)).toString().replace('C5,00', 'C'));
    const archive = zip({ name: 'a.sta', content: mt(5) }, { name: 'b.sta', content: broken });
    expect(() => readBankFile(archive)).toThrow(/^b\.sta: /);
  });

  const bomb = { name: 'b.csv', content: Buffer.alloc(70_000_000, 32) };
  it.each([
    ['a bomb that says so', zip(bomb), 'too-large'],
    ['a bomb that lies', zip({ ...bomb, claimed: 10 }), 'too-large'],
    ['an Office document', zip({ name: '[Content_Types].xml', content: mt(1) }), 'not-a-statement'],
    ['an archive within', zip({ name: 'a.zip', content: zip(bomb) }), 'not-a-statement'],
    ['pictures only', zip({ name: 'a.pdf', content: Buffer.from('%PDF-') }), 'not-a-statement'],
    ['an encrypted file', zip({ name: 'a.sta', content: mt(1), flags: 1 }), 'not-a-statement'],
    ['nothing', zip(), 'not-a-statement'],
    ['half of one', zip({ name: 'a.sta', content: mt(1) }).subarray(0, 60), 'truncated'],
    [
      'too many files',
      zip(...Array.from({ length: 501 }, () => ({ name: 'a', content: mt(1) }))),
      'too-large',
    ],
  ])('of %s is refused', (_what, archive, code) => {
    expect(() => readBankFile(archive)).toThrow(expect.objectContaining({ code }));
  });

  it('ends in a coded error and in nothing else, however it is damaged', () => {
    const sound = zip({ name: '1.sta', content: mt(5) }, { name: '2.sta', content: mt(7) });
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (place, value) => {
        const bytes = Buffer.from(sound);
        bytes[place % bytes.length] = value;
        expect(outcome(bytes)).toMatch(/^(?:read|BankFormatError)$/);
      }),
      { numRuns: 500 },
    );
  });
});

function outcome(bytes: Uint8Array): string {
  try {
    readBankFile(bytes);
    return 'read';
  } catch (error) {
    return error instanceof BankFormatError ? error.name : String(error);
  }
}

import { crc32, deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { detectBankFile } from './detect-bank-file.js';
import { readBankFile } from './read-bank-file.js';

interface Packed {
  readonly name: string;
  readonly content: Uint8Array;
  readonly stored?: boolean;
  readonly flags?: number;
  /** What the archive claims that the content's size is. */
  readonly claimed?: number;
}

/** A ZIP archive, as one made by any program looks. */
function zip(...files: readonly Packed[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored = false, flags = 0, claimed = content.length } of files) {
    const packed = stored ? Buffer.from(content) : deflateRawSync(content);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(flags, 2);
    head.writeUInt16LE(stored ? 0 : 8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(claimed, 18);
    head.writeUInt16LE(name.length, 22);
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    const mark = Buffer.from('PK\u0001\u0002\u0014\u0000');
    directory.push(Buffer.concat([mark, head, tail, Buffer.from(name)]));
    bodies.push(body);
    at += body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, list, Buffer.from('PK\u0005\u0006'), end]);
}

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

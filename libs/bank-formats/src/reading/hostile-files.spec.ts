import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { readBankFile, streamBankFile } from './read-bank-file.js';
import type { BankFile } from '../model/statement.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): BankFile => readBankFile(bytes(text));

const ns = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';
const start = `<?xml version="1.0"?>\n<Document xmlns="${ns}"><BkToCstmrStmt><Stmt>`;
const entry = '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>';

/** Reads pieces until the reader refuses, and counts what it took. */
async function refusalOf(
  first: string,
  piece: string,
  pieces: number,
): Promise<{ error: unknown; taken: number; heapMb: number }> {
  let taken = 0;
  const before = process.memoryUsage().heapUsed;
  async function* source(): AsyncGenerator<Uint8Array> {
    yield bytes(first);
    const chunk = bytes(piece);
    for (; taken < pieces; taken += 1) yield chunk;
  }
  let error: unknown = null;
  try {
    for await (const event of streamBankFile(source())) void event;
  } catch (thrown) {
    error = thrown;
  }
  return { error, taken, heapMb: (process.memoryUsage().heapUsed - before) / 1e6 };
}

describe('a hostile XML file is refused', () => {
  it.each([
    ['with an entity bomb', '<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>', 'xml-doctype'],
    ['with an external document type', `<!DOCTYPE a SYSTEM "file:///etc/passwd">`, 'xml-doctype'],
  ])('%s', (_, doctype, code) => {
    const message = `${start.slice(21)}${entry}</Stmt></BkToCstmrStmt></Document>`;
    const text = `<?xml version="1.0"?>${doctype}${message}`;
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });

  it('with an entity that XML does not have', () => {
    const text = `${start}<Id>&bomb;</Id></Stmt></BkToCstmrStmt></Document>`;
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'xml-entity', line: 2 }));
  });

  it('with a NUL character', () => {
    const text = `${start}\n<Id>a\0</Id></Stmt></BkToCstmrStmt></Document>`;
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'nul-character', line: 3 }));
  });

  it('nested deeper than any message', () => {
    const text = `${start}${'<a>'.repeat(100_000)}`;
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'too-deep' }));
  });

  it('that ends too early, wherever it is cut', () => {
    const whole = `${start}<Id>1</Id>${entry}</Stmt></BkToCstmrStmt></Document>`;
    for (let length = start.length; length < whole.length; length += 7) {
      expect(() => read(whole.slice(0, length))).toThrow(BankFormatError);
    }
    expect(read(whole).statements[0]?.entries).toHaveLength(1);
  });

  it.each([
    ['tag', '<', 'a'],
    ['attribute', '<a b="', 'x'],
    ['text', '<Id>', 'x'],
    ['comment', '<!-- ', 'x'],
    ['CDATA', '<Id><![CDATA[', 'x'],
    ['instruction', '<?a ', 'x'],
    ['run of blanks', '', ' '],
  ])('with a gigabyte of one %s, after a few pieces of it', async (_, opening, filling) => {
    const { error, taken } = await refusalOf(start + opening, filling.repeat(65_536), 16_384);
    expect(error).toMatchObject({ code: 'too-large' });
    expect(taken).toBeLessThan(64);
  });

  it.each([
    ['elements in one entry', `${start}<Ntry>`, '<a/>'],
    ['text in one entry, by pieces', `${start}<Ntry><Amt>`, `<!---->${'1'.repeat(5_000)}`],
    ['balances', start, '<Bal><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'],
    ['unknown elements', start, '<Xyz>1</Xyz>'],
    ['attributes', `${start}<a `, ' x="1"'],
  ])('with endless %s, in bounded memory', async (_, first, unit) => {
    const piece = unit.repeat(Math.ceil(262_144 / unit.length));
    const { error, heapMb } = await refusalOf(first, piece, 4_096);
    expect(error).toBeInstanceOf(BankFormatError);
    expect(heapMb).toBeLessThan(800);
  });
});

describe('a hostile MT940 or OFX file is refused', () => {
  it.each([
    ['MT940 line', ':20:A\n:25:', 'x'],
    ['MT940 field', ':20:A\n:86:', 'x\n'],
    ['OFX text', '<OFX><BANKMSGSRSV1>', 'x'],
    ['OFX tag', '<OFX><', 'x'],
    ['OFX comment', '<OFX><!-- ', 'x'],
    ['OFX nesting', '<OFX>', '<STATUS>'],
    ['OFX elements', '<OFX><BANKMSGSRSV1><STMTTRNRS>', '<A>1'],
  ])('with an endless %s, in bounded memory', async (_, first, unit) => {
    const piece = unit.repeat(Math.ceil(65_536 / unit.length));
    const { error, heapMb } = await refusalOf(first, piece, 4_096);
    expect(error).toBeInstanceOf(BankFormatError);
    expect(heapMb).toBeLessThan(800);
  });

  it('with a document type in OFX', () => {
    expect(() => read('<?OFX OFXHEADER="200" VERSION="211"?><!DOCTYPE x><OFX></OFX>')).toThrow(
      expect.objectContaining({ code: 'xml-doctype' }),
    );
  });

  it('that ends within an OFX statement', () => {
    expect(() => read('OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>')).toThrow(
      expect.objectContaining({ code: 'truncated' }),
    );
  });
});

describe('what is no statement is refused by what it is', () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const order = '<Document><CstmrCdtTrfInitn></CstmrCdtTrfInitn></Document>';
  it.each([
    ['nothing', new Uint8Array(0), 'empty-file', /empty/],
    ['blanks', bytes(' \n\t'), 'empty-file', /empty/],
    ['a picture', png, 'not-a-statement', /PNG/],
    ['a PDF', bytes('%PDF-1.7'), 'not-a-statement', /PDF/],
    ['a payment order', bytes(order), 'not-a-statement', /pain\.001/],
    ['an invoice', bytes('<?xml version="1.0"?>\n <Invoice/>'), 'not-a-statement', /invoice/],
    ['a web page', bytes('<!DOCTYPE html><html></html>'), 'not-a-statement', /web page/],
    ['JSON', bytes('{"a": 1}'), 'not-a-statement', /JSON/],
    ['random text', bytes('Dear treasurer,\nhello.\n'), 'format-unknown', /no camt/],
    ['random bytes', Uint8Array.of(1, 2, 0, 3, 0, 0, 9), 'nul-character', /NUL/],
  ])('%s', (_, content, code, words) => {
    let error: unknown = null;
    try {
      readBankFile(content);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(BankFormatError);
    const refused = error as BankFormatError;
    expect(refused.code).toBe(code);
    expect(refused.message).toMatch(words);
    expect(refused.line).not.toBeNull();
    expect(refused.column).not.toBeNull();
  });

  it('names the line and column of the element that gives it away', () => {
    const text = '<?xml version="1.0"?>\n<Document>\n  <CstmrPmtStsRpt/></Document>';
    expect(() => read(text)).toThrow(expect.objectContaining({ line: 3, column: 3 }));
  });
});

describe('a file that repeats one thing without end is refused before it fills the memory', () => {
  const mt = ':20:A\n:25:1\n:28C:1\n:60F:C260101EUR1,00\n';
  it.each([
    ['information of an MT940 message', mt, ':86:hello\n'],
    ['information of an MT940 entry', `${mt}:61:260102C1,00NTRF\n`, ':86:hello\n'],
    ['balances of an MT940 message', mt, ':65:C260101EUR1,00\n'],
    ['lines of an MT940 field', `${mt}:61:260102C1,00NTRF\n:86:a\n`, `${'x'.repeat(9_000)}\n`],
    ['text of an OFX element', 'OFXHEADER:100\n<OFX><MEMO>', 'x<1 '],
  ])('%s', async (_, first, unit) => {
    const { error, taken } = await refusalOf(first, unit.repeat(64_000 / unit.length), 200);
    expect(error).toBeInstanceOf(BankFormatError);
    expect(error).toMatchObject({ code: 'too-large' });
    expect(taken).toBeLessThan(200);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from './bank-format.errors.js';
import { decodeText, TextDecoding } from './text.js';

/** The text of bytes that come in pieces cut at these places. */
function inPieces(bytes: Uint8Array, cuts: readonly number[]): string {
  const decoding = new TextDecoding();
  let text = '';
  let from = 0;
  for (const cut of [...cuts, bytes.length].toSorted((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    text += decoding.write(bytes.subarray(from, to));
    from = Math.max(from, to);
  }
  return text + decoding.end();
}

describe('the text of a file', () => {
  it.each([
    ['utf-8', Buffer.from('Müller €')],
    ['utf-8', Buffer.from('\ufeffMüller €')],
    ['utf-16le', Buffer.from('\ufeffMüller €', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffMüller €', 'utf16le').swap16()],
    ['utf-16le', Buffer.from('Müller €', 'utf16le')],
    ['windows-1252', Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x80)],
  ])('is told from its bytes in %s', (encoding, bytes) => {
    expect(decodeText(bytes)).toMatchObject({ text: 'Müller €', encoding });
  });

  it('is in the encoding that an XML declaration names', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-2"?><a>ł</a>';
    const bytes = Buffer.from(text.replace('ł', '\u00b3'), 'latin1');
    expect(decodeText(bytes).text).toBe(text);
  });

  it('is in the encoding that the caller names', () => {
    expect(decodeText(Uint8Array.of(0xb3), 'windows-1250').text).toBe('ł');
  });

  it('says when UTF-8 proved false', () => {
    expect(decodeText(Uint8Array.of(0x41, 0xe4, 0x42))).toEqual({
      text: 'AäB',
      encoding: 'windows-1252',
      fellBack: true,
    });
  });

  it.each([
    ['an encoding that nobody knows', () => decodeText(Uint8Array.of(65), 'klingon')],
    ['half a UTF-16 character', () => decodeText(Uint8Array.of(0xff, 0xfe, 0x41))],
    ['UTF-32', () => decodeText(Uint8Array.of(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0))],
  ])('is refused for %s', (_, read) => {
    expect(read).toThrow(BankFormatError);
  });

  it('does not depend on where the pieces of UTF-8 are cut', () => {
    const cuts = fc.array(fc.nat(6_000), { maxLength: 12 });
    const texts = fc.string({ unit: 'grapheme', minLength: 900, maxLength: 1_500 });
    fc.assert(
      fc.property(texts, cuts, (text, places) => {
        const bytes = Buffer.from(text);
        expect(inPieces(bytes, places)).toBe(decodeText(bytes).text);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every byte of cp1252 when UTF-8 fails in the middle of a character', () => {
    const bytes = Buffer.concat([Buffer.alloc(1_200, 0x41), Uint8Array.of(0xc3, 0x41, 0xe4)]);
    expect(inPieces(bytes, [1_201])).toBe(`${'A'.repeat(1_200)}ÃAä`);
  });
});

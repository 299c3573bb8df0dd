import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billKey, readBill } from './bill.js';

const host = { kind: 'partner', id: 'host' } as const;
const ada = { kind: 'member', id: 'ada' } as const;

describe('the number of a bill', () => {
  it('is the same however it is written', () => {
    const same = [
      'RE-0042/a',
      ' re-0042/A ',
      'RE\u00a0- 0042 /a',
      'Re\u20110042/\uff41',
      'r\u200be-0042/a',
    ];
    expect(new Set(same.map(billKey))).toEqual(new Set(['re-0042/a']));
    expect(billKey('Stra\u00dfe 1')).toBe(billKey('STRASSE 1'));
    expect(billKey('\u00e9')).toBe(billKey('e\u0301'));
  });

  it('is another with other zeros in front, and of another partner', () => {
    expect(billKey('0042')).not.toBe(billKey('42'));
    const of = (partnerId: string) => readBill({ partnerId, number: '1' }, ada)?.hash;
    expect(of('host')).not.toBe(of('printer'));
    expect(of('host')).toBe(readBill({ number: ' 1' }, host)?.hash);
  });

  it('stays the same when it is normalised again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(billKey(billKey(text))).toBe(billKey(text));
      }),
    );
  });

  it('is one line that is seen, of somebody who sends bills', () => {
    expect(readBill(null, host)).toBeNull();
    expect(readBill({ number: ' 2026/11 ' }, host)).toMatchObject({ number: '2026/11' });
    const wrong = [' ', '\u200b', '\u2800', 'two\nlines', '1'.repeat(61), '\u202e1'];
    for (const number of wrong) {
      expect(() => readBill({ number }, host)).toThrow('number of a bill');
    }
    expect(() => readBill({ number: '1' }, ada)).toThrow('whose bill');
    expect(() => readBill({ number: '1', partnerId: 'other' }, host)).toThrow('is paid');
  });
});

import { makeRf } from '@rochdale/bank-formats';
import { newId, sealTextsWith, sha256Hex } from '@rochdale/platform';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyedPayer, payerFingerprints, referencesIn } from './line-matching.js';

const nothing = { reference: null, endToEndId: null, freeText: null };
const references = fc.stringMatching(/^[A-Z0-9]{4,21}$/).map((body) => makeRf(body));
const inBlocks = (reference: string, between: string): string =>
  reference.replaceAll(/(.{4})(?=.)/g, `$1${between}`);

describe('the references that a line carries', () => {
  it('are found wherever a payer could put them, however they are spaced', () => {
    fc.assert(
      fc.property(
        references,
        fc.constantFrom('reference', 'endToEndId', 'freeText'),
        fc.constantFrom('', ' ', '-', ' / '),
        fc.boolean(),
        (reference, place, between, small) => {
          const written = inBlocks(reference, between);
          const line = { ...nothing, [place]: small ? written.toLowerCase() : written };
          expect(referencesIn(line)).toContain(reference);
        },
      ),
    );
  });

  it('are found among words', () => {
    fc.assert(
      fc.property(references, (reference) => {
        const freeText = `dues for may: ${inBlocks(reference, ' ')}`;
        expect(referencesIn({ ...nothing, freeText })).toContain(reference);
      }),
    );
  });

  it('are two when the text names two', () => {
    const [one, two] = [makeRf('ROCHDALE0001'), makeRf('ROCHDALE0002')];
    const found = referencesIn({ ...nothing, freeText: `${one} and ${two}` });
    expect(found).toEqual(expect.arrayContaining([one, two]));
  });

  it('are one when the same is said twice', () => {
    const reference = makeRf('ROCHDALE0001');
    const found = referencesIn({ reference, endToEndId: reference, freeText: null });
    expect(found.filter((one) => one === reference)).toHaveLength(1);
    expect(new Set(found).size).toBe(found.length);
  });

  it('are none when a digit is wrong', () => {
    fc.assert(
      fc.property(references, fc.nat(), (reference, nth) => {
        const digits = (Number(reference.slice(2, 4)) + 1 + (nth % 95)) % 98;
        const wrong = `RF${String(digits).padStart(2, '0')}${reference.slice(4)}`;
        fc.pre(wrong !== reference);
        expect(referencesIn({ ...nothing, reference: wrong })).not.toContain(wrong);
      }),
    );
  });

  it('are found when they are as short as they can be, and as long', () => {
    for (const body of ['A', '7', 'Z'.repeat(21)]) {
      const reference = makeRf(body);
      expect(referencesIn({ ...nothing, reference })).toContain(reference);
    }
  });

  it.each([null, '', 'RF', 'RF18', 'RF00 ABCD', 'RFAB CDEF', 'dues for may'])(
    'are none in %j',
    (freeText) => {
      expect(referencesIn({ ...nothing, freeText })).toEqual([]);
    },
  );
});

describe('the fingerprint of a payer', () => {
  beforeAll(() => sealTextsWith('a secret for tests only, long enough'));
  const ours = newId();
  const account = 'DE89370400440532013000';
  const kept = (of: string, number: string | null) => payerFingerprints(of, number)?.kept ?? null;

  it('is one for an account, however it is written', () => {
    const print = kept(ours, account);
    expect(print).toMatch(/^k1:[0-9a-f]{64}$/);
    expect(kept(ours, 'de89 3704 0044 0532 0130 00')).toBe(print);
    expect(kept(ours, ` ${account.toLowerCase()} `)).toBe(print);
    expect(kept(ours, 'DE89-3704/0044.0532 0130-00')).toBe(print);
    expect(kept(ours, 'DE89370400440532013001')).not.toBe(print);
  });

  it('was another where a bank put more than blanks between, and is known by that as well', () => {
    const written = '062-000 12345678';
    const before = sha256Hex(`${ours} 062-00012345678`);
    expect(payerFingerprints(ours, written)).toEqual({
      kept: kept(ours, '06200012345678'),
      former: [sha256Hex(`${ours} 06200012345678`), keyedPayer(ours, before), before],
    });
  });

  // Those that are kept have to be found by the next release too.
  it('is made of the co-operative and the account in capitals', () => {
    const known = '0196f1d4-7a1c-7000-8000-000000000001';
    expect(payerFingerprints(known, account)).toEqual({
      former: ['0215b8d5a70c5ac1f3396ff5e77ace83e07ee919ef907864d39bccb4a5c12f97'],
      kept: 'k1:e0666fd8e96e58cb8b9b055f4c1659e56d51e166eec1a36b479109b19595b22d',
    });
  });

  it('is another in another co-operative, so that nobody is followed across', () => {
    expect(kept(newId(), account)).not.toBe(kept(ours, account));
  });

  it.each([null, '', '  ', ' - '])('is none of the account %j', (none) => {
    expect(payerFingerprints(ours, none)).toBeNull();
  });
});

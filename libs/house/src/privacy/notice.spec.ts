import { remainders } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { noticeOf, staysUntil } from './notice.js';
import { personalData } from './personal-data.js';

const { stays } = noticeOf(personalData);

it('what an erasure leaves is told in plain words, each once', () => {
  expect(stays.map(({ what }) => what)).toEqual(Object.values(remainders).map(({ what }) => what));
  for (const one of stays) {
    // Neither our words for tables nor the record's for columns.
    expect(`${one.what} ${one.why}`).not.toMatch(/\bids?\b|voucher|column|row|catalogue|key\b/);
    expect(one.what.length).toBeLessThan(90);
  }
});

it('of what stays no term is told that is over when somebody is erased', () => {
  const said = stays.map((one) => staysUntil(one, { country: 'DE' }));
  for (const until of said) expect(until).toMatch(/\S/);
  expect(said.join('\n')).not.toMatch(/until the (?:member|account) is erased/);
});

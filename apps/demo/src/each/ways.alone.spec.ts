import { allBallotKinds } from '@rochdale/voting';
import { expect, it } from 'vitest';
import { waysOf } from './ways.js';

it('the demo’s circle votes in each way that there is, by ballots that are understood', () => {
  const ways = waysOf(['2027-01-01', '2027-01-02']);
  const understood = allBallotKinds().map(({ name, mark }) => {
    const { one, other, against } = ways[name] ?? { one: null, other: null, against: [null] };
    const all = [one, other, against[0]];
    return { name, understood: all.map((said) => mark.safeParse(said).success) };
  });
  expect(understood).toEqual(
    allBallotKinds().map(({ name }) => ({ name, understood: [true, true, true] })),
  );
  expect(Object.keys(ways)).toHaveLength(understood.length);
});

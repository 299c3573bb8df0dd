import type { ExpenseView } from '@rochdale/expenses';
import { platformErrors } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { endingEach } from './ending-claims.js';

const claims = ['one', 'two', 'three'].map((id) => ({ id }) as ExpenseView);

it('each claim ends by itself, whatever became of another', async () => {
  const asked: string[] = [];
  const { done, refused } = await endingEach(claims, async (id) => {
    asked.push(id);
    if (id === 'two') throw platformErrors.error('NOT_FOUND', 'It is decided.');
  });
  expect(asked).toEqual(['one', 'two', 'three']);
  expect(done.map(({ id }) => id)).toEqual(['one', 'three']);
  expect(refused.map(({ claim, because }) => [claim.id, because])).toEqual([
    ['two', 'It is decided.'],
  ]);
});

it('what is wrong on our side is nobody’s claim', async () => {
  const broken = platformErrors.error('UNAVAILABLE', 'No connection.');
  await expect(endingEach(claims, () => Promise.reject(broken))).rejects.toBe(broken);
  const bug = new Error('a bug');
  await expect(endingEach(claims, () => Promise.reject(bug))).rejects.toBe(bug);
});

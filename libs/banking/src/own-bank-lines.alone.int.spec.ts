import { PersonalDataSources } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { defineMemberNames } from './erased/member-names.js';
import { OwnBankLines } from './own-bank-lines.js';

it('a process in which no room says how members are called does not start', () => {
  const own = new OwnBankLines(new PersonalDataSources());
  expect(() => own.onApplicationBootstrap()).toThrow('no room says how members are called');
  defineMemberNames({
    formsOf: () => [],
    waysToCall: () => [],
    formsNear: () => [],
    isWithin: () => false,
    known: () => Promise.reject(new Error('nobody is known')),
  });
  expect(() => own.onApplicationBootstrap()).not.toThrow();
});

import { allErrorCodes } from '@rochdale/platform';
import { expect, it } from 'vitest';
import './edge-errors.js';
import { codeOfStatus } from './problem.js';

it('gives no status a code that is not declared', () => {
  expect(Object.values(codeOfStatus).filter((code) => !allErrorCodes().has(code))).toEqual([]);
});

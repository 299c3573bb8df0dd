import { expect, it } from 'vitest';
import { receiptName } from './receipt-name.js';

it.each([
  [null, 'application/pdf', 'Mia Marsh.pdf'],
  [1, 'application/pdf', 'receipt-1.pdf'],
  [12, 'image/png', 'receipt-12.png'],
])('a receipt at place %s of %s is called %s', (place, mediaType, called) => {
  expect(receiptName({ name: 'Mia Marsh.pdf', mediaType }, place)).toBe(called);
});

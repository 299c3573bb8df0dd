import { expect, it } from 'vitest';
import { nameForContent } from './file-name.js';

it.each([
  ['bill.pdf', 'application/pdf', 'bill.pdf'],
  ['BILL.PDF', 'application/pdf', 'BILL.PDF'],
  ['scan.jpeg', 'image/jpeg', 'scan.jpeg'],
  ['bill.html', 'application/pdf', 'bill.html.pdf'],
  ['bill.pdf.exe', 'image/png', 'bill.pdf.exe.png'],
  ['bill', 'image/webp', 'bill.webp'],
  ['pdf', 'application/pdf', 'pdf.pdf'],
  ['sums.csv', 'text/csv', 'sums.csv'],
])('%s of %s is called %s', (name, mediaType, called) => {
  expect(nameForContent(name, mediaType)).toBe(called);
});

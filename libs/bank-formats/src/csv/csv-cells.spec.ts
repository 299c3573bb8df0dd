import { describe, expect, it } from 'vitest';
import { decimalText } from '../model/amount.js';
import { parseCsvDate, parseCsvNumber } from './csv-cells.js';
import type { CsvDateFormat } from './profiles/csv-profile.js';

const english = { decimal: '.', grouping: ',' } as const;
const german = { decimal: ',', grouping: '.' } as const;
const french = { decimal: ',', grouping: ' ' } as const;

describe('numbers in CSV cells', () => {
  it.each([
    ['1,234.50', english, '1234.5'],
    ['-1,234,567.89', english, '-1234567.89'],
    ['+12.00', english, '12'],
    ['$12.50', english, '12.5'],
    ['-$1,000.00', english, '-1000'],
    ['$-12.50', english, '-12.5'],
    ['(12.50)', english, '-12.5'],
    ['12.50-', english, '-12.5'],
    ['\u221212.50', english, '-12.5'],
    ['USD 12.50', english, '12.5'],
    ['12.50 GBP', english, '12.5'],
    ['.5', english, '0.5'],
    ['1.234,56', german, '1234.56'],
    ['-27,88 €', german, '-27.88'],
    ['1234,5', german, '1234.5'],
    ['1 234,56', french, '1234.56'],
    ['1\u202f234,56\u00a0€', french, '1234.56'],
  ])('«%s» is a number', (text, numbers, expected) => {
    const read = parseCsvNumber(text, numbers);
    expect(read === null ? null : decimalText(read)).toBe(expected);
  });

  it.each([
    ['', english],
    ['-', english],
    ['12 50', english],
    ['1,23', english],
    ['12,345,67', english],
    ['1.234.56', english],
    ['1.234,56', english],
    ['1,234.56', german],
    ['12.50', german],
    ['1 23,00', french],
    ['12EUR50', english],
    ['1e3', english],
    ['--1', english],
    ['+-1', english],
    ['twelve', english],
  ])('«%s» is none', (text, numbers) => {
    expect(parseCsvNumber(text, numbers)).toBeNull();
  });
});

describe('days in CSV cells', () => {
  it.each<[string, CsvDateFormat, string | null]>([
    ['2026-11-21', 'YYYY-MM-DD', '2026-11-21'],
    ['2026-11-21 10:00:00', 'YYYY-MM-DD', '2026-11-21'],
    ['2026-11-21T10:00:00Z', 'YYYY-MM-DD', '2026-11-21'],
    ['20261121', 'YYYYMMDD', '2026-11-21'],
    ['1/2/2026', 'DD/MM/YYYY', '2026-02-01'],
    ['1/2/2026', 'MM/DD/YYYY', '2026-01-02'],
    ['21.11.26', 'DD.MM.YY', '2026-11-21'],
    ['21 Nov 2026', 'DD MMM YYYY', '2026-11-21'],
    ['29/02/2028', 'DD/MM/YYYY', '2028-02-29'],
    ['29/02/2026', 'DD/MM/YYYY', null],
    ['13/13/2026', 'DD/MM/YYYY', null],
    ['21 Nox 2026', 'DD MMM YYYY', null],
    ['2026-11-211', 'YYYY-MM-DD', null],
    ['', 'YYYY-MM-DD', null],
  ])('«%s» as %s', (text, format, expected) => {
    expect(parseCsvDate(text, format)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { reportCsv } from './report-csv.js';
import { defineReport } from './report.js';

const report = defineReport({
  name: 'platform.csv-of-a-test',
  description: 'Every kind of column.',
  permission: 'audit.read',
  params: {},
  columns: {
    what: { kind: 'text', description: 'What.' },
    paid: { kind: 'money', description: 'How much.', nullable: true },
    times: { kind: 'whole', description: 'How often.' },
    on: { kind: 'day', description: 'The day.' },
    at: { kind: 'instant', description: 'The moment.' },
  },
  rows: () => Promise.resolve([]),
});

const usual = { paid: null, times: -1n, on: '2026-01-31', at: new Date('2026-01-31T12:00:00Z') };

async function csvOf(...rows: object[]): Promise<string[]> {
  async function* given() {
    for (const row of rows) yield { ...usual, ...row };
  }
  const lines: string[] = [];
  for await (const line of reportCsv(report, given())) lines.push(line.replace(/\r\n$/, ''));
  return lines.slice(1);
}

describe('a report as CSV', () => {
  it('has a line of names first, money with its currency', async () => {
    const lines: string[] = [];
    for await (const line of reportCsv(report, (async function* () {})())) lines.push(line);
    expect(lines).toEqual(['what,paid,paidCurrency,times,on,at\r\n']);
  });

  it('writes amounts as decimals of their currency, negative ones as numbers', async () => {
    const lines = await csvOf(
      { what: 'a', paid: { minor: -1250n, currency: 'EUR' } },
      { what: 'b', paid: { minor: 7n, currency: 'JPY' } },
    );
    expect(lines).toEqual([
      'a,-12.50,EUR,-1,2026-01-31,2026-01-31T12:00:00.000Z',
      'b,7,JPY,-1,2026-01-31,2026-01-31T12:00:00.000Z',
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a'])(
    'shows text that looks like a formula and never has it calculated: %j',
    async (what) => {
      const [line] = await csvOf({ what });
      expect(line?.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('quotes what would end a cell or a line', async () => {
    const [line] = await csvOf({ what: 'a "b", c\nd' });
    expect(line).toMatch(/^"a ""b"", c\nd",/);
  });
});

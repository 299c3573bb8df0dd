import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli.js';

const folder = mkdtempSync(join(tmpdir(), 'rochdale-statement-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fixtures = new URL('../../../../libs/bank-formats/fixtures/statements/', import.meta.url);
const fixture = (name: string): string => fileURLToPath(new URL(name, fixtures));

function written(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await runCli(['statement', ...args], { stdout, stderr });
  return { code, out: stdout.text, err: stderr.text };
}

describe('statement FILE', () => {
  it('shows entries, totals, balances and warnings as a table', async () => {
    const { code, out, err } = await run(fixture('mt940-two-pages.sta'));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('mt940\n');
    expect(out).toContain('Statement of DE20123456781020304050');
    expect(out).toMatch(/2026-01-02 {2}2025-12-31 {2} +50\.00 EUR {2}Ada Pioneer · Dues January/);
    expect(out).toMatch(/-50\.00 EUR {2}\[reversal\]/);
    expect(out).toContain('2 entries · credits 50.00 · debits 50.00 EUR');
    expect(out).toContain('opening 1000.00 · closing 994.00 EUR');
    expect(out).toContain('balanced: opening and booked entries make the closing balance');
    expect(out).toContain('2 statements, 3 entries');
    expect(out).toMatch(/date-moved \(line 16\)/);
  });

  it('says loudly when a statement is not balanced', async () => {
    const text = ':20:A\n:25:1\n:60F:C260101EUR1,\n:62F:C260101EUR2,\n';
    expect((await run(written('a.sta', text))).out).toContain('NOT BALANCED');
  });

  it('writes JSON with amounts as text', async () => {
    const { code, out } = await run(fixture('camt053-batch-and-return.xml'), '--json');
    const file = JSON.parse(out) as { statements: { entries: { amountMinor: unknown }[] }[] };
    expect(code).toBe(0);
    expect(file.statements[0]?.entries.map((entry) => entry.amountMinor)).toEqual([
      '3000',
      '-1000',
      '-2000',
      '1250',
    ]);
  });

  it('writes the same JSON for a file that is too large to be held', async () => {
    const entry =
      '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BkTxCd/>' +
      `<AddtlNtryInf>${'x'.repeat(2_000)}</AddtlNtryInf></Ntry>\n`;
    const times = Math.ceil((11 * 1024 * 1024) / entry.length);
    const head =
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>' +
      '<GrpHdr><MsgId>M</MsgId></GrpHdr><Ntfctn><Id>1</Id><Acct><Id><Othr><Id>7</Id></Othr></Id>' +
      '</Acct>';
    const file = written(
      'large.xml',
      `${head}${entry.repeat(times)}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`,
    );
    const { code, out } = await run(file, '--json');
    const read = JSON.parse(out) as {
      message: { id: string };
      statements: { entries: unknown[]; totals: { creditMinor: string }[] }[];
      warnings: unknown[];
    };
    expect(code).toBe(0);
    expect(read.message.id).toBe('M');
    expect(read.statements[0]?.entries).toHaveLength(times);
    expect(read.statements[0]?.totals[0]?.creditMinor).toBe(`${times * 100}`);
    expect(read.warnings).toEqual([]);
  });

  it('cannot be made to move the cursor by what a payer wrote', async () => {
    const text = ':20:A\n:25:1\n:61:260102C5,00NTRFNONREF\n:86:\u009b31mred\u202e\n';
    const { out } = await run(written('b.sta', text));
    expect(out).not.toMatch(/[\u0080-\u009f\u202e]/);
  });
});

describe('statement --detect FILE', () => {
  it('names format, version, encoding and reason', async () => {
    const { code, out } = await run('--detect', fixture('camt053-batch-and-return.xml'));
    expect([code, out]).toEqual([0, 'camt.053 camt.053.001.08 (utf-8): element BkToCstmrStmt\n']);
  });

  it('answers in JSON', async () => {
    const { out } = await run('--detect', fixture('ofx2-credit-card.ofx'), '--json');
    expect(JSON.parse(out)).toMatchObject({ format: 'ofx', version: '211', confidence: 1 });
  });
});

describe('what cannot be used ends with code 2 and one line', () => {
  it.each([
    ['no file', [], /^rochdale statement: statement FILE/],
    ['a file that is not there', ['/nowhere.xml'], /no such file/],
    ['a folder', [folder], /is a folder/],
    ['an unknown option', ['--frobnicate', 'x'], /statement FILE/],
    ['an option without its value', ['x', '--profile'], /--profile wants a value/],
  ])('%s', async (_, args, words) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(words);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('an unknown profile', async () => {
    const { code, err } = await run(fixture('mt940-two-pages.sta'), '--profile', 'nope');
    expect(code).toBe(2);
    expect(err).toMatch(/no CSV profile 'nope'/);
  });

  it('a payment order, with its line and column', async () => {
    const file = written(
      'order.xml',
      '<?xml version="1.0"?>\n<Document>\n <CstmrCdtTrfInitn/></Document>',
    );
    const { code, out, err } = await run(file);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `rochdale statement: ${file}: the file is a payment order (pain.001) ` +
        '(not-a-statement, line 3, column 2)\n',
    );
  });

  it.skipIf(!existsSync('/dev/zero'))(
    'a device without an end, after its first bytes',
    async () => {
      for (const options of [[], ['--json'], ['--detect']]) {
        const { code, out, err } = await run('/dev/zero', ...options);
        expect([code, out]).toEqual([2, '']);
        expect(err.trimEnd().split('\n')).toHaveLength(1);
      }
    },
  );

  it('a broken statement prints nothing of itself', async () => {
    const file = written('c.sta', ':20:A\n:61:260102C5,00NTRF\n:61:260102CNTRF\n');
    const { code, out, err } = await run(file);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/statement-malformed, line 3, column 5/);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { writeAba, writePain001 } from '@rochdale/bank-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCli } from '../cli.js';

const pain = writePain001(
  {
    messageId: 'M-1',
    createdAt: '2026-11-21T09:30:00Z',
    initiatingParty: { name: 'Weavers' },
    batches: [
      {
        id: 'B-1',
        debtor: { name: 'Weavers' },
        debtorIban: 'DE89370400440532013000',
        executionDate: '2026-11-23',
        payments: [
          {
            endToEndId: 'E-1',
            amountMinor: 1_234n,
            currency: 'EUR',
            creditor: { name: 'Stadtwerke' },
            creditorIban: 'DE12500105170648489890',
          },
        ],
      },
    ],
  },
  { version: 'pain.001.001.09' },
);

const aba = writeAba({
  bank: 'CBA',
  userName: 'Weavers',
  userId: '1',
  description: 'WAGES',
  processingDate: '2026-11-23',
  transactions: [
    {
      bsb: '062-000',
      accountNumber: '1234',
      transactionCode: 53,
      amountMinor: 5_000n,
      title: 'Ada',
      reference: 'Week 47',
      trace: { bsb: '062-000', accountNumber: '9' },
      remitter: 'Weavers',
    },
  ],
});

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'payment-file-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const streams = { stdout: into('out'), stderr: into('err') };
  return { code: await runCli(['payment-file', ...args], streams), ...written };
}

describe('payment-file validate', () => {
  it('says valid and exits 0 for what is written here', async () => {
    const read = await run('validate', file('a.xml', pain));
    expect(read).toEqual({
      code: 0,
      out:
        'format    pain.001.001.09\npayments  1\ntotal     credit 12.34 EUR in 1\n' +
        'valid: 0 errors, 0 warnings\n',
      err: '',
    });
    expect(await run('validate', file('a.txt', aba))).toMatchObject({ code: 0, err: '' });
  });

  it('lists what is wrong and exits 1', async () => {
    const broken = new TextDecoder().decode(pain).replace('<CtrlSum>12.34', '<CtrlSum>12.35');
    const read = await run('validate', file('b.xml', broken));
    expect(read.code).toBe(1);
    expect(read.out).toContain(
      'error     line 4: sum-mismatch: GrpHdr: CtrlSum states 12.35, the amounts give 12.34\n',
    );
    expect(read.out).toMatch(/invalid: 1 errors, 0 warnings\n$/);
  });

  it('answers in JSON, money as text', async () => {
    const read = await run('validate', file('c.xml', pain), '--json');
    expect(JSON.parse(read.out)).toEqual({
      format: 'pain.001',
      version: 'pain.001.001.09',
      valid: true,
      payments: 1,
      totals: [{ currency: 'EUR', direction: 'credit', payments: 1, amount: '12.34' }],
      findings: [],
    });
  });

  it.each([
    ['empty.xml', '', 'empty-file'],
    ['statement.sta', ':20:STARTUMS\n', 'format-unknown'],
    ['bomb.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml-doctype'],
    ['cut.xml', new TextDecoder().decode(pain).slice(0, 500), 'truncated'],
  ])('exits 2 with one line on %s', async (name, content, code) => {
    const read = await run('validate', file(name, content));
    expect(read).toMatchObject({ code: 2, out: '' });
    expect(read.err).toMatch(new RegExp(`^rochdale payment-file: .*${name}: ${code}: .*\\n$`));
  });

  it.each([
    ['a file that is not there', ['validate', '/no/such/file'], 'no such file'],
    ['no file', ['validate'], 'say: payment-file validate FILE'],
    ['another verb', ['make', 'x'], 'say: payment-file validate FILE'],
    ['an option it has not', ['validate', 'x', '--quick'], "no option '--quick'"],
  ])('exits 2 with one line on %s', async (_what, args, message) => {
    const read = await run(...args);
    expect(read).toMatchObject({ code: 2, out: '' });
    expect(read.err).toContain(message);
    expect(read.err.trimEnd()).not.toContain('\n');
  });

  it.each(['/', '/dev/null'])('opens no folder and no device: %s', async (path) => {
    const { code, out, err } = await run('validate', path);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(`rochdale payment-file: ${path}: not a file\n`);
  });

  it('shows nothing that would steer a terminal', async () => {
    const text = new TextDecoder()
      .decode(pain)

      .replace('E-1', 'E\u009b31m');
    const read = await run('validate', file('d.xml', text));
    expect(read.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

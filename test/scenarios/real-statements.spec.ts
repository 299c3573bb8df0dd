import { readBankFile } from '@rochdale/bank-formats';
import type { Statement } from '@rochdale/bank-formats';
import { invariants } from '@rochdale/house';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readGlobalId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Story } from './kit/story.js';
import type { Person } from './kit/story.js';

// A story takes as long as its year has chapters.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = fileURLToPath(new URL('../../../shared/vectors/bank/camt/', import.meta.url));

interface RealFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly statements: readonly Statement[];
}

function readable(path: string): RealFile[] {
  const bytes = readFileSync(path);
  try {
    const { statements } = readBankFile(bytes);
    const hasNumbers = statements.every(({ account }) => account.iban !== undefined);
    return hasNumbers ? [{ name: basename(path), bytes, statements }] : [];
  } catch {
    return [];
  }
}

/** Statements of banks' own, of accounts whose number can be registered. */
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /053.*\.xml$/.test(path))
      .toSorted()
      .flatMap((path) => readable(`${folder}${path}`))
  : [];

describe.skipIf(files.length === 0)(
  'statements of real banks (../shared/vectors/bank/camt)',
  () => {
    let story: Story;
    let treasurer: Person;

    beforeAll(async () => {
      story = await Story.begin();
      await story.found('Wilburga Stroud');
      treasurer = await story.joins('Tessaly Brandt', 'TREASURER');
      const accounts = new Map(
        files.flatMap(({ statements }) =>
          statements.map(({ account, currency }) => [account.iban, currency] as const),
        ),
      );
      for (const [number, currency] of accounts) {
        await story.ask(
          treasurer.token,
          `mutation ($number: String!, $currency: String!, $label: String!) { bankAccountRegister(
           input: { label: $label, holderName: "The Weir eG", accountNumber: $number,
             currency: $currency, rail: SIMULATED }) { userErrors { code } } }`,
          { number, currency, label: `Account ${number ?? ''}` },
        );
      }
    });

    afterAll(() => story.close());

    const linesOf = () => story.rows('select identity, amount_minor from payments.bank_lines');

    it.each(files.map((file) => [file.name, file] as const))(
      '%s is read or refused with a reason, and twice is once',
      async (name, { bytes }) => {
        const put = (file: Buffer) => story.upload(treasurer.token, '/bank/statements', file, name);
        const first = await put(bytes);
        await story.work();
        const [file] = await story.rows<{ state: string; refusal_code: string | null }>(
          'select state, refusal_code from payments.statement_files where id = $1',
          [readGlobalId(String(first.body['id']), 'inside').id],
        );
        expect(file?.state === 'read' || file?.refusal_code !== null).toBe(true);
        const before = await linesOf();
        // Sent again it is the same file; with a line feed behind it, another that tells the same.
        for (const file of [bytes, Buffer.concat([bytes, Buffer.from('\n')])]) {
          await put(file);
          await story.work();
          expect(await linesOf()).toEqual(before);
        }
      },
    );

    it('bring their lines in, and book none that nobody explained', async () => {
      const read = await story.rows(`select 1 from payments.statement_files where state = 'read'`);
      expect(read.length).toBeGreaterThan(3);
      expect((await linesOf()).length).toBeGreaterThan(5);
      expect(await story.rows('select 1 from ledger.transactions')).toEqual([]);
    });

    it.each(invariants.map((law) => [law.name, law] as const))('%s holds', async (_name, law) => {
      expect(await story.rows(law.sql)).toEqual([]);
    });
  },
);

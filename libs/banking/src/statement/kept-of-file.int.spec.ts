import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBankingWorld, ibans } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

interface Kept {
  readonly state: string;
  readonly refusal_code: string | null;
  readonly warnings: readonly { readonly code: string; readonly line: number | null }[];
}

let names = 0;

/** What is kept of a file beside its bytes and the name that whoever sent it gave it. */
async function keptOf(bytes: Uint8Array, csvProfile: string | null = null): Promise<Kept | null> {
  names += 1;
  const said = { name: `${names}.txt`, bytes, csvProfile, bankAccountId: world.main.id };
  const taken = await world.importFile.execute(world.treasurer, said).catch(() => null);
  if (taken === null) return null;
  await world.readFile.execute(world.system, { fileId: taken.file.id });
  const [row] = await world.asOwner<{ kept: Kept }>(
    `select to_jsonb(f) - 'name' as kept from payments.statement_files f where id = $1`,
    [taken.file.id],
  );
  return row?.kept ?? null;
}

const person = 'Zelphina Zqone';
const words = /zelphina|zqone|treatment/i;

const heading =
  '"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Gebühr","Netto",' +
  '"Absender E-Mail-Adresse","Empfänger E-Mail-Adresse","Transaktionscode",' +
  '"Artikelbezeichnung","Zugehöriger Transaktionscode","Rechnungsnummer","Guthaben","Betreff",' +
  '"Hinweis","Auswirkung auf Guthaben"';
const row = (day: string, status: string, balance: string, id: string, effect: string) =>
  `"${day}","10:12:00","Europe/Berlin","${person}","Allgemeine Zahlung","${status}","EUR",` +
  `"24,90","-0,75","24,15","zelphina@zqone.example","eg@example.org","${id}","for my treatment",` +
  `"","","${balance}","","","${effect}"`;

const utf8 = (text: string): Uint8Array => Buffer.from(text);
const paypal = utf8(
  `\uFEFF${[
    heading,
    row('07.11.2026', 'Ausstehend', '0,00', '1AB', 'Memo'),
    row('08.11.2026', 'Abgeschlossen', '24,15', '2CD', 'Haben'),
  ].join('\r\n')}\r\n`,
);
const qif = `!Type:${person}\nD1\n^\n!Type:Bank\nD11/24/2026\nT5.00\nPAda\n^\n`;
const fixtures = new URL('../../../bank-formats/fixtures/statements/', import.meta.url);
// As files of our own account: of another one nothing would be read.
const fixture = (name: string): string =>
  readFileSync(new URL(name, fixtures), 'latin1')
    .replaceAll('12345678/1020304050', '37040044/0532013000')
    .replaceAll('DE02120300000000202051', ibans.main)
    .replaceAll(/<CURDEF>(AUD|USD)/g, '<CURDEF>EUR');
const mt940 = fixture('mt940-two-pages.sta');

/** A repeatable source of numbers (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('what is kept of a statement file, for every clerk to read', () => {
  it.each([
    ['a row that is left out', paypal, 'paypal', 'row-not-moved'],
    ['a balance', utf8(mt940.replace(':62F:C260228EUR994,00', `:62F:${person}`)), null, null],
    ['text behind an amount', utf8(mt940.replace('994,00', `994,00 ${person}`)), null, null],
    ['a section', utf8(qif), null, 'not-read'],
  ])('has no word of %s', async (_, bytes, profile, code) => {
    const kept = await keptOf(bytes, profile);
    expect(kept?.warnings.length).toBeGreaterThan(0);
    if (code !== null) expect(kept?.warnings.map((one) => one.code)).toContain(code);
    expect(JSON.stringify(kept)).not.toMatch(words);
  });

  it('has no word of a file that was refused', async () => {
    const kept = await keptOf(utf8(mt940.replace('2601050105RC50,00', `2601050105RC${person}`)));
    expect(kept).toMatchObject({ state: 'refused', refusal_code: 'statement-malformed' });
    expect(JSON.stringify(kept)).not.toMatch(words);
  });

  it.each(readdirSync(fixtures).toSorted())('has none wherever one stands in %s', async (name) => {
    const whole = fixture(name);
    const next = numbers(whole.length);
    let reached = 0;
    for (let round = 0; round < 40; round += 1) {
      const at = next(whole.length);
      const to = at + next(12);
      const planted = `${whole.slice(0, at)}${person}${whole.slice(to)}`;
      const kept = await keptOf(Buffer.from(planted, 'latin1'));
      if (kept === null) continue;
      reached += 1;
      expect(JSON.stringify(kept)).not.toMatch(words);
    }
    expect(reached).toBeGreaterThan(20);
  });
});

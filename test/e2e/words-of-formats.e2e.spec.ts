import { tablesSaying } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coopIban, MoneyWorld } from './money-world.js';

let world: MoneyWorld;
let treasurer: string;
let planId: string;
/** The co-operative's accounts, by their number. */
const accounts = new Map<string, string>();
const belgian = 'BE68539007547034';

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  for (const number of [coopIban, belgian]) {
    const { bankAccount } = await world.client(treasurer).change<{ bankAccount: { id: string } }>(
      `mutation ($number: String!) { bankAccountRegister(input: { label: $number,
         holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SIMULATED }) {
         bankAccount { id } userErrors { code message } } }`,
      { number },
    );
    accounts.set(number, bankAccount.id);
  }
  const { duesPlan } = await world.client(treasurer).change<{ duesPlan: { id: string } }>(
    `mutation { duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
       minimumMinor: "500", suggestedMinor: "700", months: 1 }) { duesPlan { id }
       userErrors { code message } } }`,
  );
  planId = duesPlan.id;
});
afterAll(() => world.close());

interface Payment {
  readonly reference: string;
  readonly name: string;
  readonly said: string;
  readonly day: string;
}

/** A record of 128 characters from texts at their places, counted from 1. */
function record(...parts: readonly (readonly [place: number, text: string])[]): string {
  const cells = Array.from({ length: 128 }, () => ' ');
  for (const [place, text] of parts) cells.splice(place - 1, text.length, ...text.split(''));
  return cells.join('').slice(0, 128);
}

function coda({ reference, name, said, day }: Payment): string {
  const [year = '', month = '', of = ''] = day.split('-');
  const short = `${of}${month}${year.slice(2)}`;
  const account = `${belgian.padEnd(34)}EUR`;
  return [
    record([1, `00000${short}72505`], [35, 'MILL'], [61, 'KREDBEBB'], [128, '2']),
    record([1, '12001'], [6, account], [43, '0000000000000000'], [59, short], [65, 'MILL']),
    record(
      [1, '2100010000REF1'],
      [32, '0000000000007000'],
      [48, `${short}00150000`],
      [62, '0'],
      [63, reference],
      [116, short],
      [126, '1'],
    ),
    record([1, '2200010000'], [11, said], [126, '1']),
    record([1, '2300010000'], [11, 'BE71096123456769'.padEnd(37)], [48, name]),
    record([1, '8001'], [5, account], [42, '0000000000007000'], [58, short], [128, '0']),
    record([1, '9'], [17, '000005']),
    '',
  ].join('\r\n');
}

const csv = ({ reference, name, said, day }: Payment): string =>
  [
    'Buchungstag;Valutadatum;Name Zahlungsbeteiligter;Verwendungszweck;Betrag;Waehrung',
    ...[day]
      .map((on) => on.split('-').toReversed().join('.'))
      .map((on) => `${on};${on};${name};${reference} ${said};7,00;EUR`),
    '',
  ].join('\r\n');

const qif = ({ reference, name, said, day }: Payment): string =>
  `!Type:Bank\nD${day}\nT7.00\nP${name}\nM${reference} ${said}\n^\n`;

it.each([
  ['coda', coda, ''],
  ['csv', csv, coopIban],
  ['qif', qif, coopIban],
] as const)(
  'of a line of %s nobody reads a word once its member is erased',
  async (kind, of, to) => {
    const [name, said] = [`Zel Zqname${kind}`, `zqsaid${kind}`];
    const zel = await world.member('mill', `zel${kind}`);
    await world.client(zel).change(
      `mutation ($planId: ID!) { duesPledgeChoose(input: { planId: $planId,
       amount: { minor: "700", currency: "EUR" } }) { userErrors { code message } } }`,
      { planId },
    );
    await world
      .client(treasurer)
      .change('mutation { duesInvoicesIssue { userErrors { code message } } }');
    const { myInvoices } = await world.ask<{
      myInvoices: { edges: { node: { reference: string } }[] };
    }>(zel, '{ myInvoices(first: 1) { edges { node { reference } } } }');
    const reference = myInvoices.edges[0]?.node.reference ?? '';
    const day = world.clock.now().toISOString().slice(0, 10);
    const id = accounts.get(to);
    const query = id === undefined ? '' : `?bankAccountId=${id}`;
    const answer = await world.upload(treasurer, of({ reference, name, said, day }), 'mill', query);
    expect(answer).toMatchObject({ status: 201 });
    await world.worker.loop.drain();
    const lines = `{ bankLines(first: 20) { edges { node { counterpartyName freeText state } } } }`;
    const read = async () => JSON.stringify(await world.ask(treasurer, lines));
    expect(await read()).toContain(said);
    await world.client(zel).change('mutation { membershipLeave { userErrors { code message } } }');
    await world.client(zel).change('mutation { memberErase { userErrors { code message } } }');
    await world.worker.loop.drain();
    const after = await read();
    for (const word of [`zqname${kind}`, said]) {
      expect(after.toLowerCase()).not.toContain(word);
      const kept = await tablesSaying((text, values) => world.rows(text, values), word);
      expect(kept).toEqual(
        ['payments.bank_lines', 'payments.bank_sightings'].filter((table) => kept.includes(table)),
      );
    }
  },
);

import { KeptLetters } from '@rochdale/letters';
import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld } from './money-world.js';

let world: MoneyWorld;
let administrator: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
});
afterAll(() => world.close());

const stranger = () => new ApiClient(world.api.url);
const settle = (settings: string) =>
  world.ask(
    administrator,
    `mutation { payload: cooperativeChange(input: ${settings}) { userErrors { code } } }`,
  );

describe('the notice of what is kept of persons', () => {
  it('is there for anybody, in the terms of the country, and names who is given it', async () => {
    await settle('{ country: "DE", website: "https://mill.example", booksYears: 12 }');
    const { status, text, headers } = await stranger().get('/pages/privacy?cooperative=mill');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('What is kept about you at mill');
    expect(text).toContain('https://mill.example');
    expect(text).toContain('kept as the law asks: Germany');
    // Vouchers by the law, books as the co-operative chose.
    expect(text).toContain('<dd>8 years, from the end of the year in which it was made</dd>');
    expect(text).toContain('<dd>12 years, from the end of the year in which it was made</dd>');
    expect(text).toContain('the bank of the co-operative and the banks between it and the payee');
    expect(text).not.toContain('as long as the law');
    await settle('{ country: "GB", booksYears: null }');
    const british = await stranger().get('/pages/privacy?cooperative=mill');
    expect(british.text).toContain('kept as the law asks: United Kingdom');
    expect(british.text).not.toMatch(/(?:8|12) years/);
  });

  it('is that of the only co-operative, or asks of which', async () => {
    expect((await stranger().get('/pages/privacy')).text).toContain('kept about you at mill');
    await world.found('forge');
    const { status, text } = await stranger().get('/pages/privacy');
    expect([status, text.includes('href="privacy?cooperative=forge"')]).toEqual([200, true]);
    const unknown = await stranger().get('/pages/privacy?cooperative=nowhere');
    expect([unknown.status, unknown.text]).toEqual([
      404,
      expect.stringContaining('There is no such co-operative here.'),
    ]);
  });

  it('runs nothing, loads nothing, and is linked from the pages that letters lead to', async () => {
    const pages = ['confirm', 'sign-in', 'reset-password', 'invitation'];
    for (const page of [...pages.map((name) => `${name}?token=none`), 'privacy']) {
      const { text, headers } = await stranger().get(`/pages/${page}`);
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self'/,
      );
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(text).not.toMatch(/<script|style=|\son\w+=|src=/);
      if (page !== 'privacy') expect(text).toContain('<a href="privacy">');
    }
  });

  it('is beside where one goes on, from a link that is over too', async () => {
    for (const page of ['confirm', 'sign-in', 'reset-password']) {
      const { status, text } = await stranger().post(`/pages/${page}`, {
        token: 'none',
        newPassword: 'a long enough password',
      });
      expect([status, text]).toEqual([400, expect.stringContaining('<a href="enter">')]);
    }
  });

  it('is linked from letters that invite and welcome', async () => {
    await world.ask(
      administrator,
      `mutation { payload: invitationSend(input: { email: "ida@mill.example", name: "Ida",
         classKey: "worker" }) { userErrors { code } } }`,
    );
    await world.member('mill', 'ada');
    await world.worker.loop.drain();
    const letters = await world.api.app.get(KeptLetters).newest();
    const link = /http\S+\/pages\/privacy\?cooperative=mill$/m;
    for (const kind of ['membership.invitation', 'membership.admitted']) {
      expect(letters.find((letter) => letter.kind === kind)?.text).toMatch(link);
    }
  });
});

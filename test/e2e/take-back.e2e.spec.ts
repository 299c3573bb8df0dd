import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalOf, claimOf } from './claiming.js';
import { MoneyWorld } from './money-world.js';
import { enterAt } from './pressing.js';

let world: MoneyWorld;
let administrator: string;
let treasurer: string;
const page = 'erase-me?cooperative=mill';

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
});
afterAll(() => world.close());

describe('the page on which one is erased', () => {
  it('takes back what can be, beside what the members have voted on', async () => {
    const client = world.client(administrator);
    await client.change(
      'mutation { policyPackAdopt(pack: "defaults") { userErrors { code message } } }',
    );
    const bands = [
      {
        upToMinor: '3000',
        band: { kind: 'role', role: 'treasurer', approvals: 1 },
        receipts: false,
      },
      { upToMinor: null, band: { kind: 'vote', policyKey: 'ordinary' }, receipts: false },
    ];
    await client.change(
      `mutation ($bands: String!) { approvalRuleAdopt(input: { currency: "EUR",
         bandsJson: $bands }) { userErrors { code message } } }`,
      { bands: JSON.stringify(bands) },
    );
    const una = await world.member('mill', 'una');
    await claimOf(world, una, 'Thread');
    await claimOf(world, una, 'A loom', '9900');
    await claimOf(world, una, 'A wheel', '9800');
    await claimOf(world, una, 'Needles');
    // Its vote ended, and what was decided was not carried out yet.
    const ended = await world.rows(
      `update governance.proposals set state = 'closed', closed_at = now()
       where id = (select proposal_id
         from expenses.expenses where title = 'A loom') returning id`,
    );
    expect(ended).toHaveLength(1);
    const browser = await enterAt(world.api.url, 'una@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const { text } = await browser.get(page);
    const said = text.replaceAll(/\s+/g, ' ');
    const offered = /Nobody has decided yet:(.*)Take all of it back/.exec(said)?.[1] ?? '';
    expect(offered).toContain('A wheel, 98.00 EUR');
    expect(offered).not.toContain('A loom');
    expect(said).toMatch(/The members have voted on this\..*A loom, 99\.00 EUR/);
    const back = await browser.press('take-back-claims?cooperative=mill', {}, 'erase-me');
    expect([back.status, back.headers['location']]).toEqual([303, page]);
    const states = await world.rows<{ title: string; status: string }>(
      `select title, status from expenses.expenses where title in ('Thread', 'A loom', 'A wheel',
         'Needles') order by 1`,
    );
    expect(states.map(({ title, status }) => `${title}: ${status}`)).toEqual([
      'A loom: submitted',
      'A wheel: withdrawn',
      'Needles: withdrawn',
      'Thread: withdrawn',
    ]);
  });

  it('takes back only what it listed, and tells what was decided meanwhile', async () => {
    const zoe = await world.member('mill', 'zoe');
    const decided = await claimOf(world, zoe, 'A spool');
    await claimOf(world, zoe, 'A bobbin');
    const browser = await enterAt(world.api.url, 'zoe@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const { text: shown } = await browser.get(page);
    await approvalOf(world, treasurer, decided);
    const { status, text } = await browser.pressShown(shown, 'take-back-claims?cooperative=mill');
    expect([status, text.replaceAll(/\s+/g, ' ')]).toEqual([
      409,
      expect.stringMatching(/Not taken back.*A spool, 22\.22 EUR: .*Taken back<.*A bobbin/),
    ]);
  });

  it('says so where there is more than it lists, and lists the rest afterwards', async () => {
    const meg = await world.member('mill', 'meg');
    for (let nth = 0; nth < 101; nth += 1) await claimOf(world, meg, `Button ${nth}`);
    const browser = await enterAt(world.api.url, 'meg@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const { text: shown } = await browser.get(page);
    expect(shown.match(/Button \d+,/g)).toHaveLength(100);
    expect(shown.replaceAll(/\s+/g, ' ')).toMatch(/These are the first hundred\..*Take these back/);
    await browser.pressShown(shown, 'take-back-claims?cooperative=mill');
    const { text: after } = await browser.get(page);
    expect(after.match(/Button \d+,/g)).toHaveLength(1);
    expect(after).toContain('Take all of it back');
    expect(after).not.toContain('the first hundred');
  });
});

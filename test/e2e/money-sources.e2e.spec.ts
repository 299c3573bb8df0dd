import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, coopIban, MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';
import { quietSource } from './quiet-source.js';

let world: MoneyWorld;
let tess: string;
let ada: string;
let elsewhere: string;
let account: string;

const fields = `id bankAccountId source settingsJson state failureCode sweptAt disconnectedAt`;
const changing = `userErrors { code path } moneySource { ${fields} }`;

interface MoneySource {
  readonly id: string;
  readonly state: string;
  readonly failureCode: string | null;
}
type SourceChanged = Changed<{ moneySource: MoneySource | null }>;

const connect = (settingsJson = '{}', source = quietSource.name) =>
  world.ask<SourceChanged>(
    tess,
    `mutation ($id: ID!, $source: String!, $settings: String!) { payload: sourceConnect(input: {
       bankAccountId: $id, source: $source, settingsJson: $settings }) { ${changing} } }`,
    { id: account, source, settings: settingsJson },
  );
const disconnect = (id: string, token = tess, slug = 'mill') =>
  world.ask<SourceChanged>(
    token,
    `mutation ($id: ID!) { payload: sourceDisconnect(id: $id) { ${changing} } }`,
    { id },
    slug,
  );
const sweep = (id: string) =>
  world.ask<SourceChanged>(
    tess,
    `mutation ($id: ID!) { payload: sourceSweep(input: { moneySourceId: $id, fromStart: true }) {
       ${changing} } }`,
    { id },
  );
const sources = async () =>
  (await world.ask<{ moneySources: MoneySource[] }>(tess, `{ moneySources { ${fields} } }`))
    .moneySources;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
  await world.found('forge');
  elsewhere = await world.member('forge', 'theo', 'TREASURER');
  const registered = await world.ask<Changed<{ bankAccount: { id: string } }>>(
    tess,
    `mutation { payload: bankAccountRegister(input: { label: "Till", holderName: "The Mill eG",
       accountNumber: "${coopIban}", currency: "EUR", rail: SIMULATED }) {
       userErrors { code } bankAccount { id } } }`,
  );
  account = registered.payload.bankAccount.id;
});
afterAll(() => world.close());

describe('a money source', () => {
  it('is connected with the settings that it asks for', async () => {
    const refused = async (settings: string, source?: string) =>
      (await connect(settings, source)).payload.userErrors;
    expect(await refused('[]')).toEqual([{ code: 'INVALID_INPUT', path: ['settingsJson'] }]);
    expect(await refused('{')).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await refused('{"secret":1}')).toMatchObject([{ code: 'INVALID_SOURCE_SETTINGS' }]);
    expect(await refused('{}', 'loud')).toEqual([{ code: 'SOURCE_UNKNOWN', path: ['source'] }]);
    const { payload } = await connect();
    expect(payload.moneySource).toMatchObject({
      bankAccountId: account,
      source: 'quiet',
      settingsJson: '{}',
      state: 'CONNECTED',
    });
    expect(codesOf(await connect())).toEqual(['ACCOUNT_HAS_SOURCE']);
    expect(await sources()).toEqual([payload.moneySource]);
  });

  it('shows what went wrong when it was swept', async () => {
    const [{ id } = { id: '' }] = await sources();
    expect(codesOf(await sweep(id))).toEqual([]);
    await world.worker.loop.drain();
    const [swept] = await sources();
    expect(swept).toMatchObject({ failureCode: expect.stringMatching(/^SOURCE_/), sweptAt: null });
  });

  it('is shown to clerks alone, and ended by a treasurer of its own co-operative', async () => {
    const [{ id } = { id: '' }] = await sources();
    const { errors } = await world.answer(ada, '{ moneySources { id } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(codesOf(await disconnect(id, ada))).toEqual(['FORBIDDEN']);
    expect(codesOf(await disconnect(id, elsewhere, 'forge'))).toEqual(['MONEY_SOURCE_NOT_FOUND']);
    expect((await disconnect(id)).payload.moneySource).toMatchObject({ state: 'DISCONNECTED' });
    expect(codesOf(await sweep(id))).toEqual(['SOURCE_DISCONNECTED']);
  });

  it('has rows that wait, and says when one is not there', async () => {
    const { sourceRowsWaiting } = await world.ask<{ sourceRowsWaiting: { edges: object[] } }>(
      tess,
      '{ sourceRowsWaiting(first: 5) { edges { node { id waits json version externalId } } } }',
    );
    expect(sourceRowsWaiting.edges).toEqual([]);
    const closing = `mutation { payload: sourceRowClose(input: { because: "seen",
      sourceRowId: "nonsense" }) { userErrors { code path } sourceRowId } }`;
    expect(await world.ask(tess, closing)).toMatchObject({
      payload: { userErrors: [{ code: 'INVALID_ID', path: ['sourceRowId'] }] },
    });
  });

  it('has a hook, which tells a stranger nothing', async () => {
    const answer = await world.post('/hooks/sources/0198a0b0-0000-7000-8000-000000000000', {});
    expect(answer).toMatchObject({ status: 403, body: { code: 'HINT_REFUSED' } });
  });
});

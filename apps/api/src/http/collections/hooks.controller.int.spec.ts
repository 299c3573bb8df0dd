import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TakeHint } from '@rochdale/collections';
import { IdentitySettings } from '@rochdale/identity';
import { CONFIG, loadConfig, LOG, Metrics, newId } from '@rochdale/platform';
import { silentLog } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connected,
  createCollectionsWorld,
} from '../../../../../libs/collections/src/testing/collections-world.js';
import type {
  CollectionsWorld,
  Connected,
} from '../../../../../libs/collections/src/testing/collections-world.js';
import { signatureOf } from '../../../../../libs/collections/src/testing/test-source.js';
import { identitySettings } from '../../identity-settings.js';
import { ActorOfRequest } from '../kit/actor-of-request.js';
import { furnishServer, httpAdapter } from '../http-server.js';
import { ProblemFilter } from '../kit/problem.filter.js';
import { HooksController } from './hooks.controller.js';

@Module({})
class HooksOnlyModule {}

let world: CollectionsWorld;
let one: Connected;
let app: NestFastifyApplication;

beforeAll(async () => {
  world = await createCollectionsWorld();
  one = await connected(world);
  const config = loadConfig({
    DATABASE_URL: world.database.adminUrl,
    ROCHDALE_SECRET: 'a secret for tests only, long enough',
    ROCHDALE_ENV: 'test',
  });
  const metrics = new Metrics();
  const filter = new ProblemFilter(silentLog, metrics);
  const providers = [
    { provide: TakeHint, useValue: world.hint },
    { provide: CONFIG, useValue: config },
    { provide: LOG, useValue: silentLog },
    { provide: ProblemFilter, useValue: filter },
    { provide: ActorOfRequest, useValue: null },
    { provide: IdentitySettings, useValue: identitySettings(config, silentLog) },
  ];
  app = await NestFactory.create<NestFastifyApplication>(
    { module: HooksOnlyModule, controllers: [HooksController], providers },
    httpAdapter(config),
    { logger: false },
  );
  app.useGlobalFilters(filter);
  await furnishServer(app, config, metrics);
  await app.init();
});

afterAll(async () => {
  await app.close();
  await world.close();
});

const body = '{"type":  "payment.created",\n "id": "\u00fc" }';

async function post(id: string, payload: string, headers: Record<string, string> = {}) {
  const json = { 'content-type': 'application/json', ...headers };
  const url = `/hooks/sources/${id}`;
  const reply = await app.inject({ method: 'POST', url, payload, headers: json });
  const { statusCode: status, body: text } = reply;
  return { status, code: text === '' ? null : (JSON.parse(text) as { code: string }).code, text };
}
const signed = (payload: string, book = one.book) => ({
  'x-signature': signatureOf(Buffer.from(payload), book),
});

describe('POST /hooks/sources/:connection', () => {
  it('takes a hint that is signed over the very bytes of its body', async () => {
    expect(await post(one.id, body, signed(body))).toMatchObject({ status: 204, text: '' });
    const same = JSON.stringify(JSON.parse(body));
    expect(await post(one.id, same, signed(body))).toMatchObject({ status: 403 });
    const jobs = await world.asOwner(`select 1 from platform.jobs where key like $1`, [
      `${one.id} hint %`,
    ]);
    expect(jobs).toHaveLength(1);
  });

  it('answers the same to what nobody signed and about what is not there', async () => {
    const unsigned = await post(one.id, body);
    expect(unsigned).toMatchObject({ status: 403, code: 'HINT_REFUSED' });
    expect(await post(newId(), body, signed(body))).toEqual(unsigned);
    expect(await post('no-id', body, signed(body))).toEqual(unsigned);
  });

  it('has a limit of its own', async () => {
    const long = JSON.stringify('x'.repeat(300_000));
    expect(await post(one.id, long, signed(long))).toMatchObject({ status: 413 });
    const within = JSON.stringify('x'.repeat(200_000));
    expect(await post(one.id, within, signed(within))).toMatchObject({ status: 204 });
  });

  it('takes an empty body for what it is: not signed', async () => {
    const reply = await app.inject({ method: 'POST', url: `/hooks/sources/${one.id}` });
    expect(reply.statusCode).toBe(403);
  });
});

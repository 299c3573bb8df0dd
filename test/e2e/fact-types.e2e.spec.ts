import { allErrorCodes, allFacts } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

interface FactType {
  readonly type: string;
  readonly version: number;
  readonly subjectKinds: readonly string[];
  readonly visibility: string;
  readonly dataSchemaJson: string;
}

let service: ServiceEnvironment;
let api: RunningApi;
beforeAll(async () => {
  service = await createServiceEnvironment();
  api = await startApi({ env: service.env });
}, 120_000);
afterAll(async () => {
  await api.close();
  await service.close();
});

it('tells everybody which facts there are, and the shape of each', async () => {
  const { factTypes } = await new ApiClient(api.url).query<{ factTypes: FactType[] }>(
    '{ factTypes { type version subjectKinds visibility dataSchemaJson } }',
  );
  expect(factTypes.map(({ type }) => type)).toEqual([...allFacts().keys()].toSorted());
  const { dataSchemaJson, ...posted } = factTypes.find(
    ({ type }) => type === 'ledger.TransactionPosted',
  ) as FactType;
  expect(posted).toEqual({
    type: 'ledger.TransactionPosted',
    version: 1,
    subjectKinds: ['transaction'],
    visibility: 'PRIVATE',
  });
  expect(JSON.parse(dataSchemaJson)).toMatchObject({ type: 'object' });
  for (const { dataSchemaJson: schema } of factTypes) {
    expect(JSON.parse(schema)).toMatchObject({ type: 'object' });
  }
});

it('tells everybody which codes there are, and what sort of refusal each is', async () => {
  const { errorCodes } = await new ApiClient(api.url).query<{
    errorCodes: { code: string; kind: string }[];
  }>('{ errorCodes { code kind } }');
  expect(errorCodes.map(({ code }) => code)).toEqual([...allErrorCodes().keys()].toSorted());
  expect(errorCodes).toContainEqual({ code: 'TOO_DEEP', kind: 'too_large' });
  expect(errorCodes).toContainEqual({ code: 'INVALID_CURSOR', kind: 'invalid' });
});

import { openPersonalDataSources, systemActor, newId } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import { expect, it } from 'vitest';
import { personalData } from './personal-data.js';

it('the database answers for every table that an archive asks', async () => {
  const world = await createTestWorld();
  try {
    const actor = systemActor(newId(), 'job');
    const person = { accountId: newId(), memberId: newId(), inFull: true };
    const sources = openPersonalDataSources(personalData);
    expect(await world.unitOfWork.read(actor, (tx) => sources.rows(tx, person))).toEqual({});
  } finally {
    await world.close();
  }
});

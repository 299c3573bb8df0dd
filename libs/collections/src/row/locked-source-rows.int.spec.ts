import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockLinesOfErased } from '@rochdale/banking';
import { newId } from '@rochdale/platform';
import {
  connected,
  createCollectionsWorld,
  entry,
  rowsOf,
  sweep,
} from '../testing/collections-world.js';
import type { CollectionsWorld } from '../testing/collections-world.js';
import { ownSourceRows } from './own-source-rows.queries.js';

let world: CollectionsWorld;
beforeAll(async () => {
  world = await createCollectionsWorld();
});
afterAll(() => world.close());

/** A payment by who was erased, as their erasure leaves it: the line is locked. */
async function paidByErased() {
  const one = await connected(world);
  world.source.add(one.book, entry('pi', { from: 'Eli Zqone', reference: 'for my treatment' }));
  await sweep(world, one);
  const [row] = await rowsOf(world, one);
  const lineId = row?.line_id ?? '';
  await world.unitOfWork.run(world.system, (tx) =>
    lockLinesOfErased(tx, { memberId: newId(), lineIds: [lineId] }),
  );
  return { one, lineId };
}

// Whoever assigns lines would read it in an archive of their own.
it('what a source told of a locked line is handed to nobody whose dues it pays', async () => {
  const { lineId } = await paidByErased();
  const told = await world.read(world.treasurer, (tx) => ownSourceRows(tx, [lineId]));
  expect(told).toEqual([expect.objectContaining({ lineId, version: 1, json: '{}' })]);
});

it('what a source tells otherwise of a locked line is shown to no clerk', async () => {
  const { one } = await paidByErased();
  world.source.change(one.book, 'pi', 9_00n);
  await sweep(world, one);
  const { rows } = await world.read(world.treasurer, (tx) =>
    world.rows.waiting(tx, { first: 10, after: null }),
  );
  expect(rows).toEqual([expect.objectContaining({ version: 2, json: '{}' })]);
});

it('what a source tells otherwise is handed to whom it is of, and shown to clerks', async () => {
  const one = await connected(world);
  world.source.add(one.book, entry('pi', { from: 'Hal Zqtwo' }));
  await sweep(world, one);
  const [row] = await rowsOf(world, one);
  world.source.change(one.book, 'pi', 9_00n);
  await sweep(world, one);
  const lineId = row?.line_id ?? '';
  const told = await world.read(world.treasurer, (tx) => ownSourceRows(tx, [lineId]));
  expect(told).toEqual([
    expect.objectContaining({ lineId, version: 1, json: expect.stringContaining('Zqtwo') }),
    expect.objectContaining({ lineId, version: 2, json: expect.stringContaining('Zqtwo') }),
  ]);
  const { rows } = await world.read(world.treasurer, (tx) =>
    world.rows.waiting(tx, { first: 1, after: null }),
  );
  expect(rows[0]?.json).toContain('Zqtwo');
});

it('why a clerk closed such a row goes with its line, and later words are not kept', async () => {
  const one = await connected(world);
  world.source.add(one.book, entry('pi'));
  await sweep(world, one);
  const [row] = await rowsOf(world, one);
  const saying = async (amountMinor: bigint, because: string) => {
    world.source.change(one.book, 'pi', amountMinor);
    await sweep(world, one);
    const waiting = (await rowsOf(world, one)).at(-1);
    await world.closeRow.execute(world.treasurer, { rowId: waiting?.id ?? '', because });
  };
  const said = async () => (await rowsOf(world, one)).map((each) => each.closed_because);
  await saying(9_00n, 'Eli is in the zqclinic');
  expect(await said()).toEqual([null, 'Eli is in the zqclinic']);
  await world.unitOfWork.run(world.system, (tx) =>
    lockLinesOfErased(tx, { memberId: newId(), lineIds: [row?.line_id ?? ''] }),
  );
  expect(await said()).toEqual([null, '']);
  await saying(8_00n, 'Eli came back from the zqclinic');
  expect(await said()).toEqual([null, '', '']);
  const changing = world.asApplication(
    `update collections.source_rows set closed_because = 'x' where connection_id = $1`,
    [one.id],
    world.cooperativeId,
  );
  await expect(changing).rejects.toThrow('settled once');
});

import { checkRf, makeRf } from '@rochdale/bank-formats';
import { systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referencesIn } from '../payment/line-matching.js';
import { createDuesWorld, invoicesOf, member } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { drawReferences, randomReference } from './draw-references.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

/** Chance that says what it is told to, and how often the database is asked. */
async function drawn(says: readonly string[], count: number) {
  const left = [...says];
  const actor = systemActor(world.cooperativeId, 'job');
  return world.unitOfWork.read(actor, async (tx) => {
    let asked = 0;
    const counting = new Proxy(tx, {
      get: (of, key) => {
        const value: unknown = Reflect.get(of, key, of);
        if (typeof value !== 'function') return value;
        if (key === 'rows') asked += 1;
        return (value as () => unknown).bind(of);
      },
    });
    const references = await drawReferences(counting, count, () => {
      const next = left.shift();
      if (next === undefined) throw new Error('drawn too often');
      return next;
    });
    return { references, asked, left };
  });
}

describe('references', () => {
  it('are as many as were wanted, each once, and bank lines are found by them', async () => {
    const actor = systemActor(world.cooperativeId, 'job');
    const all = await world.unitOfWork.read(actor, (tx) => drawReferences(tx, 5000));
    expect(new Set(all).size).toBe(5000);
    for (const reference of all) {
      expect(checkRf(reference).valid).toBe(true);
      expect(reference).toMatch(/^RF\d{2}[34679CDHJKMNPQRTWXY]{8}$/);
      const said = { reference: null, endToEndId: null, freeText: `${reference} thanks` };
      expect(referencesIn(said)).toContain(reference);
    }
  });

  it('are none where nobody is asked', async () => {
    expect(await drawn([], 0)).toEqual({ references: [], asked: 0, left: [] });
  });

  it('that are taken or came twice are drawn again, all of them by one question', async () => {
    const ann = await member(world, 10_00n);
    await world.issue.execute(world.system);
    const [had] = await invoicesOf(world, ann);
    const taken = had?.reference ?? '';
    const [one, two, three, four] = ['3333CCCC', '4444DDDD', '6666HHHH', '7777JJJJ'].map(makeRf);
    const says = [one, taken, one, two, one, taken, three, four].flatMap((said) => said ?? []);
    const { references, asked, left } = await drawn(says, 3);
    expect(new Set(references)).toEqual(new Set([one, two, three]));
    expect({ asked, left }).toEqual({ asked: 4, left: [four] });
  });

  it('of one co-operative may be another’s: each bank line is of one', async () => {
    const elsewhere = await world.cooperative('elsewhere');
    const [had] = await world.asOwner<{ reference: string }>(
      'select reference from dues.invoices where cooperative_id = $1',
      [world.cooperativeId],
    );
    const there = systemActor(elsewhere.id, 'job');
    const references = await world.unitOfWork.read(there, (tx) =>
      drawReferences(tx, 1, () => had?.reference ?? ''),
    );
    expect(references).toEqual([had?.reference]);
  });
});

it('with a letter that is another, or two that changed places, are none any more', () => {
  const kindOf = (one: string): boolean => /\d/.test(one);
  for (let nth = 0; nth < 200; nth += 1) {
    const reference = randomReference();
    const place = 4 + (nth % 7);
    const [was, next] = [reference.charAt(place), reference.charAt(place + 1)];
    const written = (said: string, upTo: number) =>
      checkRf(reference.slice(0, place) + said + reference.slice(upTo)).valid;
    for (const other of '34679CDHJKMNPQRTWXY') {
      if (other === was || kindOf(other) !== kindOf(was)) continue;
      expect(written(other, place + 1)).toBe(false);
    }
    if (was === next || kindOf(was) !== kindOf(next)) continue;
    expect(written(next + was, place + 2)).toBe(false);
  }
});

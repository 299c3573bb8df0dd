import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPages } from './kit/around.js';
import { joinedOver, personsByThing } from './kit/beside.js';
import { Chance } from './kit/chance.js';
import { partnerNames } from './kit/hosting.js';
import { memberInside, memberOfPartner } from './kit/inside.js';
import { joinPersons, ordersOfPersons } from './kit/joiner.js';
import type { Audience } from './kit/joiner.js';
import { Reader } from './kit/reader.js';
import { Story } from './kit/story.js';
import { valuesOf } from './kit/view.js';

const minutes = 60_000;

/** What one reader was told, as it came. */
interface Reading {
  readonly name: string;
  readonly answers: readonly unknown[];
}

/** Two businesses put together all that they read, and what they told themselves. */
describe('two partners of the same members', () => {
  let story: Story;
  const read: Audience[] = [];
  const readings: Reading[] = [];
  let outside: Audience;

  beforeAll(async () => {
    story = await Story.tell(new Chance(5), 24);
    for (const name of partnerNames) {
      const client = story.asPartner(name);
      const reader = new Reader(client, false);
      const view = [...(await reader.everything()), ...(await readPages(client))];
      const partnerId = story.world.demo.partnerId(name);
      read.push({ view, memberIn: memberOfPartner(partnerId) });
      readings.push({ name, answers: reader.answers });
    }
    for (const asker of ['stranger', 'applicant', 'member'] as const) {
      const reader = new Reader(story.client(asker), false);
      const view = await reader.everything();
      if (asker === 'stranger') outside = { view, memberIn: memberInside('stranger') };
      readings.push({ name: asker, answers: reader.answers });
    }
  }, 10 * minutes);
  afterAll(() => story.close());

  const idsOf = ({ view, memberIn }: Audience): Map<string, string> => {
    const found = new Map<string, string>();
    for (const { value } of valuesOf(view)) {
      const member = typeof value === 'string' ? memberIn(value) : null;
      if (member !== null) found.set(String(value), member);
    }
    return found;
  };

  it('know everybody, each by ids of its own', () => {
    const [one = new Map<string, string>(), other = new Map<string, string>()] = read.map(idsOf);
    expect(new Set(one.values()).size).toBe(24);
    expect(new Set(other.values()).size).toBe(24);
    expect([...one.keys()].filter((id) => other.has(id))).toEqual([]);
    // Nor by a part of them.
    const ends = (ids: Iterable<string>) =>
      [...ids].flatMap((id) => [id.slice(0, 12), id.slice(-12)]);
    const known = new Set(ends(one.keys()));
    const shared = ends(other.keys()).filter((end) => known.has(end));
    const persons = (end: string) =>
      [...one.entries(), ...other.entries()].filter(
        ([id]) => id.startsWith(end) || id.endsWith(end),
      );
    const telling = shared.filter((end) => new Set(persons(end).map(([, id]) => id)).size === 1);
    expect(telling).toEqual([]);
  });

  it('find none of them again by orders, instants or counts', () => {
    const [one, other] = read;
    if (one === undefined || other === undefined) throw new Error('nobody read');
    expect(ordersOfPersons(one.view, one.memberIn).length).toBeGreaterThan(3);
    expect(ordersOfPersons(other.view, other.memberIn).length).toBeGreaterThan(3);
    expect(joinPersons(one, other)).toEqual([]);
  });

  it('find none of them again among those whom strangers read of', () => {
    expect(ordersOfPersons(outside.view, outside.memberIn).length).toBeGreaterThan(2);
    for (const one of read) expect(joinPersons(one, outside)).toEqual([]);
  });

  it('are told no id of their own beside a thing that anybody else is told of', () => {
    const isPerson = (text: string): boolean =>
      [...partnerNames].some((name) => isOwn(name)(text)) ||
      (['stranger', 'member'] as const).some((asker) => memberInside(asker)(text) !== null);
    const isOwn = (name: (typeof partnerNames)[number]) => {
      const memberIn = memberOfPartner(story.world.demo.partnerId(name));
      return (text: string): boolean => memberIn(text) !== null;
    };
    const known = readings.map(({ name, answers }) => ({
      name,
      persons: personsByThing(answers, isPerson),
    }));
    const fewest = Math.min(...known.map(({ persons }) => persons.size));
    expect(fewest).toBeGreaterThan(20);
    for (const [nth, name] of partnerNames.entries()) {
      const own = personsByThing(readings[nth]?.answers ?? [], isOwn(name));
      expect(own.size).toBeGreaterThan(10);
      const joined = known.map((other) => [other.name, joinedOver(own, other.persons).slice(0, 3)]);
      expect(joined).toEqual(known.map((other) => [other.name, []]));
    }
  });

  it('of which one reads twice is found again each time: the attack works', () => {
    const [one] = read;
    if (one === undefined) throw new Error('nobody read');
    expect(joinPersons(one, one).length).toBeGreaterThan(0);
  });
});

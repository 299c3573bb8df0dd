import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectionsInvariants } from '../collections.invariants.js';
import {
  connected,
  createCollectionsWorld,
  entry,
  linesOf,
  rowsOf,
  sweep,
} from '../testing/collections-world.js';
import type { CollectionsWorld, Connected } from '../testing/collections-world.js';
import { skewMs } from '../testing/test-source.js';
import type { SourceFault } from '../testing/test-source.js';

let world: CollectionsWorld;
beforeAll(async () => {
  world = await createCollectionsWorld();
});
afterAll(() => world.close());

/** What happens to a source and to those who sweep it, one after the other. */
type Step =
  | { readonly do: 'book'; readonly minor: bigint; readonly skew: number }
  | { readonly do: 'change'; readonly which: number; readonly minor: bigint }
  | { readonly do: 'fail'; readonly fault: SourceFault }
  | { readonly do: 'sweep'; readonly workers: number; readonly fromStart: boolean }
  | { readonly do: 'die' }
  | { readonly do: 'wait'; readonly minutes: number };

const minor = fc.bigInt({ min: -999n, max: 999n }).filter((amount) => amount !== 0n);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      minor,
      skew: fc.integer({ min: -skewMs, max: skewMs }),
    }),
  },
  fc.record({ do: fc.constant('change' as const), which: fc.nat(20), minor }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      fault: fc.constantFrom<SourceFault>(
        ...(['unreachable', 'lost-answer', 'duplicate-rows'] as const),
        ...(['reordered-rows', 'page-drift'] as const),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sweep' as const),
      workers: fc.integer({ min: 1, max: 2 }),
      fromStart: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('die' as const) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
);

const minorOf = ({ json }: { readonly json: string }): bigint =>
  BigInt((JSON.parse(json) as { minor: string }).minor);

/** A book, what the account has to show for it, and what happens to both. */
class Story {
  /** What was told of each entry when it was first swept. */
  readonly #told = new Map<string, bigint>();
  #entries = 0;

  constructor(readonly one: Connected) {}

  async take(what: Step): Promise<void> {
    switch (what.do) {
      case 'book':
        return this.#book(what.minor, what.skew);
      case 'change':
        return this.#change(what.which, what.minor);
      case 'fail':
        return world.source.failNext(what.fault);
      case 'sweep':
        return this.#sweep(what.workers, what.fromStart);
      case 'die':
        return this.#die();
      case 'wait':
        world.clock.advance({ minutes: what.minutes });
    }
  }

  /** Two quiet runs: the first goes on where the last one broke off, the second begins anew. */
  async end(): Promise<void> {
    world.source.mend();
    await sweep(world, this.one);
    await sweep(world, this.one);
    await this.#note();
  }

  /** What the lines have to be: each entry of the book, as it was first told. */
  lines(): (readonly [string, bigint])[] {
    const entries = world.source.book(this.one.book);
    const first = entries.map(
      ({ id, amountMinor }) => [id, this.#told.get(id) ?? amountMinor] as const,
    );
    return first.toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Entries that say something now which none of these rows has. */
  untold(rows: Awaited<ReturnType<typeof rowsOf>>): string[] {
    const entries = world.source.book(this.one.book);
    return entries
      .filter(
        ({ id, amountMinor }) =>
          !rows.some((row) => row.external_id === id && minorOf(row) === amountMinor),
      )
      .map(({ id }) => id);
  }

  #book(amountMinor: bigint, skew: number): void {
    this.#entries += 1;
    const id = `e${String(this.#entries).padStart(3, '0')}`;
    const at = new Date(world.clock.now().getTime() + skew);
    world.source.add(this.one.book, entry(id, { at, amountMinor }));
  }

  #change(which: number, amountMinor: bigint): void {
    const entries = world.source.book(this.one.book);
    const id = entries[which % Math.max(1, entries.length)]?.id;
    if (id !== undefined) world.source.change(this.one.book, id, amountMinor);
  }

  async #sweep(workers: number, fromStart: boolean): Promise<void> {
    const sweeps = Array.from({ length: workers }, () => sweep(world, this.one, fromStart));
    await Promise.allSettled(sweeps);
    await this.#note();
  }

  /** In the middle: rows are stored, and nothing is made of them. */
  async #die(): Promise<void> {
    const take = world.lines.take.bind(world.lines);
    world.lines.take = () => Promise.reject(new Error('the process died'));
    await sweep(world, this.one).catch(() => undefined);
    world.lines.take = take;
    await this.#note();
  }

  async #note(): Promise<void> {
    for (const { external_id, version, json } of await rowsOf(world, this.one)) {
      if (version > 1) continue;
      this.#told.set(external_id, minorOf({ json }));
    }
  }
}

it('makes lines of the source’s book whatever happens, and again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      world.source.mend();
      const story = new Story(await connected(world));
      for (const what of steps) await story.take(what);
      await story.end();
      expect(await linesOf(world, story.one)).toEqual(story.lines());
      const rows = await rowsOf(world, story.one);
      await sweep(world, story.one, true);
      // What changed behind the overlap is found by asking for everything, and only so.
      const asked = await rowsOf(world, story.one);
      expect(asked.filter(({ version }) => version === 1)).toEqual(
        rows.filter(({ version }) => version === 1),
      );
      expect(story.untold(asked)).toEqual([]);
      await sweep(world, story.one, true);
      expect(await rowsOf(world, story.one)).toEqual(asked);
      expect(await linesOf(world, story.one)).toEqual(story.lines());
    }),
    { numRuns: 12 },
  );
  for (const { name, sql } of collectionsInvariants) {
    expect([name, await world.asOwner(sql)]).toEqual([name, []]);
  }
}, 120_000);

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isId, newId } from '../kernel/id.js';
import { factCatalogue } from './fact-catalogue.js';
import { allFacts, defineFact } from './fact.js';

const PlotLet = defineFact({
  type: 'facts-spec.PlotLet',
  version: 2,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ amountMinor: z.string(), days: z.number().int() }),
});
const Moved = defineFact({
  type: 'facts-spec.Moved',
  version: 1,
  subject: ['cooperative'],
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({}),
});

const TeaDrunk = defineFact({
  type: 'facts-spec.TeaDrunk',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  privatelyFor: 'audit.read',
  data: z.object({ cups: z.number() }),
});

const about = newId();

describe('a fact', () => {
  it('says what its definition says, of what it is about', () => {
    const fact = PlotLet.of(about, { amountMinor: '1250', days: 3 });
    expect(fact).toEqual({
      id: fact.id,
      type: 'facts-spec.PlotLet',
      version: 2,
      subject: { kind: 'cooperative', id: about },
      visibility: 'members',
      data: { amountMinor: '1250', days: 3 },
    });
    expect(isId(fact.id)).toBe(true);
    expect(PlotLet.of(about, { amountMinor: '1250', days: 3 }).id).not.toBe(fact.id);
  });

  it('carries nothing that its shape does not name', () => {
    const told = { amountMinor: '1', days: 1, email: 'ada@example.org' };
    expect(PlotLet.of(about, told).data).toEqual({ amountMinor: '1', days: 1 });
  });

  it.each([{}, { amountMinor: 1n, days: 1 }, { amountMinor: '1', days: 0.5 }])(
    'is not made of %o',
    (data) => {
      expect(() => PlotLet.of(about, data as { amountMinor: string; days: number })).toThrow(
        z.ZodError,
      );
    },
  );

  it('is private this time where its kind says who reads it then', () => {
    const [told, kept] = [TeaDrunk.of(about, { cups: 2 }), TeaDrunk.privately(about, { cups: 2 })];
    expect(kept).toEqual({ ...told, id: kept.id, visibility: 'private' });
    expect(() => PlotLet.privately(about, { amountMinor: '1', days: 1 })).toThrow(/says not who/);
  });

  it('about one of several kinds says of which', () => {
    const subject = { kind: 'cooperative', id: about } as const;
    expect(Moved.of(subject, {}).subject).toEqual(subject);
    expect(() => Moved.of(about as unknown as typeof subject, {})).toThrow(/says which/);
  });
});

describe('the catalogue of facts', () => {
  const shape = { version: 1, subject: 'cooperative', visibility: 'public', data: z.object({}) };
  const define = (type: string) =>
    defineFact({ ...shape, type } as Parameters<typeof defineFact>[0]);

  it.each(['PlotLet', 'facts-spec.plotLet', 'facts-spec.Plot-Let', 'Facts.Let', 'a.b.C', 'a.'])(
    'has no fact %j',
    (type) => {
      expect(() => define(type)).toThrow(/is not room.NounVerbed/);
      expect(allFacts().has(type)).toBe(false);
    },
  );

  it('has each once', () => {
    expect(() => define('facts-spec.Moved')).toThrow(/Moved is declared twice/);
    expect(allFacts().get('facts-spec.Moved')).toBe(Moved);
  });

  it('is told to programs by name, with the shape of what each says', () => {
    const types = factCatalogue();
    expect(types.map(({ type }) => type)).toEqual(types.map(({ type }) => type).toSorted());
    const told = types.find(({ type }) => type === PlotLet.type);
    expect(told).toMatchObject({
      version: 2,
      subjectKinds: ['cooperative'],
      visibility: 'members',
    });
    expect(JSON.parse(told?.dataSchemaJson ?? '')).toMatchObject({
      type: 'object',
      required: ['amountMinor', 'days'],
      properties: { amountMinor: { type: 'string' }, days: { type: 'integer' } },
    });
  });

  it('knows those that were declared after it was first asked', () => {
    const before = factCatalogue().length;
    define('facts-spec.CameLater');
    expect(factCatalogue()).toHaveLength(before + 1);
  });
});

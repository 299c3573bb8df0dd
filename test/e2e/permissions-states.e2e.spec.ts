import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toIdOf } from '@rochdale/platform';
import { toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { gatherCast, keepNothing } from './permissions-cast.js';
import type { ActorName, Cast } from './permissions-cast.js';
import type { State } from './permissions-state-maker.js';
import { makeStates, stateful } from './permissions-states.js';
import { committedSchema, differencesOf, judgedTypes } from './permissions-verdicts.js';

let cast: Cast;
let states: readonly State[] = [];
let keepAgain = (): void => undefined;

beforeAll(async () => {
  cast = await gatherCast();
  states = await makeStates(cast);
  keepAgain = keepNothing();
}, 300_000);

afterAll(async () => {
  keepAgain();
  await cast.close();
});

/** The cast, with this one as its thing of the type. */
function about({ type, id }: State): Cast {
  const plainIdOf = (wanted: string) => (wanted === type ? id : cast.plainIdOf(wanted));
  const idOf: Cast['idOf'] = (wanted, asker = 'administrator') =>
    toIdOf(wanted, plainIdOf(wanted), cast.audienceOf(asker));
  return { ...cast, plainIdOf, idOf };
}

const schema = committedSchema();

it('what has states says what the viewer can', () => {
  expect(judgedTypes(schema)).toEqual(expect.arrayContaining(Object.keys(stateful)));
});

describe('in every state, what the viewer can is what the operation says', () => {
  it.each(judgedTypes(schema))('%s', async (type) => {
    const found: Record<string, object> = {};
    for (const state of states.filter((one) => one.type === type)) {
      const { found: differences } = await differencesOf(about(state), schema, state);
      if (Object.keys(differences).length > 0) found[state.name] = differences;
    }
    expect(found).toEqual({});
  });
});

describe('what waits to be released', () => {
  const waitingFor = async (actor: ActorName): Promise<string[]> => {
    const { waiting } = await cast
      .client(actor)
      .query<{ waiting: { payoutsToRelease: { id: string }[] } }>(
        '{ waiting { payoutsToRelease { id } } }',
      );
    const ids = new Set(waiting.payoutsToRelease.map(({ id }) => id));
    const waits = ({ type, id }: State) => type === 'Payout' && ids.has(toGlobalId('Payout', id));
    return states.filter((one) => waits(one)).map(({ name }) => name);
  };

  it('is for whoever is shown it, be it once the payee has said where', async () => {
    const treasurers = await waitingFor('treasurer');
    expect(treasurers).toEqual(
      expect.arrayContaining(['approved by somebody else', 'to who said nothing']),
    );
    expect(treasurers).not.toContain('approved by the treasurer');
    expect(treasurers).not.toContain('to the only treasurer');
    expect(await waitingFor('administrator')).toEqual(['to the only treasurer']);
  });
});

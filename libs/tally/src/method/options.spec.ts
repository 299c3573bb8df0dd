import { describe, expect, it } from 'vitest';

import { rankedElection, stanceElection } from '../model/make-election.js';
import { renderTable } from '../render/table.js';
import type { OptionSpec } from './options.js';
import { OptionValues } from './options.js';
import { count, countingMethods, findMethod } from '../methods/registry.js';

const specs: readonly OptionSpec[] = [
  { name: 'digits', type: 'integer', least: 1, most: 9, initial: 5, meaning: '' },
  { name: 'share', type: 'rational', initial: '1/2', meaning: '' },
  { name: 'open', type: 'flag', initial: false, meaning: '' },
  { name: 'kind', type: 'choice', choices: ['a', 'b'], initial: 'a', meaning: '' },
  { name: 'tie', type: 'ties', initial: 'candidate-order', meaning: '' },
  { name: 'seed', type: 'text', initial: null, meaning: '' },
];

describe('options', () => {
  it('are checked, and those not given are printed too', () => {
    const values = OptionValues.parse(specs, { digits: '7', share: '0.25', tie: 'forwards, lot' });
    expect(values.toJson()).toEqual({
      digits: 7,
      share: '1/4',
      open: false,
      kind: 'a',
      tie: 'forwards,lot',
      seed: null,
    });
  });

  it('a seed without a tie rule puts lots in the place of candidate order', () => {
    const tieOf = (raw: Record<string, string>): unknown =>
      OptionValues.parse(findMethod('stv').options, raw).toJson()['tie'];
    expect(tieOf({})).toBe('previous-rounds,tie-order');
    expect(tieOf({ seed: 'x' })).toBe('previous-rounds,lot');
    expect(tieOf({ seed: 'x', tie: 'forwards,lot' })).toBe('forwards,lot');
  });

  it.each([
    [{ digit: 1 }, 'OPTION_UNKNOWN', "no option 'digit'; known: digits, share"],
    [{ digits: 0 }, 'OPTION_INVALID', "'0' is no value for option digits"],
    [{ digits: 10 }, 'OPTION_INVALID', "'10' is no value"],
    [{ digits: '1e1' }, 'OPTION_INVALID', "'1e1' is no value"],
    [{ share: 'half' }, 'OPTION_INVALID', "'half' is no value for option share"],
    [{ open: 'yes' }, 'OPTION_INVALID', "'yes' is no value for option open"],
    [{ kind: 'c' }, 'OPTION_INVALID', "'c' is no value for option kind; one of a, b"],
    [{ tie: 'coin' }, 'OPTION_INVALID', 'one of status-quo, previous-rounds, forwards'],
    [{ tie: '' }, 'OPTION_INVALID', "'' is no value for option tie"],
  ])('refuses %j', (raw, code, message) => {
    const attempt = (): unknown => OptionValues.parse(specs, raw);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ code }));
  });
});

describe('the registry', () => {
  it('knows every rule by one name, with a source and checked defaults', () => {
    const names = countingMethods.map(({ method, variant }) => `${method}/${variant}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { source, title, options } of countingMethods) {
      expect(source.length).toBeGreaterThan(10);
      expect(title.length).toBeGreaterThan(10);
      expect(() => OptionValues.parse(options, {})).not.toThrow();
    }
  });

  it('says what it knows when asked for what it does not', () => {
    expect(() => findMethod('stvv')).toThrow("no method 'stvv'; known: plurality");
    expect(() => findMethod('stv', 'irish')).toThrow("no variant 'irish' of stv; known: scottish");
    expect(findMethod('stv').variant).toBe('scottish');
  });

  it('refuses ballots that a rule cannot count', () => {
    const stances = stanceElection('Buy', [[1, 'agree']]);
    expect(() => count(stances, { method: 'stv', variant: 'scottish', options: {} })).toThrow(
      'stv/scottish counts ranked ballots, not stance',
    );
  });
});

describe('a result as text', () => {
  const election = rankedElection({ candidates: ['Ada\u001b[2J', 'Bo'] }, [
    [2, [0]],
    [1, [1]],
  ]);
  const request = { method: 'irv', variant: 'irv-single-elimination', options: {} };

  it('shows rounds, account and winner, and nothing that steers a terminal', () => {
    const text = renderTable(count(election, request));
    expect(text).toContain('Round 1');
    expect(text).toContain('+ elected in this round   - out after this round');
    expect(text).toContain('Winner: Ada\uFFFD[2J');
    expect(text).not.toContain('\u001b');
  });
});

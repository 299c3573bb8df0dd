import { fromGlobalId } from '@rochdale/platform';

/** A thing, and an id of a person that stood beside it. */
export interface Beside {
  readonly thing: string;
  readonly person: string;
}

/** As ids look: most have digits, and who has none has capitals together, and small letters. */
const looksMade = (text: string): boolean =>
  /\d/.test(text) || (/[A-Z]{2}/.test(text) && /[a-z]/.test(text));

/** Ids, cursors and hashes: no instants, which are shared by chance, and no words. */
const isOpaque = (text: string): boolean =>
  text.length >= 20 && looksMade(text) && !/\s|^\d{4}-\d\d-\d\d|^[a-z]+(-[a-z0-9]+)+$/.test(text);

interface Above {
  readonly things: readonly string[];
  readonly persons: readonly string[];
}

/**
 * Everything that an answer says of a person by an id: what the id stood with, what that is part
 * of, and what is part of it.
 */
export function* besidePersons(
  answer: unknown,
  isPerson: (text: string) => boolean,
  above: Above = { things: [], persons: [] },
): Generator<Beside> {
  if (Array.isArray(answer)) {
    for (const part of answer) yield* besidePersons(part, isPerson, above);
    return;
  }
  if (typeof answer !== 'object' || answer === null) return;
  const values = Object.values(answer);
  const texts = values.filter((value) => typeof value === 'string').filter(isOpaque);
  const persons = texts.filter(isPerson);
  const things = texts.filter((text) => !isPerson(text));
  for (const person of persons) {
    for (const thing of [...above.things, ...things]) yield { thing, person };
  }
  for (const person of above.persons) {
    for (const thing of things) yield { thing, person };
  }
  const below = {
    things: [...above.things, ...things],
    persons: [...above.persons, ...persons],
  };
  for (const value of values) yield* besidePersons(value, isPerson, below);
}

/** A month, which dates tell as well. */
const isMonth = (text: string): boolean => {
  try {
    return fromGlobalId('UsagePeriod', text) !== '';
  } catch {
    return false;
  }
};

/** What somebody read beside each thing. */
export function personsByThing(
  answers: readonly unknown[],
  isPerson: (text: string) => boolean,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { thing, person } of besidePersons(answers, isPerson)) {
    if (isMonth(thing)) continue;
    const known = found.get(thing) ?? new Set();
    found.set(thing, known.add(person));
  }
  return found;
}

/** Ids of one reader that stand beside what another reads with other ids beside it. */
export function joinedOver(
  one: ReadonlyMap<string, ReadonlySet<string>>,
  other: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return [...one].flatMap(([thing, persons]) => {
    const others = other.get(thing) ?? new Set();
    const pairs = [...persons].flatMap((person) =>
      [...others].filter((known) => known !== person).map((known) => `${person} ${known}`),
    );
    return pairs.length === 0 ? [] : [`${thing}: ${pairs.join(', ')}`];
  });
}

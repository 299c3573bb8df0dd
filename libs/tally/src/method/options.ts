import { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import type { JsonValue, TieStep } from '../model/result.js';
import type { TieRule } from '../ties/tie-breaker.js';

/** One option of a method: how it is written, what it may be, what it is when not given. */
export interface OptionSpec {
  readonly name: string;
  readonly type: 'integer' | 'rational' | 'choice' | 'flag' | 'text' | 'ties';
  /** For `choice`. */
  readonly choices?: readonly string[];
  /** For `integer`: the bounds. */
  readonly least?: number;
  readonly most?: number;
  /** The value when not given; null when there is none. */
  readonly initial: string | number | boolean | null;
  readonly meaning: string;
}

/** Options as given: by the command line (all text) or by a program. */
export type RawOptions = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The steps of a `ties` option. */
export const tieSteps: readonly TieStep[] = [
  'status-quo',
  'previous-rounds',
  'forwards',
  'tie-order',
  'candidate-order',
  'first-listed',
  'lot',
  'drawn',
  'report',
];

/** The options that every method with ties has. */
export function tieOptions(initial: string): OptionSpec[] {
  return [
    {
      name: 'tie',
      type: 'ties',
      initial,
      meaning: `steps tried in turn, separated by commas: ${tieSteps.join(', ')}`,
    },
    { name: 'seed', type: 'text', initial: null, meaning: 'the seed for ties by lot' },
    {
      name: 'commitment',
      type: 'text',
      initial: null,
      meaning: 'the SHA-256 (hex) of the seed, published before the vote; checked',
    },
    {
      name: 'drawn',
      type: 'text',
      initial: null,
      meaning: 'for ties drawn by hand: the numbers (from 1) of those picked, tie by tie: 3,1',
    },
  ];
}

/** The checked values of a method's options, read by name. */
export class OptionValues {
  readonly #values: ReadonlyMap<string, string | number | boolean | Rational | null>;

  private constructor(
    values: ReadonlyMap<string, string | number | boolean | Rational | null>,
    private readonly ways: number | undefined,
  ) {
    this.#values = values;
  }

  /** Checks what was given against the specs. Throws OPTION_UNKNOWN or OPTION_INVALID. */
  static parse(specs: readonly OptionSpec[], raw: RawOptions, ways?: number): OptionValues {
    const known = new Map(specs.map((spec) => [spec.name, spec]));
    for (const name of Object.keys(raw)) {
      if (raw[name] !== undefined && !known.has(name)) {
        const names = [...known.keys()].join(', ') || 'none';
        throw new TallyError('OPTION_UNKNOWN', `no option '${name}'; known: ${names}`);
      }
    }
    const values = specs.map((spec) => {
      const given = raw[spec.name] ?? initialValue(spec, raw);
      return [spec.name, given === null ? null : parseValue(spec, given)] as const;
    });
    return new OptionValues(new Map(values), ways);
  }

  integer(name: string): number {
    return this.#read(name, 'number') as number;
  }

  flag(name: string): boolean {
    return this.#read(name, 'boolean') as boolean;
  }

  text(name: string): string {
    return this.#read(name, 'string') as string;
  }

  textOrNull(name: string): string | null {
    return this.#values.get(name) === null ? null : this.text(name);
  }

  integerOrNull(name: string): number | null {
    return this.#values.get(name) === null ? null : this.integer(name);
  }

  rational(name: string): Rational {
    const value = this.#values.get(name);
    if (!(value instanceof Rational)) throw new Error(`option ${name} is not a fraction`);
    return value;
  }

  rationalOrNull(name: string): Rational | null {
    return this.#values.get(name) === null ? null : this.rational(name);
  }

  /** The tie rule made of the options `tie`, `seed` and `commitment`. */
  tieRule(): TieRule {
    const seed = this.textOrNull('seed');
    const commitment = this.textOrNull('commitment');
    const drawn = this.textOrNull('drawn');
    if (drawn !== null && !/^\d{1,5}(\s*,\s*\d{1,5})*$/.test(drawn)) {
      throw new TallyError('OPTION_INVALID', "option drawn holds candidate numbers: '3,1'");
    }
    return {
      ...(drawn === null ? {} : { drawn: drawn.split(',').map((text) => Number(text) - 1) }),
      steps: this.text('tie').split(',') as TieStep[],
      ...(this.ways === undefined ? {} : { ways: this.ways }),
      ...(seed === null ? {} : { seed }),
      ...(commitment === null ? {} : { commitment }),
    };
  }

  /** Every option in force, for the result. */
  toJson(): Record<string, JsonValue> {
    return Object.fromEntries(
      [...this.#values].map(([name, value]) => [
        name,
        value instanceof Rational ? value.toString() : value,
      ]),
    );
  }

  #read(name: string, type: string): unknown {
    const value = this.#values.get(name);
    if (typeof value !== type) throw new Error(`option ${name} is no ${type}`);
    return value;
  }
}

/** Who gives a seed and no tie rule wants lots instead of the order that stands last by default. */
function initialValue(spec: OptionSpec, raw: RawOptions): string | number | boolean | null {
  if (spec.type !== 'ties' || typeof spec.initial !== 'string') return spec.initial;
  if (raw['seed'] === undefined || raw['seed'] === null) return spec.initial;
  return [...spec.initial.split(',').slice(0, -1), 'lot'].join(',');
}

function parseValue(
  spec: OptionSpec,
  given: string | number | boolean,
): string | number | boolean | Rational {
  const text = String(given).trim();
  switch (spec.type) {
    case 'integer': {
      const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      const inside = value >= (spec.least ?? -Infinity) && value <= (spec.most ?? Infinity);
      return inside ? value : refuse(spec, text);
    }
    case 'rational':
      return Rational.parse(text) ?? refuse(spec, text);
    case 'choice':
      return spec.choices?.includes(text) ? text : refuse(spec, text, spec.choices);
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : refuse(spec, text);
    case 'ties': {
      const steps = text.split(',').map((step) => step.trim());
      const known = steps.every((step) => (tieSteps as readonly string[]).includes(step));
      return known ? steps.join(',') : refuse(spec, text, tieSteps);
    }
    default:
      return String(given);
  }
}

function refuse(spec: OptionSpec, text: string, choices?: readonly string[]): never {
  const hint = choices ? `; one of ${choices.join(', ')}` : '';
  const message = `'${text.slice(0, 60)}' is no value for option ${spec.name}${hint}`;
  throw new TallyError('OPTION_INVALID', message);
}

import type { CaseRule, IndexCase } from '../index-case/case-rule.js';
import { paramText } from '../index-case/case-rule.js';
import type { CountRequest, RawOptions } from '../method/counting-method.js';
import { TallyError } from '../model/errors.js';

/** The programs behind the cases exclude the first of the tied, in `[tie]` order or as listed. */
const lots = 'tie-order,first-listed';

function stvRequest(variant: string, options: RawOptions): CountRequest {
  return { method: 'stv', variant, options: { tie: lots, ...options } };
}

/** `1e-9` and the like, in the text of `omega`. */
function omegaOf({ params }: IndexCase): string {
  return paramText(params, 'omega') ?? '1e-6';
}

/** The decimals that `precision` speaks of: `9 decimals …`, or quasi-exact with guard digits. */
function precisionOf({ params }: IndexCase): { digits: number; guard: number } {
  const text = paramText(params, 'precision') ?? '9 decimals';
  const guarded = /\((\d+) digits \+ (\d+) guard\)/.exec(text);
  if (guarded) return { digits: Number(guarded[1]), guard: Number(guarded[2]) };
  const fixed = /^(\d+) decimals/.exec(text);
  if (fixed) return { digits: Number(fixed[1]), guard: 0 };
  throw new TallyError('OPTION_INVALID', `precision '${text}' is not understood`);
}

function refuseBulkExclusion({ params }: IndexCase): void {
  if (params['bulkExclusion'] === true) {
    throw new TallyError('OPTION_INVALID', 'candidates are excluded one at a time here');
  }
}

/** How the cases of a conformance index ask for this family's methods. */
export const stvCases: readonly CaseRule[] = [
  {
    method: 'stv',
    variants: ['scottish'],
    request: (indexCase) => {
      refuseBulkExclusion(indexCase);
      const digits = /(\d+) decimals/.exec(paramText(indexCase.params, 'transfer') ?? '');
      return stvRequest('scottish', {
        digits: digits ? Number(digits[1]) : 5,
        tie: `previous-rounds,${lots}`,
      });
    },
  },
  {
    method: 'stv',
    variants: ['wigm-prf'],
    request: ({ params }) => {
      const digits = /(\d+) decimals/.exec(paramText(params, 'transfer') ?? '');
      return stvRequest('wigm-prf', { digits: digits ? Number(digits[1]) : 4 });
    },
  },
  {
    method: 'stv',
    variants: ['meek-prf'],
    request: (indexCase) =>
      stvRequest('meek-prf', {
        omega: omegaOf(indexCase),
        digits: precisionOf(indexCase).digits,
      }),
  },
  {
    method: 'stv',
    variants: ['meek', 'warren', 'meek-equal-ranks-superposition'],
    request: (indexCase) => {
      const { digits, guard } = precisionOf(indexCase);
      return stvRequest(indexCase.variant, {
        omega: omegaOf(indexCase),
        digits,
        guard,
        batch: guard > 0 ? 'sure-losers' : 'none',
      });
    },
  },
  {
    method: 'stv',
    variants: ['gregory-droop', 'gregory-hare', 'gregory-hagenbach-bischoff', 'gregory-imperiali'],
    request: ({ variant }) => stvRequest(variant, {}),
  },
];

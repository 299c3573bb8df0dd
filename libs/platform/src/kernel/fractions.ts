import {
  add,
  compare,
  divide,
  floor,
  formatRational,
  multiply,
  one,
  parseRational,
  rational,
  subtract,
  sum,
  zero,
} from './rational.js';

/** Exact arithmetic, under one name: `add` alone would say too little at a room's door. */
export const fractions = {
  add,
  compare,
  divide,
  floor,
  format: formatRational,
  multiply,
  one,
  parse: parseRational,
  rational,
  subtract,
  sum,
  zero,
} as const;

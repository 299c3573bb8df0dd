export { Rational } from './arithmetic/rational.js';
export { count, countingMethods, findMethod } from './methods/registry.js';
export { TallyError } from './model/errors.js';

/** Injection tokens for what has no class. */
export const CONFIG = Symbol('rochdale config');
export const LOG = Symbol('rochdale log');

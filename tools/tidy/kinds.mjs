// What kind of file a path is.

export const isCode = (path) => /\.(ts|mts|mjs|cjs)$/.test(path);
export const isSpec = (path) => /\.spec\.(ts|mjs)$/.test(path);
export const isTool = (path) => /^tools\/|^[^/]+$/.test(path);

const testFolder = /^(test|libs\/testing)\/|^(libs|apps)\/[^/]+\/(src\/testing|mutation)\//;

/** Specs, and what specs are made with. */
export const isTest = (path) => isSpec(path) || testFolder.test(path);

export const ships = (path) =>
  isCode(path) && /^(apps|libs|migrations)\//.test(path) && !isTest(path);

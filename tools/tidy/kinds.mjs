// What kind of file a path is.

export const isCode = (path) => /\.(ts|mts|mjs|cjs)$/.test(path);
export const isSpec = (path) => /\.spec\.(ts|mjs)$/.test(path);
export const isTool = (path) => /^tools\/|^[^/]+$/.test(path);

/** Specs, and what specs are made with. */
export const isTest = (path) =>
  isSpec(path) || /^(test|libs\/testing)\/|^(libs|apps)\/[^/]+\/src\/testing\//.test(path);

export const ships = (path) =>
  isCode(path) && /^(apps|libs|migrations)\//.test(path) && !isTest(path);

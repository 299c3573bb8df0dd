import type { GraphContext } from '../kit/graph-context.js';

/** A text, or one made of texts, counts as so many fields. */
export const complexity = 30;

/** What one request has made of texts: nobody holds up the others by asking for all at once. */
const written = { markdown: {}, differences: {} };

export const signsShown = (graph: GraphContext) =>
  graph.kept(written.markdown, () => ({ left: 300_000 }));

export const stepsLeft = (graph: GraphContext) =>
  graph.kept(written.differences, () => ({ left: 1_000_000 }));

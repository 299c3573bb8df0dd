import type { ApiClient } from '@rochdale/testing';
import { listingsOf } from './view.js';
import type { View } from './view.js';

/** What is reckoned up to a moment of the asker's choice, or between two of them. */
const questions: readonly string[] = [
  `{ treasury(before: $to) {
     totals { assets { minor } liabilities { minor } result { minor } } } }`,
  '{ treasury(before: $to) { accounts { code balance { minor } } } }',
  `{ treasury { months(from: $from, to: $to) {
     income { minor } expenses { minor } lines { amount { minor } } } } }`,
  '{ trialBalance(before: $to) { code balance { minor } debit { minor } credit { minor } } }',
  `{ ledgerTransactions(first: 0, filter: { from: $from, before: $to }) { totalCount } }`,
  `{ ledgerTransactions(first: 50, filter: { from: $from, before: $to }) {
     edges { node { effectiveAt postings { amount { minor } } } } } }`,
  '{ expenses(first: 0, filter: { from: $from, before: $to }) { totalCount } }',
  `{ payouts(first: 50, filter: { from: $from, before: $to }) {
     edges { node { amount { minor } } } } }`,
];

/**
 * Asks all of it with every moment for an end. A moment is written into the question, which leaves
 * out whatever of the two it has no use for.
 */
export async function readAround(client: ApiClient, moments: readonly string[]): Promise<View> {
  const view: View[number][] = [];
  const [from = ''] = moments;
  for (const to of moments) {
    for (const question of questions) {
      const document = question.replaceAll('$from', `"${from}"`).replaceAll('$to', `"${to}"`);
      const { data, errors } = await client.answer(document);
      view.push(...listingsOf(document, data ?? { refused: errors?.[0]?.extensions.code ?? '' }));
    }
    const csv = await client.get(`/v1/reports/trial-balance.csv?before=${to}`);
    const rows = csv.text.split('\n').map((line) => Object.fromEntries(line.split(',').entries()));
    view.push(...listingsOf(`trial-balance.csv ${to}`, rows));
  }
  return view;
}

const pages = [
  '/openapi.json',
  '/partner/v1/erased-members',
  '/partner/v1/statements',
  '/partner/v1/openapi.json',
  '/health/ready',
];

interface Recounted {
  readonly edges: readonly {
    readonly node: { readonly recountFiles: readonly { readonly path: string }[] };
  }[];
}

/** What is read without GraphQL. */
export async function readPages(client: ApiClient): Promise<View> {
  const view: View[number][] = [];
  for (const page of pages) {
    const { body } = await client.get(page);
    view.push(...listingsOf(page, body as unknown));
  }
  const { proposals } = await client.query<{ proposals: Recounted }>(
    '{ proposals(first: 50) { edges { node { recountFiles { path } } } } }',
  );
  for (const { path } of proposals.edges.flatMap(({ node }) => node.recountFiles)) {
    const { body } = await client.get(path);
    view.push(...listingsOf(path, body as unknown));
  }
  return view;
}

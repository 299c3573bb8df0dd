import type { ApiClient } from '@rochdale/testing';

/** What is asked, or tried, about one person by their id. */
const questions: readonly string[] = [
  '{ payouts(first: 5, filter: { payeeId: "$id" }) { totalCount edges { node { __typename } } } }',
  '{ expenses(first: 5, filter: { payeeId: "$id" }) { totalCount } }',
  '{ expenses(first: 5, submitterId: "$id") { totalCount } }',
  '{ invoices(first: 5, memberId: "$id") { totalCount } }',
  '{ duesCredits(memberId: "$id") { minor } }',
  '{ duesCreditEntries(first: 5, memberId: "$id") { totalCount } }',
  '{ duesRefunds(memberId: "$id") { __typename } }',
  '{ auditTrail(first: 5, subjectId: "$id") { totalCount } }',
  `{ node(id: "$id") { __typename ... on Member { kind classKey standing nameVisibleTo
     profileVisibleTo roles { role } standingHistory { __typename }
     viewerCan { changeStanding { allowed reason } appointRole { allowed reason }
       chooseVisibility { allowed reason } leave { allowed reason }
       erase { allowed reason } } } } }`,
  'mutation { memberErase(memberId: "$id") { userErrors { code message } } }',
  `mutation { roleAppoint(input: { memberId: "$id", role: AUDITOR }) {
     userErrors { code message } } }`,
  `mutation { memberStandingChange(memberId: "$id",
     input: { to: SUSPENDED, reason: ARREARS }) { userErrors { code message } } }`,
  `mutation { duesCreditRefund(input: { memberId: "$id", currency: "EUR" }) {
     userErrors { code message } } }`,
  `mutation { duesCreditWaive(input: { memberId: "$id", currency: "EUR" }) {
     userErrors { code message } } }`,
  `mutation { payeeDetailsSet(input: { payee: { kind: MEMBER, id: "$id" },
     holderName: "X", accountNumber: "DE02120300000000202051" }) {
     userErrors { code message } } }`,
  `mutation { expenseDraft(input: { title: "Tea", currency: "EUR",
     payee: { kind: MEMBER, id: "$id" }, items: [{ description: "Tea",
       amountMinor: "100", incurredOn: "$day", category: EVENTS }] }) {
     userErrors { code message } } }`,
];

/** The question that two persons of a kind were answered differently. */
export interface Told {
  readonly question: string;
  readonly person: string;
  readonly answer: string;
}

/**
 * Asks all of it about everybody. Whose answer is not that of most others, something is told about;
 * the id itself counts as no answer. What costs money is tried for that day.
 */
export async function askAbout(
  client: ApiClient,
  ids: readonly string[],
  day: string,
): Promise<Told[]> {
  const told: Told[] = [];
  for (const question of questions) {
    const answers = new Map<string, string[]>();
    for (const id of ids) {
      const { data, errors = [] } = await client.answer(
        question.replaceAll('$id', id).replace('$day', day),
      );
      const said = JSON.stringify([data, errors.map(({ message }) => message)]);
      const answer = said.replaceAll(id, 'this person');
      answers.set(answer, [...(answers.get(answer) ?? []), id]);
    }
    const groups = [...answers].toSorted(([, one], [, other]) => other.length - one.length);
    for (const [answer, persons] of groups.slice(1)) {
      told.push(...persons.map((person) => ({ question, person, answer })));
    }
  }
  return told;
}

import { CreateAccount } from '@rochdale/identity';
import { KeptLetters } from '@rochdale/letters';
import { fromGlobalId, fromMemberId, systemActor } from '@rochdale/platform';
import { ApiClient } from '@rochdale/testing';
import { ibanOf } from '../../apps/demo/src/year/bank.js';
import { officers, people, pseudonymous } from '../../apps/demo/src/year/people.js';
import { asOwner } from './casting/one-cooperative.js';
import type { Cast } from './permissions-cast.js';

const opennesses = ['officers', 'members', 'public'] as const;
type Openness = (typeof opennesses)[number];

/** Somebody who reads, and how close they are to the members. */
export interface Reader {
  readonly name: string;
  readonly client: ApiClient;
  readonly closeness: Openness;
  /** Whose words are their own. */
  readonly key: string | null;
  /** Where their office has them read what a bank said of anybody. */
  readonly audits?: RegExp;
}

/** A word that leads to somebody, and how close one has to be to meet it. */
export interface Word {
  readonly word: Pick<RegExp, 'test'>;
  readonly of: string;
  readonly openTo: Openness;
  /** It is a pseudonym, and the name is open to those: they, and partners, do not meet it. */
  readonly insteadFor?: Openness;
}

/** What is read instead of names; the last is of one who shows the name to members. */
export const pseudonyms = {
  casimir: 'Nightjar',
  [pseudonymous.key]: pseudonymous.pseudonym,
  reader: 'Whimbrel',
} as const;

/**
 * Who does most in the demo's year, in each office: their names are for officers alone. The first
 * is called by a pseudonym instead.
 */
const hidden = { member: 'casimir', treasurer: 'bram', administrator: 'ottilie' } as const;
const doers = ['member', 'treasurer', 'administrator'] as const;

const errors = 'userErrors { code message }';
const auditor = { role: 'auditor', startsOn: '2099-01-01' };

/** Calls a member by another word than the name, before everyone who may not see that. */
export async function callBy(client: ApiClient, pseudonym: string): Promise<void> {
  await client.change(
    `mutation ($pseudonym: String!) {
       memberPseudonymChoose(input: { pseudonym: $pseudonym, visibleTo: PUBLIC }) { ${errors} } }`,
    { pseudonym },
  );
}

/** Hides who does most, and gives them a part where the demo's year has none for them. */
export async function plant(cast: Cast): Promise<void> {
  for (const doer of doers) {
    await cast.client(doer).change(
      `mutation { memberVisibilityChoose(input: { name: OFFICERS, profile: OFFICERS }) {
         ${errors} } }`,
    );
  }
  await callBy(cast.client('member'), pseudonyms.casimir);
  await cast.client('administrator').change(
    `mutation ($id: ID!) { roleAppoint(input: { memberId: $id, role: COORDINATOR }) {
       ${errors} } }`,
    { id: cast.idOf('Member') },
  );
  await putUp(cast);
  await nominate(cast);
  await discuss(cast, await edit(cast));
  await writeTogether(cast);
  await bringTogether(cast);
}

/** Has them all in a working group, and vote for each other as for organisations: as owner. */
async function bringTogether(cast: Cast): Promise<void> {
  const ids: string[] = [];
  for (const doer of doers) {
    const { viewer } = await cast
      .client(doer)
      .query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }');
    ids.push(fromMemberId(viewer.member.id, 'inside', []));
  }
  await asOwner(cast.adminUrl, async (client) => {
    await client.query(
      `with tenant as (select cooperative_id as id from membership.members where id = $1),
       opened as (insert into membership.working_groups (id, cooperative_id, key, name, purpose,
           opened_at, opened_by_proposal_id)
         select gen_random_uuid(), id, 'shed', 'Shed', 'The shed.', now(), gen_random_uuid()
         from tenant returning id, cooperative_id)
       insert into membership.group_members (group_id, member_id, cooperative_id, joined_at)
       select o.id, m.id, o.cooperative_id, now() from opened o, unnest($2::uuid[]) as m (id)`,
      [ids[0], ids],
    );
    await client.query(
      `select set_config('rochdale.cooperative_id', cooperative_id::text, false)
       from membership.members where id = $1`,
      [ids[0]],
    );
    await client.query(
      `insert into governance.representatives (organisation_id, member_id, cooperative_id, named_at)
       select o.id, r.id, m.cooperative_id, now()
       from unnest($1::uuid[]) as o (id), unnest($1::uuid[]) as r (id), membership.members m
       where o.id <> r.id and m.id = o.id`,
      [ids],
    );
    await handPapers(client, fromGlobalId('Proposal', cast.idOf('Proposal'), []), ids);
    await client.query(
      `insert into governance.attendances (assembly_id, member_id, cooperative_id)
       select $1, id, cooperative_id from membership.members where id = any ($2::uuid[])`,
      [fromGlobalId('Assembly', cast.idOf('Assembly'), []), ids],
    );
  });
}

/** Papers are in a vote that the walk asks for, whatever its rule says, and entered in another. */
async function handPapers(
  client: Parameters<Parameters<typeof asOwner>[1]>[0],
  proposalId: string,
  ids: readonly string[],
): Promise<void> {
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into governance.paper_voters (proposal_id, member_id, cooperative_id, state,
       handed_out_by, handed_out_at, taken_back_by, taken_back_at, returned_by, returned_at,
       refused_by, refused_at)
     select $1, m.id, m.cooperative_id, 'returned', m.id, now(), other.one, now(), other.two, now(),
       m.id, now()
     from membership.members m cross join lateral (
       select (array_agg(id))[1] as one, (array_agg(id))[2] as two
       from unnest($2::uuid[]) as others (id) where id <> m.id) other
     where m.id = any ($2::uuid[])`,
    [proposalId, ids],
  );
  await client.query(
    `with paper as (update governance.proposals
         set rule = rule || '{"paper": {"countWithinHours": 48}}' where title = 'Paint the shed'
         returning id, cooperative_id),
       counts as (insert into governance.paper_counts (proposal_id, cooperative_id, protocol,
           handed_out, ballots, content_hash, entered_by, entered_at)
         select id, cooperative_id, 'In the hall.', 0, '[]', repeat('0', 64), $1, now() from paper)
     insert into governance.paper_entries (proposal_id, nth, cooperative_id, protocol, handed_out,
       ballots, content_hash, entered_by, entered_at)
     select id, 1, cooperative_id, 'Before.', 0, '[]', repeat('1', 64), $2, now() from paper`,
    [ids[0], ids[1]],
  );
}

/** Has them all nominated by one who may see them, and accept. */
async function nominate(cast: Cast): Promise<void> {
  const administrator = cast.client('administrator');
  const { proposal } = await administrator.change<{ proposal: { id: string } }>(
    `mutation ($actions: [ProposalActionInput!]!) { proposalDraft(input: { title: "Who audits us",
       body: "", policyKey: "board-election", actions: $actions }) {
       ${errors} proposal { id } } }`,
    { actions: [{ kind: 'role.elect', payloadJson: JSON.stringify(auditor) }] },
  );
  const { id } = proposal;
  await administrator.change(`mutation ($id: ID!) { proposalOpen(id: $id) { ${errors} } }`, { id });
  for (const doer of doers) {
    const client = cast.client(doer);
    const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    await administrator.change(
      `mutation ($id: ID!, $memberId: ID!) { memberNominate(proposalId: $id,
         input: { memberId: $memberId }) { ${errors} } }`,
      { id, memberId: viewer.member.id },
    );
    await client.change(
      `mutation ($id: ID!) { nominationAnswer(proposalId: $id, input: { accepts: true }) {
         ${errors} } }`,
      { id },
    );
  }
}

/** Has the first of them mend what they propose, before it is put to the vote. */
async function edit(cast: Cast): Promise<string> {
  const member = cast.client('member');
  const { proposal } = await member.change<{ proposal: { id: string } }>(
    `mutation { proposalDraft(input: { title: "A key for the shed", body: "One key.",
       policyKey: "ordinary" }) { ${errors} proposal { id } } }`,
  );
  await member.change(
    `mutation ($id: ID!) { proposalEdit(id: $id, input: { version: 1, body: "Two keys." }) {
       ${errors} } }`,
    proposal,
  );
  await member.change(`mutation ($id: ID!) { proposalOpen(id: $id) { ${errors} } }`, proposal);
  return proposal.id;
}

/** Has one of them write a proposal with another, and be what it is about. */
async function writeTogether(cast: Cast): Promise<void> {
  const [member, administrator] = [cast.client('member'), cast.client('administrator')];
  const { viewer } = await member.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  const { proposal } = await administrator.change<{ proposal: { id: string } }>(
    `mutation { proposalDraft(input: { title: "Paint the shed", body: "Green.",
       policyKey: "ordinary" }) { ${errors} proposal { id } } }`,
  );
  const both = { id: proposal.id, memberId: viewer.member.id };
  for (const call of [
    'proposalAuthorInvite(proposalId: $id, memberId: $memberId)',
    'proposalLink(proposalId: $id, input: { to: [$memberId] })',
  ]) {
    await administrator.change(
      `mutation ($id: ID!, $memberId: ID!) { ${call} { ${errors} } }`,
      both,
    );
  }
  await member.change(
    `mutation ($id: ID!) { proposalAuthorAccept(proposalId: $id) { ${errors} } }`,
    proposal,
  );
  await administrator.change(
    `mutation ($id: ID!) { proposalOpen(id: $id) { ${errors} } }`,
    proposal,
  );
}

/** Has one of them called by name and taken out, and say what follows from what was decided. */
async function discuss(cast: Cast, id: string): Promise<void> {
  const [member, administrator] = [cast.client('member'), cast.client('administrator')];
  const { viewer } = await member.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  const write = async (by: ApiClient, mentionIds: readonly string[]): Promise<string> => {
    const { comment } = await by.change<{ comment: { id: string } }>(
      `mutation ($id: ID!, $mentionIds: [ID!]) { commentWrite(proposalId: $id,
         input: { body: "Two keys?", mentionIds: $mentionIds }) { ${errors} comment { id } } }`,
      { id, mentionIds },
    );
    return comment.id;
  };
  await write(administrator, [viewer.member.id]);
  const commentId = await write(member, []);
  await administrator.change(
    `mutation ($id: ID!) { commentModerate(id: $id, reason: OFF_TOPIC) { ${errors} } }`,
    { id: commentId },
  );
  const { proposals } = await administrator.query<{
    proposals: { edges: readonly { node: { id: string } }[] };
  }>(`{ proposals(policyKey: "ordinary", statuses: [EXECUTED, PASSED, REJECTED]) {
       edges { node { id } } } }`);
  await administrator.change(
    `mutation ($id: ID!) { proposalOutcomeState(id: $id, input: { version: 0,
       body: "It is done." }) { ${errors} } }`,
    { id: proposals.edges[0]?.node.id },
  );
}

/** Has them all stand in a vote, which the first of them took part in. */
async function putUp(cast: Cast): Promise<void> {
  const administrator = cast.client('administrator');
  await administrator.change(`mutation { policyPackAdopt(pack: "ways-to-vote") { ${errors} } }`);
  const candidates: string[] = [];
  for (const doer of doers) {
    const { viewer } = await cast
      .client(doer)
      .query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }');
    candidates.push(viewer.member.id);
  }
  const { proposal } = await administrator.change<{ proposal: { id: string } }>(
    `mutation ($candidates: [ID!]!) { proposalDraft(input: { title: "Who keeps the keys", body: "",
       policyKey: "choice", candidates: $candidates }) { ${errors} proposal { id } } }`,
    { candidates },
  );
  await administrator.change(
    `mutation ($id: ID!) { proposalOpen(id: $id) { ${errors} } }`,
    proposal,
  );
  await cast.client('member').change(
    `mutation ($id: ID!) { ballotCast(proposalId: $id, input: { markJson: "{\\"option\\":2}" }) {
       ${errors} } }`,
    proposal,
  );
}

/** Gives those who are hidden other names: the first, the middle and the last of all. */
export async function renameHidden(cast: Cast, name: string): Promise<void> {
  for (const [nth, doer] of doers.entries()) {
    await cast
      .client(doer)
      .change(`mutation ($name: String!) { memberRename(displayName: $name) { ${errors} } }`, {
        name: `${['Aa', 'Mm', 'Zz'][nth]} ${name}`,
      });
  }
}

/** A member without an office, who did nothing but come by an invitation. */
async function invited(cast: Cast): Promise<ApiClient> {
  const { url, headers } = cast.client('anonymous');
  const [email, password] = ['reader@example.org', 'a long enough password'];
  const stranger = new ApiClient(url, headers);
  await cast.api.app
    .get(CreateAccount)
    .execute(systemActor(null, 'cli'), { name: 'Reader', email, password });
  await cast.client('administrator').change(
    `mutation ($email: String!) { invitationSend(input: { email: $email, name: "Reader",
       classKey: "worker" }) { ${errors} } }`,
    { email },
  );
  const letters = await cast.api.app.get(KeptLetters).newest();
  const letter = letters.find(({ kind, to }) => kind === 'membership.invitation' && to === email);
  const token = new URL(/http\S+/.exec(letter?.text ?? '')?.[0] ?? '').searchParams.get('token');
  await stranger.change(
    `mutation ($token: String!) { invitationAccept(input: { token: $token }) { ${errors} } }`,
    { token },
  );
  const reader = await stranger.signIn(email, password);
  await callBy(reader, pseudonyms.reader);
  return reader;
}

/** Who reads, the closest first. */
export async function readersOf(cast: Cast): Promise<readonly Reader[]> {
  const outside = ['anonymous', 'applicant', 'partner', 'foreigner', 'former'] as const;
  const member = await invited(cast);
  return [
    ...(['administrator', 'treasurer'] as const).map((name): Reader => {
      return { name, client: cast.client(name), closeness: 'officers', key: hidden[name] };
    }),
    { name: 'member', client: member, closeness: 'members', key: null },
    {
      name: 'auditor',
      client: await cast.signIn(officers.auditor),
      closeness: 'members',
      key: officers.auditor,
      audits: /bankLines|BankLine\.counterparty/,
    },
    {
      name: 'member who is hidden',
      client: cast.client('member'),
      closeness: 'members',
      key: hidden.member,
    },
    ...outside.map((name): Reader => {
      const key = name === 'former' ? 'wilhelmina' : null;
      return { name, client: cast.client(name), closeness: 'public', key };
    }),
  ];
}

const isHidden = (key: string): boolean =>
  key === pseudonymous.key || Object.values<string>(hidden).includes(key);

/** As long as cursors, ids, seals and fingerprints are, and words as well. */
const long = /[\w-]{24,}/g;

/** They may hold any letters by chance, and have digits and letters of both cases, or of hex. */
const isSealed = (text: string): boolean =>
  /^[\da-f-]+$/i.test(text) || [/\d/, /[a-z]/, /[A-Z]/].every((some) => some.test(text));

/**
 * The word, whatever it is written together with: behind the n of a line's end in JSON, the 0 of
 * a space in an address, a first name in a file's name. In what looks like a seal, by itself.
 */
export function wherever(word: string): Word['word'] {
  const bare = new RegExp(word, 'i');
  const whole = new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`, 'i');
  const unsealed = (text: string) =>
    text.replaceAll(long, (found) => (isSealed(found) ? '*' : found));
  return { test: (text) => whole.test(text) || bare.test(unsealed(text)) };
}

/** Words of everybody in the demo: the name as they opened it, where they are for clerks alone. */
export const words: readonly Word[] = [
  { of: 'reader', word: /reader@/i, openTo: 'officers' },
  { of: 'reader', word: /\bReader\b/, openTo: 'members' },
  ...people.flatMap(({ key, name }): Word[] => {
    const surname = name.split(' ').at(-1) ?? name;
    return [
      { of: key, word: wherever(surname), openTo: isHidden(key) ? 'officers' : 'members' },
      { of: key, word: new RegExp(`${key}@`, 'i'), openTo: 'officers' },
      { of: key, word: new RegExp(ibanOf(key), 'i'), openTo: 'officers' },
    ];
  }),
  ...Object.entries(pseudonyms).map(([of, pseudonym]): Word => {
    const insteadFor = isHidden(of) ? 'officers' : 'members';
    return { of, word: wherever(pseudonym), openTo: 'public', insteadFor };
  }),
];

/** The surnames of those who are hidden. */
export const hiddenNames: readonly string[] = people
  .filter(({ key }) => isHidden(key))
  .map(({ name }) => name.split(' ').at(-1) ?? name);

/** Whether one who is this close may meet what is open to those. */
const isMet = (closeness: Openness, openTo: Openness): boolean =>
  opennesses.indexOf(closeness) <= opennesses.indexOf(openTo);

/** Words that a reader is not to meet. */
export const forbiddenTo = ({ name, closeness, key }: Reader): readonly Word[] =>
  words.filter(({ of, openTo, insteadFor }) => {
    const isOwn = of === key || (of === 'reader' && name === 'member');
    if (isOwn || closeness === 'officers') return false;
    if (insteadFor === undefined) return !isMet(closeness, openTo);
    return name === 'partner' || isMet(closeness, insteadFor);
  });

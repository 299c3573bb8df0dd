import { CreateAccount } from '@rochdale/identity';
import { KeptLetters } from '@rochdale/letters';
import { systemActor } from '@rochdale/platform';
import { ApiClient } from '@rochdale/testing';
import { ibanOf } from '../../apps/demo/src/year/bank.js';
import { people } from '../../apps/demo/src/year/people.js';
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
}

/** A word that leads to somebody, and how close one has to be to meet it. */
export interface Word {
  readonly word: RegExp;
  readonly of: string;
  readonly openTo: Openness;
}

/** Who does most in the demo's year, in each office: their names are for officers alone. */
const hidden = { member: 'casimir', treasurer: 'bram', administrator: 'ottilie' } as const;
const doers = ['member', 'treasurer', 'administrator'] as const;

const errors = 'userErrors { code message }';

/** Hides who does most, and gives them a part where the demo's year has none for them. */
export async function plant(cast: Cast): Promise<void> {
  for (const doer of doers) {
    await cast.client(doer).change(
      `mutation { memberVisibilityChoose(input: { name: OFFICERS, profile: OFFICERS }) {
         ${errors} } }`,
    );
  }
  await cast.client('administrator').change(
    `mutation ($id: ID!) { roleAppoint(input: { memberId: $id, role: COORDINATOR }) {
       ${errors} } }`,
    { id: cast.idOf('Member') },
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
  return stranger.signIn(email, password);
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

const isHidden = (key: string): boolean => Object.values<string>(hidden).includes(key);

/** Words of everybody in the demo: the name as they opened it, where they are for clerks alone. */
export const words: readonly Word[] = [
  { of: 'reader', word: /reader@/i, openTo: 'officers' },
  { of: 'reader', word: /\bReader\b/, openTo: 'members' },
  ...people.flatMap(({ key, name }): Word[] => {
    const surname = name.split(' ').at(-1) ?? name;
    return [
      { of: key, word: new RegExp(surname, 'i'), openTo: isHidden(key) ? 'officers' : 'members' },
      { of: key, word: new RegExp(`${key}@`, 'i'), openTo: 'officers' },
      { of: key, word: new RegExp(ibanOf(key), 'i'), openTo: 'officers' },
    ];
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
export const forbiddenTo = ({ closeness, key }: Reader): readonly Word[] =>
  words.filter(({ of, openTo }) => {
    const isOwn = of === key || (of === 'reader' && key === null && closeness === 'members');
    return !isOwn && !isMet(closeness, openTo);
  });

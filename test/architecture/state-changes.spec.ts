import type ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { callsOf, keyOf } from './changes/callers.js';
import { changesIn } from './changes/changes.js';
import { fateOf } from './changes/fates.js';
import { parse, sourcesOfTheHouse } from './changes/source-tree.js';
import type { Source } from './changes/source-tree.js';

type Exceptions = readonly (readonly [reason: string, names: readonly string[]])[];

/** Changes of several rows, or of none: nobody has to look how many, each with its reason. */
const uncounted: Exceptions = [
  ['a claim may have no approval yet when it changes', ['expenses.void-approvals']],
  [
    'what is in force is retired, if there is any',
    [
      'dues.end-pledge',
      'payouts.supersede-payee-details',
      'update in libs/expenses/src/rule/approval-rule.store.ts',
    ],
  ],
  ['of most claims no account of somebody else is known', ['expenses.forget-account-of-other']],
  ['all items of an expense make room for the new ones', ['expenses.remove-items']],
  [
    'to react twice is to react once, and a comment may mention nobody, or be reacted to by nobody',
    [
      'governance.insert-mentions',
      'governance.insert-reaction',
      'governance.remove-mentions',
      'governance.remove-reaction',
      'governance.remove-reactions-of-comment',
    ],
  ],
  [
    'who was asked to write, and whom or what it is about, be it nobody and nothing',
    ['governance.remove-invited-authors', 'governance.remove-links-of-proposal'],
  ],
  [
    'to say twice that somebody is there, or went, is to say it once, and a second says it of some',
    [
      'governance.put-attendances',
      'governance.set-attendance-confirmed',
      'governance.set-attendances-left',
      'governance.set-attendances-seconded',
      'governance.set-departures-seconded',
    ],
  ],
  ['a first version is kept once', ['governance.keep-version']],
  [
    'so do the tags of a draft, and what it was to do',
    ['governance.remove-actions-of-draft', 'governance.remove-tags-of-proposal'],
  ],
  [
    'bank details go with their payee, be they none',
    ['payouts.end-payee-details', 'payouts.forget-payee-details'],
  ],
  [
    'what an erased member leaves behind goes or is locked, be it nothing',
    [
      'banking.forget-why-matched',
      'banking.forget-why-undone',
      'banking.list-erased-accounts',
      'banking.lock-lines-of-erased',
      'banking.lock-lines-told-again',
      'banking.mark-accounts-hidden',
      'banking.mark-accounts-shown',
      'banking.mark-erased-accounts',
      'banking.release-repeated-lines',
      'dues.forget-payers',
      'dues.forget-pledges',
      'dues.forget-reasons',
      'dues.forget-reasons-of-waivers',
      'dues.forget-waivers',
      'dues.forget-words-of-credit',
      'expenses.forget-items',
      'expenses.remove-approvals-of-claims',
      'expenses.remove-items-of-claims',
      'governance.forget-candidacies',
      'governance.end-amendments-of-member',
      'governance.forget-amendments',
      'governance.forget-authors',
      'governance.forget-links',
      'governance.forget-mentions',
      'governance.forget-reactions',
      'governance.forget-candidates-of-drafts',
      'governance.forget-drafts',
      'governance.forget-nominations',
      'governance.forget-outcome-statements',
      'governance.forget-tags',
      'governance.forget-terms-about-member',
      'governance.forget-terms-of-actions',
      'governance.forget-texts-about-member',
      'governance.forget-undecided-texts',
      'governance.forget-versions',
      'identity.end-personal-tokens',
      'identity.remove-personal-tokens',
      'letters.forget-letters',
      'letters.forget-letters-to-address',
      'membership.forget-unmade-archives',
      'membership.keep-mark-of-erased-name',
      'partners.insert-erased-users',
      'partners.insert-erasure-announcement',
      'payouts.forget-why-called-back',
      'platform.forget-actor-of-facts',
      'platform.forget-facts-of-account',
      'platform.forget-facts-of-member',
      'platform.forget-facts-of-subjects',
      'platform.forget-jobs-of-account',
      'platform.forget-jobs-of-member',
      'platform.forget-uploader',
      'platform.lower-facts-of-subjects',
      'voting.forget-delegations',
      'voting.forget-reasons',
      'voting.forget-reasons-in-votes',
      'voting.forget-representatives',
      'webhooks.forget-deliveries-of-facts',
      'webhooks.forget-delivery',
      'webhooks.forget-untold-deliveries',
    ],
  ],
  ['with a new password all passkeys go, be they none', ['identity.remove-passkeys']],
  ['a transfer that was carried out already stays so', ['rail-simulated.advance-transfer']],
  [
    'what is told twice under one name is there once, and is read afterwards',
    ['ledger.insert-account', 'rail-simulated.insert-transfer'],
  ],
  [
    'all events that wait, be they none',
    ['partners.assign-retractions-to-period', 'partners.assign-usage-to-period'],
  ],
  [
    'what another worker took over is no longer there to be given back',
    ['letters.release-letter', 'platform.hand-back-jobs'],
  ],
  ['of the jobs that wait those that nobody else has', ['platform.claim-jobs']],
  [
    'of several deliveries at once the first one tells how its receiver is',
    ['webhooks.note-webhook-failure', 'webhooks.note-webhook-success'],
  ],
  [
    'archives whose time is over, be they none',
    [
      'membership.end-archives',
      'membership.end-archives-of-erased',
      'membership.forget-archives',
      'membership.note-swept-archives',
    ],
  ],
  [
    'what was fetched, or made after all, in the meantime stays so',
    ['membership.end-archive', 'membership.end-unmade-archive'],
  ],
  ['a receiver that is not left in peace', ['webhooks.end-webhook-quiet']],
  ['a warning that is there already', ['banking.change-file-warnings']],
  ['whatever has run out goes', ['identity.sweep-expired', 'platform.forget-ended-jobs']],
  [
    'notes of use, which change nothing else',
    ['identity.extend-session', 'identity.note-api-key-use', 'identity.note-personal-token-use'],
  ],
];

/** Statements with a part whose rows nobody reads, each with its reason. */
const unread: Exceptions = [
  [
    'what was set up before the address was proven may be nothing',
    ['identity.mark-account-proven'],
  ],
  ['the notes about a member go with the member, be they none', ['membership.erase-member']],
  ['and so does every way in of an account', ['identity.erase-account']],
  ['whatever has run out goes', ['identity.sweep-expired']],
  [
    'letters go with what became of sending them, be it nothing',
    ['letters.forget-letters', 'letters.forget-letters-to-address'],
  ],
];

const names = (exceptions: Exceptions): string[] =>
  exceptions.flatMap(([, excused]) => excused).toSorted();

/** The changes whose number of rows is lost on the way from the store to a use case. */
function unasserted(sources: readonly Source[]): string[] {
  const calls = callsOf(sources);
  const isLost = (call: ts.Node, seen: readonly string[]): boolean => {
    const fate = fateOf(call);
    if (typeof fate === 'string') return fate === 'dropped';
    const key = keyOf(fate);
    if (key === undefined || key.endsWith('.execute') || seen.includes(key)) return false;
    const callers = calls.get(key) ?? [];
    return callers.length === 0 || callers.some((caller) => isLost(caller, [...seen, key]));
  };
  const counted = sources.flatMap((source) => changesIn(source).counted);
  return counted.filter(({ call }) => isLost(call, [])).map(({ name }) => name);
}

const namesOf = (sources: readonly Source[], kind: 'isBlind' | 'isUnread'): string[] => {
  const found = sources.flatMap((source) => changesIn(source).all.filter((one) => one[kind]));
  return [...new Set(found.map(({ name }) => name))].toSorted();
};

describe('changes of rows', () => {
  const sources = sourcesOfTheHouse();

  it('say how many to somebody who looks, up to the use case', () => {
    expect(sources.length).toBeGreaterThan(600);
    expect(unasserted(sources).toSorted()).toEqual(names(uncounted));
  });

  it('of a state expect to find it as it was', () => {
    expect(namesOf(sources, 'isBlind')).toEqual([]);
  });

  it('are read by the statement that they are a part of', () => {
    expect(namesOf(sources, 'isUnread')).toEqual(names(unread));
  });
});

const file = (text: string): Source[] => [parse('libs/x/src/x.store.ts', text)];
const end = "const end = sql('x.end', `update x.things set state = 'ended' where state = $1`);";
const close = 'endpoints(tx).update({ id, closedAt: IsNull() }, { closedAt: tx.now })';
const endpoints = 'const endpoints = (tx: Tx) => tx.repository(EndpointEntity);';

/** A store whose method answers with the number, or with whether it was one. */
const store = `${end} export const thingStore = {
  async end(tx: Tx) { return (await tx.run(end, [1])) === 1; } };`;
const useCase = (body: string): Source[] => [
  ...file(store),
  parse('libs/x/src/end-thing.ts', `class EndThing { async execute(actor) { ${body} } }`),
];

describe('the search for numbers that nobody looks at', () => {
  it.each([
    ['a call as a statement', `${end} await tx.run(end, [id]);`],
    ['rows that come back', `${end} await tx.rows(end, [id]);`],
    ['a constant that nobody mentions', `${end} const ended = await tx.run(end, [id]);`],
    [
      'one of several that are awaited together',
      `${end} const [a] = await Promise.all([f(), tx.run(end, [id])]); g(a);`,
    ],
    [
      'an update inside a statement',
      "const end = sql('x.end', `with a as (update x.things set b = 1 returning id)" +
        ' select count(*) from a`); await tx.run(end, [id]);',
    ],
    [
      'a statement whose text follows a comment',
      `${end.replace('`update', '\n  // $1: it ends.\n  `update')} await tx.run(end, []);`,
    ],
    ['a removal', "const end = sql('x.end', 'delete from x.things'); await tx.run(end);"],
    [
      'an insert that may find its row there already',
      "const add = sql('x.add', 'insert into x.things (id) values ($1) on conflict (id) " +
        "do update set tried = true'); await tx.run(add, [id]);",
    ],
    [
      'an insert that may do nothing',
      "const add = sql('x.add', 'insert into x.things values ($1) on conflict do nothing');" +
        ' await tx.run(add, [id]);',
    ],
    ['an update by a repository', `${endpoints} async function f(tx: Tx) { await ${close}; }`],
  ])('finds %s', (_, text) => {
    expect(unasserted(file(text))).toHaveLength(1);
  });

  it.each([
    'await this.unitOfWork.run(actor, (tx) => thingStore.end(tx));',
    'await this.unitOfWork.run(actor, async (tx) => { await thingStore.end(tx); });',
    'for (const tx of all) void thingStore.end(tx);',
  ])('finds a store that says so to a use case that does not listen: %s', (body) => {
    expect(unasserted(useCase(body))).toEqual(['x.end']);
  });

  it('finds it behind a function and a service in between', () => {
    const sources = [
      ...file(store),
      parse(
        'libs/x/src/things.ts',
        `function ended(tx: Tx) { return thingStore.end(tx); }
         class Things { end(tx: Tx) { return ended(tx).then((one) => one); } }`,
      ),
      parse(
        'libs/x/src/end-thing.ts',
        `class EndThing { constructor(private readonly things: Things) {}
           async execute(actor) { await this.things.end(tx); } }`,
      ),
    ];
    expect(unasserted(sources)).toEqual(['x.end']);
  });

  it.each([
    `${end} await tx.change(end, [id]);`,
    `${end} const [a] = await Promise.all([tx.run(end, [id]), f()]); assert(a === 1, 'one');`,
    `${end} const ended = await tx.run(end, [id]); if (ended !== 1) throw new Error('gone');`,
    `${endpoints} async function f(tx: Tx) {
       const { affected } = await ${close}; assert(affected === 1, 'one'); }`,
  ])('lets be: %s', (text) => {
    expect(unasserted(file(text))).toEqual([]);
  });

  it.each([
    'if (!(await thingStore.end(tx))) throw gone();',
    'return this.unitOfWork.run(actor, (tx) => thingStore.end(tx));',
    'const ended = await thingStore.end(tx); return { ended };',
  ])('lets a use case be that listens: %s', (body) => {
    expect(unasserted(useCase(body))).toEqual([]);
  });
});

describe('the search for changes that expect nothing', () => {
  const prepared = (text: string): Source[] =>
    file(`const end = sql('x.end', \`${text}\`); await tx.one(end, []);`);

  it.each([
    ['an id alone', "update x.things set state = 'ended' where cooperative_id = $1 and id = $2"],
    ['a moment', 'update x.terms set ends_at = $3 where cooperative_id = $1 and id = $2'],
    ['what comes back', 'update x.terms set ends_at = $2 where id = $1 returning ends_at'],
    [
      'a row that is there',
      "insert into x.things (id, state) values ($1, 'open') on conflict (id) do update " +
        'set state = excluded.state',
    ],
    ['one table only', "update only x.things set state = 'ended' where id = $1"],
  ])('finds %s', (_, text) => {
    expect(namesOf(prepared(text), 'isBlind')).toEqual(['x.end']);
  });

  it.each([
    "update x.things set state = 'ended' where id = $2 and state = 'open'",
    "insert into x.things as t (id) values ($1) on conflict (id) do update set state = 'open' " +
      "where t.state = 'ended'",
    'update x.terms set ends_at = $3 where id = $1 and (ends_at is null or ends_at > $2)',
    'update x.keys set revoked_at = coalesce(revoked_at, $2) where id = $1',
    'update x.keys k set ends_at = case when k.ends_at < $2 then $2 else k.ends_at end',
    "with due as (select id from x.things where state = 'open') " +
      "update x.things t set state = 'late' from due where t.id = due.id",
    'update x.things set name = $2 where id = $1',
  ])('lets %s be', (text) => {
    expect(namesOf(prepared(text), 'isBlind')).toEqual([]);
  });

  it('finds a part that nobody reads, and lets one be that is counted', () => {
    const part = 'with a as (update x.notes set note = null where id = $1 returning id)';
    const lost = prepared(`${part} update x.things set state = 'ended' where state = $2`);
    expect(namesOf(lost, 'isUnread')).toEqual(['x.end']);
    const counted = prepared(`${part} select count(*) from a`);
    expect(namesOf(counted, 'isUnread')).toEqual([]);
  });

  const blindIn = (text: string): string[] => namesOf(file(text), 'isBlind');

  it('finds a repository that closes what is closed, or saves whatever was read', () => {
    const closing = close.replace(', closedAt: IsNull()', '');
    expect(blindIn(`${endpoints} const f = (tx: Tx) => ${closing};`)).toHaveLength(1);
    const saving = 'tx.repository(ThingEntity).save(thing)';
    expect(blindIn(`const f = (tx: Tx) => ${saving};`)).toHaveLength(1);
    expect(blindIn(`${endpoints} const f = (tx: Tx) => ${close};`)).toEqual([]);
  });
});

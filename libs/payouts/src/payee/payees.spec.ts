import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { Payees } from './payees.js';

const tx = {} as Tx;
const path = ['payee', 'id'];
const [ada, host] = [newId(), newId()];

/** Who is known: one member and one partner; and how often each kind was asked for. */
function known() {
  const payees = new Payees();
  const asked: string[] = [];
  for (const [kind, id] of [
    ['member', ada],
    ['partner', host],
  ] as const) {
    payees.register(kind, async (_, ids) => {
      asked.push(kind);
      return new Set(ids.filter((one) => one === id));
    });
  }
  return { payees, asked };
}

describe('who can be paid', () => {
  it('is whom the room of their kind knows, asked once for all of a kind', async () => {
    const { payees, asked } = known();
    const member = { kind: 'member', id: ada } as const;
    await payees.require(tx, [member, { kind: 'partner', id: host }, member], path);
    expect(asked.toSorted()).toEqual(['member', 'partner']);
    await payees.require(tx, [], path);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['nobody', { kind: 'member', id: newId() }],
    ['a member of the other kind', { kind: 'member', id: host }],
    ['a partner of the other kind', { kind: 'partner', id: ada }],
  ] as const)('is not %s, also among others', async (_, stranger) => {
    const { payees } = known();
    for (const all of [[stranger], [{ kind: 'member', id: ada } as const, stranger]]) {
      await expect(payees.require(tx, all, path)).rejects.toMatchObject({
        code: 'PAYEE_UNKNOWN',
        path,
        message: `There is no such ${stranger.kind} to pay.`,
      });
    }
  });

  it('is known by one room, and by one at least', async () => {
    const { payees } = known();
    const nobody = async () => new Set<string>();
    expect(() => payees.register('member', nobody)).toThrow(/known already/);
    const none = new Payees();
    await expect(none.require(tx, [{ kind: 'member', id: ada }], path)).rejects.toThrow(
      /somebody knows payees of kind member/,
    );
  });
});

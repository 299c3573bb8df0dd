import { asTold } from '../telling/account-telling.js';
import type { KnownEntry, KnownTelling, Telling } from '../telling/account-telling.js';
import { tellApart } from '../telling/tell-apart.js';
import type { ToldApart } from '../telling/tell-apart.js';

/** Books of one account in memory, kept by the rule alone. */
export class AccountBooks {
  #entries: KnownEntry[] = [];
  readonly #tellings: KnownTelling[] = [];
  #names = 0;

  /** The entries that count, those that wait left out. */
  get counted(): readonly KnownEntry[] {
    return this.#entries.filter(({ unclear }) => !unclear);
  }

  get waiting(): readonly KnownEntry[] {
    return this.#entries.filter(({ unclear }) => unclear);
  }

  /** Takes a telling in. @returns what became of its entries */
  take(telling: Telling): ToldApart {
    const apart = tellApart({ entries: this.#entries, tellings: this.#tellings }, telling);
    const id = this.#name('s');
    const entryIds = apart.verdicts.map((verdict, at) => {
      const [facts] = telling.entries.slice(at);
      if (facts === undefined) throw new Error('a verdict for each');
      if (verdict.is === 'known') {
        for (const entryId of verdict.entryIds) {
          const isWhole = verdict.entryIds.length === 1 && !verdict.isPart;
          this.#change(entryId, (entry) => ({
            ...entry,
            ...(isWhole ? asTold([...entry.facts, facts], entry.split, facts.split) : {}),
            tellingIds: [...entry.tellingIds, id],
          }));
        }
        return verdict.entryIds;
      }
      const unclear = verdict.is === 'unclear';
      const entryId = this.#name('e');
      const { split } = facts;
      const entry = { id: entryId, facts: [facts] as const, split, tellingIds: [id] };
      this.#entries.push({ ...entry, unclear, source: null });
      return [entryId];
    });
    this.#tellings.push({ ...telling, id, entryIds: [...new Set(entryIds.flat())] });
    for (const entryId of apart.confirmed) this.decide(entryId, null);
    for (const { entryId, sameAs } of apart.repeated) this.decide(entryId, sameAs);
    return apart;
  }

  /** A person says that an entry that waits is another one, or that it is its own (null). */
  decide(entryId: string, sameAs: string | null): void {
    if (sameAs === null) {
      this.#change(entryId, (entry) => ({ ...entry, unclear: false }));
      return;
    }
    const gone = this.#entries.find(({ id }) => id === entryId);
    if (gone === undefined) throw new Error('it waits');
    this.#entries = this.#entries.filter(({ id }) => id !== entryId);
    this.#change(sameAs, (entry) => ({
      ...entry,
      ...asTold([...entry.facts, ...gone.facts], entry.split, gone.split),
      tellingIds: [...entry.tellingIds, ...gone.tellingIds],
    }));
    this.#tellings.forEach((telling, at) => {
      const entryIds = telling.entryIds.map((id) => (id === entryId ? sameAs : id));
      this.#tellings[at] = { ...telling, entryIds: [...new Set(entryIds)] };
    });
  }

  #name(letter: string): string {
    this.#names += 1;
    return `${letter}${this.#names}`;
  }

  #change(entryId: string, change: (entry: KnownEntry) => KnownEntry): void {
    this.#entries = this.#entries.map((entry) => (entry.id === entryId ? change(entry) : entry));
  }
}

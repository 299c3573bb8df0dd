/**
 * What is asked for again and again is worked out once: of a page that three hundred read, each id
 * is sealed for the first of them. Holds the latest, between `most` and twice as many; what was not
 * asked for while so many others were is forgotten.
 */
export class KeptResults<Result extends string | object | null = string> {
  private young = new Map<string, NonNullable<Result>>();
  private old = new Map<string, NonNullable<Result>>();

  constructor(private readonly most: number) {}

  /** Null is not kept: whoever asks for what there is not pushes nothing out that there is. */
  of(asked: string, workOut: () => Result): Result {
    const known = this.young.get(asked);
    if (known !== undefined) return known;
    const result = this.old.get(asked) ?? workOut();
    if (result === null) return result;
    if (this.young.size >= this.most) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(asked, result);
    return result;
  }

  forget(): void {
    this.young = new Map();
    this.old = new Map();
  }
}

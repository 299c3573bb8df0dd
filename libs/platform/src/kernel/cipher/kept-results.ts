/**
 * What is asked for again and again is worked out once: of a page that three hundred read, each id
 * is sealed for the first of them. Holds the latest, between `most` and twice as many; what was not
 * asked for while so many others were is forgotten.
 */
export class KeptResults {
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  constructor(private readonly most: number) {}

  of(asked: string, workOut: () => string): string {
    const known = this.young.get(asked);
    if (known !== undefined) return known;
    const result = this.old.get(asked) ?? workOut();
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

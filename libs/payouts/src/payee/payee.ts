/** Who gets money. */
export interface Payee {
  readonly kind: 'member' | 'partner';
  readonly id: string;
}

/** Of a service's own pages, which are there whether or not it has a web client. */
interface Place {
  readonly publicUrl: string;
}

const pageOf = ({ publicUrl }: Place, page: string, slug: string): string =>
  `${publicUrl}/pages/${page}?cooperative=${encodeURIComponent(slug)}`;

/** Where a co-operative says what it keeps about persons, and why. */
export const noticeUrl = (place: Place, { slug }: { readonly slug: string }): string =>
  pageOf(place, 'privacy', slug);

/** Where persons have what it keeps about them, and are erased. */
export const ownDataUrl = (place: Place, { slug }: { readonly slug: string }): string =>
  pageOf(place, 'my-data', slug);

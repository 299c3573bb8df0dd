/** Endings that go with a content; the first is given where there is another. */
const endings: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
};

/** The name, with the ending that its content has: whoever opens it goes by that. */
export function nameForContent(name: string, mediaType: string): string {
  const [usual, ...others] = endings[mediaType] ?? [];
  if (usual === undefined) return name;
  const given = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return given === usual || others.includes(given) ? name : `${name}.${usual}`;
}

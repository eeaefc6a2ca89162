export interface ImageReference {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Of all parts together; what is longer is not looked at, however often it is there. */
const longest = 600;
const domain = String.raw`[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?\/`;
const nameForm = new RegExp(String.raw`^(?=.{1,255}$)(?:${domain})?[A-Za-z0-9_][\w.-]*(?:\/[\w.-]+)*$`);
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[\w=-]{1,128}$/;

/** Of `registry:5000/team/app:tag@sha256:…`; null for what no registry takes, such as a template or a long text. */
export function imageReference(text: string): ImageReference | null {
  if (text.length > longest) return null;
  const { name, version } = splitName(text);
  return imageOf(name, version);
}

/**
 * Of a name and what stands beside it.
 * @param version `tag`, `tag@digest`, `@digest`, or empty: which of them the manifest does not say
 */
export function imageOf(name: string, version: string): ImageReference | null {
  const parts = versionOf(version);
  return parts !== null && nameForm.test(name) ? { name, ...parts } : null;
}

/** Null for what is neither a tag nor a digest nor both. @param text as above */
export function versionOf(text: string): Omit<ImageReference, 'name'> | null {
  if (text.length > longest) return null;
  const at = text.indexOf('@');
  const [tag, digest] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const valid = (tag === '' || tagForm.test(tag)) && (at === -1 || digestForm.test(digest));
  return valid ? { tag: tag || null, digest: digest || null } : null;
}

function splitName(text: string): { name: string; version: string } {
  const [beforeDigest = ''] = text.split('@', 1);
  const colon = beforeDigest.lastIndexOf(':');
  const isTagged = colon > beforeDigest.lastIndexOf('/');
  const end = isTagged ? colon : beforeDigest.length;
  return { name: text.slice(0, end), version: text.slice(isTagged ? end + 1 : end) };
}

/** A body that holds our marker at its start; GitHub shows nothing of it. */
export function withMarker(marker: string, body: string): string {
  if (!/^<!-- backout:[\w:./-]{1,200} -->$/.test(marker)) throw new RangeError(`not a marker: ${marker}`);
  const marked = body.startsWith(marker) ? body : `${marker}\n${body}`;
  if (marked.length > longestBody)
    throw new RangeError(`a body of ${marked.length} characters, GitHub takes ${longestBody}`);
  return marked;
}

const longestBody = 65_536;

/** Forms and editors write CRLF. */
export function sameText(left: string, right: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(left) === plain(right);
}

interface Terminal {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}

/** A stream that keeps what it was told. */
export function stream(terminal: Terminal = {}) {
  const written: string[] = [];
  return { ...terminal, written, write: (text: string) => written.push(text) };
}

/**
 * Datadog's client brings an old `fetch` that is not used, and with it Node's deprecated `punycode`, of which Node would
 * warn in the middle of a team's log.
 */
export async function quietly<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return await load();
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}

/**
 * The client brings an old `fetch` that is not used, and with it Node's deprecated `punycode`, of which Node would warn in
 * the middle of a team's log. Imported before the client; what is loaded after it may warn again.
 */
const { noDeprecation } = process;
process.noDeprecation = true;
setImmediate(() => {
  process.noDeprecation = noDeprecation ?? false;
});

import { devNull } from 'node:os';

/**
 * What of the runner's environment git is given: how it is found, where it may write, and the way to the server (a proxy,
 * the certificates of a company). Everything else, `GIT_*` above all, would be somebody's configuration.
 */
const given = [
  ...['PATH', 'TMPDIR', 'LD_LIBRARY_PATH'],
  ...['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'],
  ...['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE'],
] as const;

/**
 * Of the system and of the user nothing is read: no configuration, no attributes, and no home, in which curl would look
 * for credentials. What a command says is not translated.
 *
 * @param home a folder that holds nothing of anybody
 */
export function gitEnvironment(
  home: string,
  runner: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  const taken = given.flatMap((name) => {
    const value = runner[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(taken),
    ...{ HOME: home, LC_ALL: 'C' },
    ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, GIT_ATTR_NOSYSTEM: '1' },
    GIT_TERMINAL_PROMPT: '0',
  };
}

const form =
  /^docs\/.*(?<!\.(?:ya?ml|json))$|(?:^|\/)(?:README|CHANGELOG|LICENSE|NOTICE)(?:\.(?:md|rst|txt))?$/;

/** What nothing renders, unless a tool around it says so. */
export function isProse(path: string): boolean {
  return form.test(path);
}

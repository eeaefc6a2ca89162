import { getInput } from '@actions/core';
import { UserError } from '@backout/incident';

interface InputRules {
  readonly required?: boolean;
  /** What a value that is given has to look like, and how that is called: the value itself may be a secret. */
  readonly form?: { readonly pattern: RegExp; readonly called: string };
}

/** @throws UserError `input-missing` or `input-invalid` */
export function readInput(name: string, { required = false, form }: InputRules = {}): string {
  const value = getInput(name);
  if (value === '' && required) {
    throw new UserError('input-missing', `the input ${name} is missing: set it under "with:" of the step`);
  }
  if (value !== '' && form !== undefined && !form.pattern.test(value)) {
    throw new UserError(
      'input-invalid',
      `the input ${name} is not ${form.called}: correct it under "with:" of the step`,
    );
  }
  return value;
}

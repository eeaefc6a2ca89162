import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

interface Answers {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

interface Loaded {
  readonly paths: Record<string, Record<string, Answers>>;
  readonly ajv: Ajv;
  readonly validators: Map<string, ValidateFunction>;
}

let loaded: Loaded | undefined;

/** One copy per process, read by the first answer: worlds that serve only git never pay for it. */
function load(): Loaded {
  if (loaded !== undefined) return loaded;
  const text = readFileSync(new URL('schema/rest.json', import.meta.url), 'utf8');
  const document = JSON.parse(text.replaceAll('"#/components/', '"oa#/components/'));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'oa', components: document.components });
  loaded = { paths: document.paths, ajv, validators: new Map() };
  return loaded;
}

/** What is wrong with an answer, or null. Refusals share one form, and GitHub documents few of them. */
export function answerFault(operation: string, status: number, body: unknown): string | null {
  if (status >= 400) return refusalFault(operation, status, body);
  const [method = '', path = ''] = operation.split(' ');
  const answer = load().paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  if (answer === undefined) return `${operation} answered ${status}, which GitHub does not document`;
  const schema = answer.content?.['application/json']?.schema;
  if (schema === undefined) return body === undefined ? null : `${operation} ${status} has no body`;
  const validate = compile(`${operation} ${status}`, schema);
  if (validate(body)) return null;
  return `${operation} ${status}: ${load().ajv.errorsText(validate.errors).slice(0, 2000)}`;
}

function refusalFault(operation: string, status: number, body: unknown): string | null {
  const validate = compile('refusal', { $ref: 'oa#/components/schemas/basic-error' });
  return validate(body) ? null : `${operation} ${status}: ${load().ajv.errorsText(validate.errors)}`;
}

function compile(name: string, schema: object): ValidateFunction {
  const { ajv, validators } = load();
  const known = validators.get(name);
  if (known !== undefined) return known;
  const validate = ajv.compile(schema);
  validators.set(name, validate);
  return validate;
}

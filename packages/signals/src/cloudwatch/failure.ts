import { isLasting, isRefusal, isTrouble, otherForm, statusDetail } from '../http/ask-json.ts';
import { askedToWait, type Trouble } from '../http/back-off.ts';

/** There was no answer at all; the words are ours. */
export class NotAnswered extends Error {}

/** The time that a look has includes the search for credentials, which may ask the machine's own service. */
export function noAnswerWithin(timeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    const late = () => reject(new NotAnswered(`no answer within ${timeoutMs / 1000} s`));
    AbortSignal.timeout(timeoutMs).addEventListener('abort', late);
  });
}

interface Failure {
  readonly detail: string;
  readonly trouble: Trouble | null;
  /** One of the metrics that were asked for may be the reason. */
  readonly refused: boolean;
  readonly lasting: boolean;
}

/** What the client's errors tell (AWS SDK for JavaScript v3, `ServiceException`). */
interface ServiceError {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Their names, because the protocol answers most of them with HTTP 400. */
const throttled = /Throttl|LimitExceeded|TooManyRequests|SlowDown/;
const unauthorized =
  /AccessDenied|UnrecognizedClient|ClientTokenId|ExpiredToken|Signature|MissingAuthentication|NotAuthorized|OptInRequired/;

export function failureOf(error: unknown, now: number): Failure {
  if (error instanceof NotAnswered) return broken(error.message);
  if (!isServiceError(error)) return broken(otherForm);
  const { name, $metadata, $response } = error;
  const status = $metadata?.httpStatusCode ?? 0;
  if (name === 'CredentialsProviderError')
    return { ...broken('the runner has no credentials for AWS'), lasting: true };
  if (status < 300) return broken(otherForm);
  if (unauthorized.test(name))
    return { ...broken(`HTTP ${status}: the key may not read metrics`), lasting: true };
  const busy = throttled.test(name);
  const trouble = busy || isTrouble(status) ? askedToWait(new Headers($response?.headers), now) : null;
  const detail = busy ? statusDetail(429) : statusDetail(status);
  return { detail, trouble, refused: !busy && isRefusal(status), lasting: !busy && isLasting(status) };
}

function broken(detail: string): Failure {
  return { detail, trouble: null, refused: false, lasting: false };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error;
}

import { createHash, createHmac } from 'node:crypto';
import type { Question } from '../../http-server.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Whether a request without a query was signed with these keys (AWS Signature Version 4). */
export function isSigned({ method, path, headers, body }: Question, keys: Keys): boolean {
  const [, accessKeyId, scope = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  if (accessKeyId !== keys.accessKeyId) return false;
  const signed = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const canonical = [method, path, '', signed.join(''), names, hash(body)].join('\n');
  const [date = '', region = '', service = ''] = scope.split('/');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${keys.secretAccessKey}`,
  );
  return hmac(key, text).toString('hex') === signature;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

import { hostname } from 'node:os';
import { startPod } from '@backout/world/service';

/** The container of the demo service: what a version does stands in the manifest. */
const { VERSION: version = 'v0', ERROR_RATIO: errorRatio = '0.001' } = process.env;

const pod = await startPod({
  application: 'checkout',
  version,
  instance: hostname(),
  behaviour: { errorRatio: Number(errorRatio), latencyMs: 2 },
  listenOn: { host: '0.0.0.0', port: 8080 },
});
process.on('SIGTERM', () => void pod[Symbol.asyncDispose]());

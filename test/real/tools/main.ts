import { cacheFolder } from './cache.ts';
import { NotHere } from './not-here.ts';
import { isSuite, setUp } from './tools.ts';

/** `npm run e2e:setup -- <suite>`: exit code 3 where this machine cannot have the tools. */
const notHere = 3;

const [suite = ''] = process.argv.slice(2);
if (!isSuite(suite)) {
  console.error('usage: npm run e2e:setup -- node | workflow | prometheus | argocd');
  process.exit(2);
}
console.log(`tools of e2e:${suite}, kept in ${cacheFolder}`);
try {
  await setUp(suite, ({ name, version }, { fresh, seconds }) => {
    console.log(`  ${`${name} ${version}`.padEnd(52)} ${fresh ? `${seconds.toFixed(0)} s` : 'there'}`);
  });
} catch (error) {
  if (!(error instanceof NotHere)) throw error;
  console.log(`  ${error.message}`);
  process.exit(notHere);
}

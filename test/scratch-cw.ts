import { startWorld } from './world/world.ts';
import { runAction } from './world/runner/run-action.ts';
import { until } from './world/until.ts';
import { mkdtemp } from 'node:fs/promises';
const t0=Date.now(); const T=(s:string)=>console.log(((Date.now()-t0)/1000).toFixed(2), s);
const folder = await mkdtemp('/tmp/cw/w-');
{
await using world = await startWorld({ folder, policy: 'watch: { for: 40s, every: 1s, at_least: 6s, baseline: 60m }\nverify: { within: 60s, stable_for: 5s }\n' });
T('world');
const built = await world.release({application:'checkout', number: 42, title:'Bad', behaviour:{errorRatio:0.1, latencyMs:2}});
const deployed = new Promise<any>(r=>world.onDeployed(r));
const [rev] = await world.deploy(built);
const e = await deployed; T('deployed '+JSON.stringify(e));
const access={ 'argocd-token': world.access.argocdToken, 'prometheus-token': world.access.prometheusToken };
const w = await runAction('post-deploy-watch', {application:'checkout', revision: rev!, ...access}, world.run('decide'), l=>T(l));
T('watch done '+w.code+JSON.stringify({...w.outputs, section:w.outputs.section?.length}));
const a = await runAction('attribute-regression', {watch:w.outputs.section!, 'source-token':world.access.sourceToken, 'argocd-token':world.access.argocdToken}, world.run('decide'), l=>T(l));
T('attr '+a.code+JSON.stringify({...a.outputs, section:a.outputs.section?.length}));
world.cluster.argocd.pause();
const before = await world.gitops.git('for-each-ref','--format=%(objectname) %(refname)');
for (let i=0;i<3;i++){ 
const t=Date.now();
const r = await runAction('revert-commit', {watch:w.outputs.section!, attribution:a.outputs.section!, ...access}, world.run('revert'), l=>T(l));
T('revert '+(Date.now()-t)+'ms '+r.code+JSON.stringify({...r.outputs, section:r.outputs.section?.length}));
}
console.log(await world.gitops.git('for-each-ref'));
console.log(await world.gitops.git('log','--format=%h %s','main'));
console.log(world.github.requests.slice(-40).map(r=>r.route+' '+r.status).join('\n'));
}
T('end');

import { describe } from 'vitest';
import { argocdContract } from './argocd/contract.ts';
import { openStandIn } from './argocd/stand-in.ts';

describe("the contract on the demo world's Argo CD", () => argocdContract(openStandIn));

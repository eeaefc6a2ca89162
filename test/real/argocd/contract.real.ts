import { describe } from 'vitest';
import { argocdContract } from '../../contract/argocd/contract.ts';
import { openRealSubject } from './real-subject.ts';

describe('the contract on a real Argo CD', () => argocdContract(openRealSubject));

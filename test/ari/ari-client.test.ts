import { ariContract } from './contract.ts';

ariContract('current', 'ari-client');

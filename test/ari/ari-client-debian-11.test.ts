import { ariContract } from './contract.ts';

ariContract('debian11', 'ari-client');
